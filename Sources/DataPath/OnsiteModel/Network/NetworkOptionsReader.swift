/// Reads the options table of one operator.
struct NetworkOptionsReader: ~Escapable {
  private let file: FlatBuffer
  private let table: FlatBuffer.Table
  private let kind: NetworkOperatorKind
  private let index: Int
  private let field: String

  @_lifetime(copy file)
  init(
    _ file: borrowing FlatBuffer, _ table: FlatBuffer.Table, _ kind: NetworkOperatorKind,
    index: Int, field: String
  ) {
    self.file = copy file
    self.table = table
    self.kind = kind
    self.index = index
    self.field = field
  }

  func options() throws(NetworkError) -> NetworkOptions {
    var options = NetworkOptions()
    switch kind {
    case .conv2D:
      try readPlacement(into: &options)
      options.activation = try activation(3)
      try readDilation(into: &options, 4)
    case .depthwiseConv2D:
      try readPlacement(into: &options)
      options.depthMultiplier = try number(3, "depth_multiplier", default: 0)
      options.activation = try activation(4)
      try readDilation(into: &options, 5)
    case .averagePool2D, .maxPool2D:
      try readPlacement(into: &options)
      options.filterWidth = try number(3, "filter_width", default: 0)
      options.filterHeight = try number(4, "filter_height", default: 0)
      options.activation = try activation(5)
    case .fullyConnected:
      options.activation = try activation(0)
      let format = try file.integer(1, of: table, size: 1, field: field + ".weights_format")
      guard format == 0 else { throw error("weights_format", "\(format)", expected: "0 (default)") }
    case .add: options.activation = try activation(0)
    case .softmax:
      options.beta = try file.float(0, of: table, field: field + ".beta", default: 0)
      guard options.beta >= 0x1p-20, options.beta <= 0x1p20 else {
        throw error("beta", "out of range", expected: "a number of 2⁻²⁰…2²⁰")
      }
    case .logistic, .relu, .relu6, .reshape, .squeeze, .expandDims: break
    }
    return options
  }

  /// The first three fields of convolutions and pools: padding, stride_w, stride_h.
  private func readPlacement(into options: inout NetworkOptions) throws(NetworkError) {
    let padding = try file.integer(0, of: table, size: 1, field: field + ".padding")
    guard padding == 0 || padding == 1 else {
      throw error("padding", "\(padding)", expected: "SAME (0) or VALID (1)")
    }
    options.isPaddedToSameSize = padding == 0
    options.strideWidth = try number(1, "stride_w", default: 0)
    options.strideHeight = try number(2, "stride_h", default: 0)
  }

  private func readDilation(
    into options: inout NetworkOptions, _ slot: Int
  ) throws(NetworkError) {
    options.dilationWidth = try number(slot, "dilation_w_factor", default: 1)
    options.dilationHeight = try number(slot + 1, "dilation_h_factor", default: 1)
  }

  private func number(
    _ slot: Int, _ name: String, default absent: Int64
  ) throws(NetworkError) -> Int {
    let value = try file.integer(
      slot, of: table, size: 4, field: "\(field).\(name)", default: absent)
    guard value >= 1, value <= 4096 else { throw error(name, "\(value)", expected: "1…4096") }
    return Int(value)
  }

  private func activation(_ slot: Int) throws(NetworkError) -> NetworkActivation {
    let name = "fused_activation_function"
    let value = try file.integer(slot, of: table, size: 1, field: "\(field).\(name)")
    guard let activation = NetworkActivation(rawValue: UInt8(truncatingIfNeeded: value)) else {
      throw error(name, "\(value)", expected: "NONE (0), RELU (1) or RELU6 (3)")
    }
    return activation
  }

  private func error(_ part: String, _ found: String, expected: String) -> NetworkError {
    .operation(index: index, kind: kind.name, field: part, found: found, expected: expected)
  }
}
