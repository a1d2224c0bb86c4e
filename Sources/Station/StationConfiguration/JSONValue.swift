import CJansson

/// One value of a `JSONDocument`, valid as long as the document lives.
///
/// Safe, because a value is only reached through a `JSONObject`, which keeps the document alive.
@safe
struct JSONValue {
  let pointer: UnsafeMutablePointer<json_t>

  init(pointer: UnsafeMutablePointer<json_t>) { unsafe self.pointer = pointer }

  private var type: json_type { unsafe pointer.pointee.type }

  var isObject: Bool { type == JSON_OBJECT }

  var isArray: Bool { type == JSON_ARRAY }

  var number: Double? {
    guard type == JSON_REAL || type == JSON_INTEGER else { return nil }
    return unsafe json_number_value(pointer)
  }

  var integer: Int? {
    guard type == JSON_INTEGER else { return nil }
    return unsafe Int(json_integer_value(pointer))
  }

  var flag: Bool? {
    switch type {
    case JSON_TRUE: true
    case JSON_FALSE: false
    default: nil
    }
  }

  var string: String? {
    guard type == JSON_STRING, let characters = unsafe json_string_value(pointer) else {
      return nil
    }
    return unsafe String(cString: characters)
  }

  /// The elements of an array; none of anything else.
  var elements: [JSONValue] {
    var elements: [JSONValue] = []
    for index in 0..<(unsafe json_array_size(pointer)) {
      guard let element = unsafe json_array_get(pointer, index) else { break }
      elements.append(unsafe JSONValue(pointer: element))
    }
    return elements
  }

  /// The keys of an object, in the order of the file; none of anything else.
  var keys: [String] {
    var keys: [String] = []
    var iterator = unsafe json_object_iter(pointer)
    while let position = unsafe iterator {
      if let key = unsafe json_object_iter_key(position) {
        unsafe keys.append(String(cString: key))
      }
      unsafe iterator = json_object_iter_next(pointer, position)
    }
    return keys
  }

  /// The value of a key of an object.
  subscript(key: String) -> JSONValue? {
    guard let value = unsafe json_object_get(pointer, key) else { return nil }
    return unsafe JSONValue(pointer: value)
  }

  /// The value as JSON in ASCII on one line, cut after 60 characters.
  var text: String { unsafe jsonText(of: pointer) }
}
