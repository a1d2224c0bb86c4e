/// What a model says of itself: the conditioning chain and features it was trained on, and its outputs.
///
/// It is the metadata entry "firstbreak" of the model file, printable ASCII, one `key=value` per line
/// and each line ended by a line feed, in this order and nothing else:
///
/// ```
/// format=1
/// chain=1
/// feature=pd_log10 -98304 81920
/// feature=pv_log10 -65536 70000
/// output=pgv_log10_mean
/// output=pgv_log10_log_variance
/// ```
///
/// - `feature=NAME OFFSET SCALE [COUNT]`, one or more: the input elements in the order of the model's
///   inputs. OFFSET and SCALE are Q16 integers (value × 65,536); what the network sees is
///   (feature − OFFSET) × SCALE, quantised by the input tensor's own scale and zero point. COUNT
///   successive elements share the line, 1 where it is left out.
/// - `output=NAME`, one or more: the output elements in the order of the model's outputs.
///
/// Names are 1 to 32 of `a`–`z`, `0`–`9` and `_`, each once.
package struct NetworkContract: Equatable, Sendable {
  package struct Feature: Equatable, Sendable {
    package let name: String
    /// Q16 in the feature's own unit, −2³¹…2³¹.
    package let offsetQ16: Int64
    /// Q16 per unit of the feature, 1…2³¹.
    package let scaleQ16: Int64
    /// Successive input elements, at least 1.
    package let count: Int
  }

  package let chain: Int
  package let features: [Feature]
  package let outputs: [String]

  /// All input elements that the features name.
  package var inputCount: Int {
    var count = 0
    for feature in features { count += feature.count }
    return count
  }

  /// Reads the text of the metadata entry.
  package init(text: [UInt8]) throws(NetworkError) {
    var reader = NetworkContractReader(text)
    try reader.requireFormat(1)
    chain = try reader.chain()
    features = try reader.features()
    outputs = try reader.outputs()
  }

  /// Refuses a model that was trained on another conditioning chain.
  package func requireChain(_ supported: Int) throws(NetworkError) {
    guard chain == supported else {
      throw .unsupported(field: "chain of the model", found: "\(chain)", expected: "\(supported)")
    }
  }

  /// For each of the model's features its place in a list of those that the caller can measure.
  package func featureIndices(in supported: [String]) throws(NetworkError) -> [Int] {
    var indices: [Int] = []
    for feature in features {
      guard let index = Self.index(of: feature.name, in: supported) else {
        throw .unsupported(
          field: "feature of the model", found: feature.name,
          expected: "one of " + Self.list(supported))
      }
      indices.append(index)
    }
    return indices
  }

  /// The place of an output by name.
  package func outputIndex(of name: String) throws(NetworkError) -> Int {
    guard let index = Self.index(of: name, in: outputs) else {
      throw .unsupported(
        field: "outputs of the model", found: Self.list(outputs), expected: name + " among them")
    }
    return index
  }

  /// Whether the model has an output of that name.
  func has(_ output: String) -> Bool { Self.index(of: output, in: outputs) != nil }

  static func index(of name: String, in names: [String]) -> Int? {
    for (index, other) in names.enumerated() where isSame(name, other) { return index }
    return nil
  }

  /// Byte by byte: comparing `String`s needs Unicode tables that the board's program does not carry.
  static func isSame(_ one: String, _ other: String) -> Bool {
    var rest = other.utf8.makeIterator()
    for byte in one.utf8 where rest.next() != byte { return false }
    return rest.next() == nil
  }

  static func list(_ names: [String]) -> String {
    var text = ""
    for (index, name) in names.enumerated() { text += (index == 0 ? "" : ", ") + name }
    return text
  }
}
