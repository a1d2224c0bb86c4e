/// Pools, additions and functions of single elements.
extension NetworkBuilder {
  mutating func addPool(
    _ operation: NetworkOperator, _ output: NetworkTensor, _ kernel: NetworkStep.Kernel
  ) throws(NetworkError) {
    try requireInputCount(1...1, of: operation)
    let input = try activation(0, of: operation)
    let entering = try input.activationQuantization()
    let leaving = try output.activationQuantization()
    guard entering.scale == leaving.scale, entering.zeroPoint == leaving.zeroPoint else {
      throw operation.error("output quantization", "another", expected: "that of the input")
    }
    var step = NetworkStep(kernel)
    step.filterHeight = operation.options.filterHeight
    step.filterWidth = operation.options.filterWidth
    try place(&step, operation, input, output)
    guard step.inputChannels == step.outputChannels else {
      throw operation.error(
        "output shape", output.shapeText, expected: "\(step.inputChannels) channels")
    }
    try setActivation(of: &step, operation.options.activation, leaving)
    layout.multiplyAccumulateCount += step.outputCount * step.filterHeight * step.filterWidth
    append(step, reading: [input], writing: output)
  }

  /// A step on elements in a row, whatever the shape.
  private func elementwise(
    _ kernel: NetworkStep.Kernel, _ operation: NetworkOperator, _ input: NetworkTensor,
    _ output: NetworkTensor
  ) throws(NetworkError) -> NetworkStep {
    guard input.elementCount == output.elementCount else {
      throw operation.error(
        "output shape", output.shapeText, expected: "that of the input, \(input.shapeText)")
    }
    var step = NetworkStep(kernel)
    step.outputChannels = output.elementCount
    step.constants = layout.constants.count
    step.inputZeroPoint = try input.activationQuantization().zeroPoint
    return step
  }

  /// ADD in one rounding: (a·m + b·n + half) >> shift with multipliers of 21 bits, as XNNPACK.
  mutating func addAddition(
    _ operation: NetworkOperator, _ output: NetworkTensor
  ) throws(NetworkError) {
    try requireInputCount(2...2, of: operation)
    let first = try activation(0, of: operation)
    let second = try activation(1, of: operation)
    var step = try elementwise(.add, operation, first, output)
    guard first.elementCount == second.elementCount else {
      throw operation.error(
        "inputs", "\(first.shapeText) and \(second.shapeText)", expected: "two of the same shape")
    }
    let one = try first.activationQuantization()
    let other = try second.activationQuantization()
    let leaving = try output.activationQuantization()
    try setActivation(of: &step, operation.options.activation, leaving)
    // float32 quotients, exact by IEEE 754.
    let ratios = (one.scale / leaving.scale, other.scale / leaving.scale)
    let largest = max(ratios.0, ratios.1)
    guard largest >= 0x1p-10, largest < 0x1p8 else {
      throw operation.error(
        "input scale ÷ output scale", "out of range", expected: "2⁻¹⁰…2⁸ for the larger")
    }
    let shift = 20 - (Int32(largest.exponentBitPattern) - 127)
    let multipliers = (Self.steps(ratios.0, shift: shift), Self.steps(ratios.1, shift: shift))
    let bias =
      1 << (shift - 1) - multipliers.0 * one.zeroPoint - multipliers.1 * other.zeroPoint
    layout.constants += [bias, multipliers.0, multipliers.1, shift]
    append(step, reading: [first, second], writing: output)
  }

  /// The ratio × 2^shift to the nearest integer, ties to even; below 2²¹.
  private static func steps(_ ratio: Float, shift: Int32) -> Int32 {
    // A float32 of at most 2²¹ has at least three bits below one: its Float64 holds ½ exactly.
    let scaled = Double(ratio) * Double(1 << Int64(shift))
    let whole = Int32(scaled)
    let rest = scaled - Double(whole)
    return whole + (rest > 0.5 || rest == 0.5 && whole & 1 == 1 ? 1 : 0)
  }

  mutating func addRescale(
    _ operation: NetworkOperator, _ output: NetworkTensor, _ activation: NetworkActivation
  ) throws(NetworkError) {
    try requireInputCount(1...1, of: operation)
    let input = try self.activation(0, of: operation)
    var step = try elementwise(.rescale, operation, input, output)
    let leaving = try output.activationQuantization()
    try setActivation(of: &step, activation, leaving)
    let scale = try input.activationQuantization().scale
    guard let requantizer = Requantizer(Double(scale) / Double(leaving.scale)) else {
      throw operation.error("input scale ÷ output scale", "2³⁰ or more", expected: "below 2³⁰")
    }
    layout.constants += [requantizer.multiplierQ31, requantizer.shift]
    append(step, reading: [input], writing: output)
  }

  // MARK: Functions with an exponential

  /// LOGISTIC as a table of its 256 results.
  mutating func addLogistic(
    _ operation: NetworkOperator, _ output: NetworkTensor
  ) throws(NetworkError) {
    try requireInputCount(1...1, of: operation)
    let input = try activation(0, of: operation)
    var step = try elementwise(.table, operation, input, output)
    try requireProbability(operation, output)
    step.weights = bytes.count + layout.tables.count
    let entering = try input.activationQuantization()
    for value in Int32(-128)...127 {
      let x = Double(value - entering.zeroPoint) * Double(entering.scale)
      layout.tables.append(Int8(ExponentialTable.logistic256(x) - 128))
    }
    append(step, reading: [input], writing: output)
  }

  /// SOFTMAX over the last dimension, from a table of the exponential.
  mutating func addSoftmax(
    _ operation: NetworkOperator, _ output: NetworkTensor
  ) throws(NetworkError) {
    try requireInputCount(1...1, of: operation)
    let input = try activation(0, of: operation)
    var step = try elementwise(.softmax, operation, input, output)
    try requireProbability(operation, output)
    guard let last = input.shape.last else {
      throw operation.error("input shape", "[]", expected: "at least one dimension")
    }
    step.outputWidth = input.elementCount / last
    step.outputChannels = last
    let scale = Double(try input.activationQuantization().scale) * Double(operation.options.beta)
    for difference in 0..<256 {
      layout.constants.append(ExponentialTable.exponentialQ30(ofMinus: Double(difference) * scale))
    }
    append(step, reading: [input], writing: output)
  }

  /// Probabilities are stored in steps of 1/256 from −128 on.
  private func requireProbability(
    _ operation: NetworkOperator, _ output: NetworkTensor
  ) throws(NetworkError) {
    let leaving = try output.activationQuantization()
    guard leaving.scale == 0x1p-8, leaving.zeroPoint == -128 else {
      throw operation.error(
        "output quantization", "another", expected: "scale 1/256 and zero point −128")
    }
  }
}
