/// Takes a model file apart: tables of the schema into plain values.
struct NetworkFileReader: ~Escapable {
  private let file: FlatBuffer
  private let model: FlatBuffer.Table
  private let subgraph: FlatBuffer.Table
  private let buffers: FlatBuffer.Vector
  private let limits: NetworkLimits

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>, limits: NetworkLimits) throws(NetworkError) {
    let file = FlatBuffer(bytes)
    let model = try file.root(identifier: "TFL3")
    let version = try file.integer(0, of: model, size: 4, field: "model.version")
    guard version == 3 else {
      throw .file(field: "model.version", byteOffset: 0, expected: "3, not \(version)")
    }
    let subgraphs = try file.vector(2, of: model, elementSize: 4, field: "model.subgraphs")
    guard subgraphs.count == 1 else {
      throw .file(
        field: "model.subgraphs", byteOffset: subgraphs.start,
        expected: "one subgraph, not \(subgraphs.count)")
    }
    let buffers = try file.vector(4, of: model, elementSize: 4, field: "model.buffers")
    try Self.require(buffers.count, atMost: 2 * limits.tensorCount, "buffers")
    self.subgraph = try file.table(0, of: subgraphs, field: "model.subgraphs[0]")
    self.file = file
    self.model = model
    self.buffers = buffers
    self.limits = limits
  }

  private static func require(
    _ count: Int, atMost limit: Int, _ quantity: String
  ) throws(NetworkError) {
    guard count <= limit else { throw .limit(quantity: quantity, found: count, limit: limit) }
  }

  /// The tensors that a vector of the subgraph names.
  func tensorIndices(
    _ slot: Int, _ name: String, tensorCount: Int
  ) throws(NetworkError) -> [Int] {
    try indices(
      slot, of: subgraph, "model.subgraphs[0].\(name)", tensorCount: tensorCount, lowest: 0)
  }

  private func indices(
    _ slot: Int, of table: FlatBuffer.Table, _ field: String, tensorCount: Int, lowest: Int64
  ) throws(NetworkError) -> [Int] {
    let vector = try file.vector(slot, of: table, elementSize: 4, field: field)
    try Self.require(vector.count, atMost: 16, field)
    var indices: [Int] = []
    for element in 0..<vector.count {
      let index = file.integer(element, of: vector, size: 4)
      guard index >= lowest, index < Int64(tensorCount) else {
        throw .file(
          field: field, byteOffset: vector.start + 4 * element,
          expected: "a tensor of 0…\(tensorCount - 1), not \(index)")
      }
      indices.append(Int(index))
    }
    return indices
  }

  // MARK: Tensors

  func tensors() throws(NetworkError) -> [NetworkTensor] {
    let field = "model.subgraphs[0].tensors"
    let vector = try file.vector(0, of: subgraph, elementSize: 4, field: field)
    try Self.require(vector.count, atMost: limits.tensorCount, "tensors")
    var tensors: [NetworkTensor] = []
    for index in 0..<vector.count {
      tensors.append(try tensor(index, of: vector, "\(field)[\(index)]"))
    }
    return tensors
  }

  private func tensor(
    _ index: Int, of vector: FlatBuffer.Vector, _ field: String
  ) throws(NetworkError) -> NetworkTensor {
    let table = try file.table(index, of: vector, field: field)
    let nameBytes = try file.vector(3, of: table, elementSize: 1, field: field + ".name")
    let name = file.text(of: nameBytes)
    func refuse(_ part: String, _ found: String, _ expected: String) -> NetworkError {
      .tensor(index: index, name: name, field: part, found: found, expected: expected)
    }
    let number = try file.integer(1, of: table, size: 1, field: field + ".type")
    guard let type = NetworkTensor.ElementType(rawValue: UInt8(truncatingIfNeeded: number)) else {
      throw refuse("type", "number \(number)", "int8 (9) or int32 (2)")
    }
    guard try file.integer(5, of: table, size: 1, field: field + ".is_variable") == 0 else {
      throw refuse("is_variable", "true", "false")
    }
    guard try file.subtable(6, of: table, field: field + ".sparsity") == nil else {
      throw refuse("sparsity", "present", "dense elements")
    }
    let shapeVector = try file.vector(0, of: table, elementSize: 4, field: field + ".shape")
    guard shapeVector.count <= 4 else {
      throw refuse("shape", "of \(shapeVector.count) dimensions", "at most 4")
    }
    var shape: [Int] = []
    var elementCount = 1
    for position in 0..<shapeVector.count {
      let dimension = file.integer(position, of: shapeVector, size: 4)
      guard dimension >= 1, dimension <= 1 << 20, elementCount * Int(dimension) <= 1 << 20 else {
        throw refuse("shape", "with a dimension of \(dimension)", "1…2²⁰ elements in all")
      }
      shape.append(Int(dimension))
      elementCount *= Int(dimension)
    }
    let buffer = try constant(of: table, field)
    if let buffer, buffer.count != elementCount * type.byteCount {
      throw refuse("buffer", "\(buffer.count) bytes", "\(elementCount * type.byteCount)")
    }
    let quantization = try quantization(of: table, field, shape: shape, refuse)
    return NetworkTensor(
      index: index, name: name, type: type, shape: shape, elementCount: elementCount,
      constantStart: buffer?.start, quantizationScales: quantization.scales,
      zeroPoints: quantization.zeroPoints, quantizedDimension: quantization.dimension)
  }

  /// The bytes of the buffer that a table's slot 2 (a tensor's) or 1 (a metadata entry's) names.
  private func constant(
    of table: FlatBuffer.Table, _ field: String, slot: Int = 2
  ) throws(NetworkError) -> FlatBuffer.Vector? {
    let index = try file.integer(slot, of: table, size: 4, field: field + ".buffer")
    guard index >= 0, index < Int64(buffers.count) else {
      throw .file(
        field: field + ".buffer", byteOffset: buffers.start,
        expected: "one of \(buffers.count) buffers, not \(index)")
    }
    let name = "model.buffers[\(index)]"
    let buffer = try file.table(Int(index), of: buffers, field: name)
    // Bytes outside the FlatBuffer are for files of more than 2 GB.
    guard try file.integer(1, of: buffer, size: 8, field: name + ".offset") == 0 else {
      throw .file(field: name + ".offset", byteOffset: 0, expected: "data inside the buffer")
    }
    let data = try file.vector(0, of: buffer, elementSize: 1, field: name + ".data")
    return data.count == 0 ? nil : data
  }

  private func quantization(
    of table: FlatBuffer.Table, _ field: String, shape: [Int],
    _ refuse: (String, String, String) -> NetworkError
  ) throws(NetworkError) -> (scales: [Float], zeroPoints: [Int32], dimension: Int) {
    let name = field + ".quantization"
    guard let parameters = try file.subtable(4, of: table, field: name) else { return ([], [], 0) }
    guard try file.integer(4, of: parameters, size: 1, field: name + ".details_type") == 0 else {
      throw refuse("quantization", "custom", "affine")
    }
    let scaleVector = try file.vector(2, of: parameters, elementSize: 4, field: name + ".scale")
    let zeroVector = try file.vector(3, of: parameters, elementSize: 8, field: name + ".zero_point")
    let dimension = try file.integer(6, of: parameters, size: 4, field: name + ".dimension")
    guard scaleVector.count > 0 else { return ([], [], 0) }
    if scaleVector.count > 1 {
      guard dimension >= 0, dimension < Int64(shape.count),
        shape[Int(dimension)] == scaleVector.count
      else {
        throw refuse(
          "scale", "\(scaleVector.count) numbers along dimension \(dimension)",
          "one, or one for each slice of the dimension")
      }
    }
    guard zeroVector.count == scaleVector.count else {
      throw refuse("zero_point", "\(zeroVector.count) numbers", "\(scaleVector.count), as of scale")
    }
    var scales: [Float] = []
    var zeroPoints: [Int32] = []
    for index in 0..<scaleVector.count {
      let scale = file.float(index, of: scaleVector)
      // 2⁻⁶⁰ to 2⁶⁰: every product and quotient of three stays a normal Float64. NaN fails it, too.
      guard scale >= 0x1p-60, scale <= 0x1p60 else {
        throw refuse(
          "scale", scale == 0 ? "zero" : (scale < 0 ? "negative" : "out of range"),
          "a number of 2⁻⁶⁰…2⁶⁰")
      }
      let zeroPoint = file.integer(index, of: zeroVector, size: 8)
      guard zeroPoint >= -128, zeroPoint <= 127 else {
        throw refuse("zero_point", "\(zeroPoint)", "−128…127")
      }
      scales.append(scale)
      zeroPoints.append(Int32(zeroPoint))
    }
    return (scales, zeroPoints, scales.count > 1 ? Int(dimension) : 0)
  }

  // MARK: Operators

  func operators(tensorCount: Int) throws(NetworkError) -> [NetworkOperator] {
    let kinds = try operatorKinds()
    let field = "model.subgraphs[0].operators"
    let vector = try file.vector(3, of: subgraph, elementSize: 4, field: field)
    try Self.require(vector.count, atMost: limits.operatorCount, "operators")
    var operators: [NetworkOperator] = []
    for index in 0..<vector.count {
      let name = "\(field)[\(index)]"
      let table = try file.table(index, of: vector, field: name)
      let code = try file.integer(0, of: table, size: 4, field: name + ".opcode_index")
      guard code >= 0, code < Int64(kinds.count) else {
        throw .file(
          field: name + ".opcode_index", byteOffset: vector.start + 4 * index,
          expected: "one of \(kinds.count) operator codes, not \(code)")
      }
      let inputs = try indices(
        1, of: table, name + ".inputs", tensorCount: tensorCount, lowest: -1)
      let outputs = try indices(
        2, of: table, name + ".outputs", tensorCount: tensorCount, lowest: 0)
      let kind = kinds[Int(code)]
      guard let known = NetworkOperatorKind(rawValue: kind) else {
        throw .operation(
          index: index, kind: "number \(kind)", field: "builtin_code", found: "\(kind)",
          expected: "an operator that the station knows")
      }
      let options = try options(of: table, known, name, index)
      operators.append(
        NetworkOperator(
          index: index, kind: known, inputs: inputs, outputs: outputs, options: options))
    }
    return operators
  }

  /// The schema's number of each operator code; 32 is that of operators of somebody's own.
  private func operatorKinds() throws(NetworkError) -> [Int32] {
    let field = "model.operator_codes"
    let vector = try file.vector(1, of: model, elementSize: 4, field: field)
    try Self.require(vector.count, atMost: limits.operatorCount, "operator codes")
    var kinds: [Int32] = []
    for index in 0..<vector.count {
      let name = "\(field)[\(index)]"
      let table = try file.table(index, of: vector, field: name)
      // Files from before 2020 have the number in one byte, later ones in both places.
      let old = try file.integer(0, of: table, size: 1, field: name + ".deprecated_builtin_code")
      let new = try file.integer(3, of: table, size: 4, field: name + ".builtin_code")
      kinds.append(Int32(truncatingIfNeeded: max(old, new)))
    }
    return kinds
  }

  private func options(
    of table: FlatBuffer.Table, _ kind: NetworkOperatorKind, _ field: String, _ index: Int
  ) throws(NetworkError) -> NetworkOptions {
    let type = try file.integer(3, of: table, size: 1, field: field + ".builtin_options_type")
    let name = field + ".builtin_options"
    let found = try file.subtable(4, of: table, field: name)
    // LOGISTIC and RELU have no options; of RESHAPE and its kin the shapes of the tensors say all.
    guard kind.optionsType != 0, let found, type != 0 else { return NetworkOptions() }
    guard type == kind.optionsType else {
      throw .operation(
        index: index, kind: kind.name, field: "builtin_options_type", found: "\(type)",
        expected: "\(kind.optionsType)")
    }
    return try NetworkOptionsReader(file, found, kind, index: index, field: name).options()
  }

  // MARK: Metadata

  func contract() throws(NetworkError) -> NetworkContract? {
    let field = "model.metadata"
    let vector = try file.vector(6, of: model, elementSize: 4, field: field)
    try Self.require(vector.count, atMost: 32, "metadata entries")
    var contract: NetworkContract?
    for index in 0..<vector.count {
      let name = "\(field)[\(index)]"
      let table = try file.table(index, of: vector, field: name)
      let nameBytes = try file.vector(0, of: table, elementSize: 1, field: name + ".name")
      guard NetworkContract.isSame(file.text(of: nameBytes), "firstbreak") else { continue }
      guard contract == nil else {
        throw .file(field: name, byteOffset: nameBytes.start, expected: "one entry \"firstbreak\"")
      }
      guard let data = try constant(of: table, name, slot: 1), data.count <= 16_384 else {
        throw .file(field: name, byteOffset: nameBytes.start, expected: "1…16384 bytes of text")
      }
      var text: [UInt8] = []
      for position in 0..<data.count { text.append(file.byte(at: data.start + position)) }
      contract = try NetworkContract(text: text)
    }
    return contract
  }
}
