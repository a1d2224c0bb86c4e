/// Fully connected layers and convolutions: weights, biases and requantizers.
extension NetworkBuilder {
  /// The real value of one step of each output channel's accumulator, where the step is a fully
  /// connected layer without activation; empty elsewhere.
  func lastLayerScales(ofStep number: Int) -> [Double] {
    var count = 0
    for operation in file.operators {
      switch operation.kind {
      case .reshape, .squeeze, .expandDims: continue
      default: break
      }
      if count == number {
        guard operation.kind == .fullyConnected, operation.options.activation == .none else {
          return []
        }
        let input = file.tensors[operation.inputs[0]].quantizationScales[0]
        let weights = file.tensors[operation.inputs[1]].quantizationScales
        // Both are float32: the product is exact.
        return weights.map { Double(input) * Double($0) }
      }
      count += 1
    }
    return []
  }

  mutating func addFullyConnected(
    _ operation: NetworkOperator, _ output: NetworkTensor
  ) throws(NetworkError) {
    try requireInputCount(2...3, of: operation)
    let input = try activation(0, of: operation)
    let weights = try constant(1, of: operation, dimensions: 2)
    let rowLength = weights.shape[1]
    guard input.elementCount % rowLength == 0,
      output.elementCount == input.elementCount / rowLength * weights.shape[0]
    else {
      throw operation.error(
        "shape", "\(input.shapeText) to \(output.shapeText)",
        expected: "to fit the weights \(weights.shapeText)")
    }
    var step = NetworkStep(.convolution)
    step.inputWidth = input.elementCount / rowLength
    step.inputChannels = rowLength
    step.outputWidth = step.inputWidth
    step.outputChannels = weights.shape[0]
    try addWeighted(step, operation, input, weights, output, channelDimension: 0)
  }

  mutating func addConvolution(
    _ operation: NetworkOperator, _ output: NetworkTensor
  ) throws(NetworkError) {
    try requireInputCount(2...3, of: operation)
    let input = try activation(0, of: operation)
    let weights = try constant(1, of: operation, dimensions: 4)
    var step = NetworkStep(.convolution)
    step.filterHeight = weights.shape[1]
    step.filterWidth = weights.shape[2]
    try place(&step, operation, input, output)
    guard weights.shape[3] == step.inputChannels, weights.shape[0] == step.outputChannels else {
      throw operation.error(
        "weights", weights.shapeText,
        expected: "\(step.outputChannels) filters of \(step.inputChannels) channels")
    }
    try addWeighted(step, operation, input, weights, output, channelDimension: 0)
  }

  mutating func addDepthwise(
    _ operation: NetworkOperator, _ output: NetworkTensor
  ) throws(NetworkError) {
    try requireInputCount(2...3, of: operation)
    let input = try activation(0, of: operation)
    let weights = try constant(1, of: operation, dimensions: 4)
    var step = NetworkStep(.depthwise)
    step.filterHeight = weights.shape[1]
    step.filterWidth = weights.shape[2]
    step.depthMultiplier = operation.options.depthMultiplier
    try place(&step, operation, input, output)
    guard weights.shape[0] == 1, weights.shape[3] == step.outputChannels,
      step.outputChannels == step.inputChannels * step.depthMultiplier
    else {
      throw operation.error(
        "weights", weights.shapeText,
        expected: "\(step.inputChannels) channels × depth_multiplier \(step.depthMultiplier)")
    }
    scratchAccumulatorCount = max(scratchAccumulatorCount, step.outputChannels)
    step.accumulators = 0
    try addWeighted(step, operation, input, weights, output, channelDimension: 3)
  }

  // MARK: Weights

  private func constant(
    _ position: Int, of operation: NetworkOperator, dimensions: Int
  ) throws(NetworkError) -> NetworkTensor {
    let index = operation.inputs[position]
    guard index >= 0, file.tensors[index].isConstant, file.tensors[index].type == .int8,
      file.tensors[index].shape.count == dimensions
    else {
      throw operation.error(
        "weights", index < 0 ? "absent" : "tensor \(index)",
        expected: "a constant int8 tensor of \(dimensions) dimensions")
    }
    return file.tensors[index]
  }

  private mutating func addWeighted(
    _ step: NetworkStep, _ operation: NetworkOperator, _ input: NetworkTensor,
    _ weights: NetworkTensor, _ output: NetworkTensor, channelDimension: Int
  ) throws(NetworkError) {
    var step = step
    let isDepthwise = step.kernel == .depthwise
    let entering = try input.activationQuantization()
    let leaving = try output.activationQuantization()
    step.inputZeroPoint = entering.zeroPoint
    try setActivation(of: &step, operation.options.activation, leaving)
    step.weights = weights.constantStart ?? 0
    step.constants = layout.constants.count
    try requireWeightQuantization(weights, step.outputChannels, along: channelDimension)
    let biases = try biases(of: operation, count: step.outputChannels)
    let sums = try accumulatorBounds(step, operation, weights, biases)
    for channel in 0..<step.outputChannels {
      // Σ (x − Z)·w + b = Σ x·w + (b − Z·Σ w). Where padding is left out instead, b stays itself.
      let folded = biases[channel] - Int64(entering.zeroPoint) * sums[channel]
      layout.constants.append(Int32(truncatingIfNeeded: isDepthwise ? biases[channel] : folded))
    }
    var shifts: [Int32] = []
    for channel in 0..<step.outputChannels {
      let scales = weights.quantizationScales
      // As TensorFlow Lite: the product of two float32 is exact, the quotient is rounded once.
      let product = Double(entering.scale) * Double(scales[scales.count == 1 ? 0 : channel])
      let multiplier = product / Double(leaving.scale)
      // 256 is XNNPACK's limit, too: beyond it every result saturates.
      guard multiplier < 256, let requantizer = Requantizer(multiplier) else {
        throw operation.error(
          "input scale × weight scale ÷ output scale", "256 or more in channel \(channel)",
          expected: "below 256")
      }
      layout.constants.append(requantizer.multiplierQ31)
      shifts.append(requantizer.shift)
    }
    layout.constants += shifts
    layout.multiplyAccumulateCount +=
      step.outputCount * (isDepthwise ? step.filterHeight * step.filterWidth : step.patchCount)
    if !isDepthwise { widenWeights(of: &step) }
    append(step, reading: [input], writing: output)
  }

  /// Copies the filters as 16-bit numbers, of which processors multiply and add pairs at once.
  private mutating func widenWeights(of step: inout NetworkStep) {
    let start = layout.wideWeights.count
    for filter in 0..<step.outputChannels {
      for index in 0..<step.rowCount {
        let place = step.weights + filter * step.patchCount + index
        layout.wideWeights.append(
          index < step.patchCount ? Int16(Int8(bitPattern: bytes[place])) : 0)
      }
    }
    step.weights = start
    layout.patchCount = max(layout.patchCount, step.rowCount)
  }

  private func requireWeightQuantization(
    _ weights: NetworkTensor, _ channelCount: Int, along dimension: Int
  ) throws(NetworkError) {
    let count = weights.quantizationScales.count
    guard count == 1 || count == channelCount && weights.quantizedDimension == dimension else {
      throw weights.error(
        "scale", "\(count) numbers along dimension \(weights.quantizedDimension)",
        expected: "one, or \(channelCount) along dimension \(dimension)")
    }
    for zeroPoint in weights.zeroPoints where zeroPoint != 0 {
      throw weights.error("zero_point", "\(zeroPoint)", expected: "0: weights are symmetric")
    }
  }

  /// The biases, zeros where the operator has none.
  private func biases(
    of operation: NetworkOperator, count: Int
  ) throws(NetworkError) -> [Int64] {
    guard operation.inputs.count == 3, operation.inputs[2] >= 0 else {
      return [Int64](repeating: 0, count: count)
    }
    let tensor = file.tensors[operation.inputs[2]]
    guard let start = tensor.constantStart, tensor.type == .int32, tensor.elementCount == count
    else {
      throw operation.error(
        "bias", "tensor \(tensor.index) of \(tensor.elementCount) \(tensor.type.name)",
        expected: "a constant of \(count) int32")
    }
    try requireBiasQuantization(tensor, operation)
    var values: [Int64] = []
    for index in 0..<count {
      var word: UInt32 = 0
      for byte in 0..<4 { word |= UInt32(bytes[start + 4 * index + byte]) << UInt32(8 * byte) }
      values.append(Int64(Int32(bitPattern: word)))
    }
    return values
  }

  /// A bias is in steps of input scale × weight scale; a file that says otherwise is mistaken.
  private func requireBiasQuantization(
    _ bias: NetworkTensor, _ operation: NetworkOperator
  ) throws(NetworkError) {
    let input = Double(file.tensors[operation.inputs[0]].quantizationScales[0])
    let weights = file.tensors[operation.inputs[1]].quantizationScales
    for (index, scale) in bias.quantizationScales.enumerated() {
      let expected = input * Double(weights[weights.count == 1 ? 0 : index % weights.count])
      guard abs(Double(scale) - expected) <= expected / 1024, bias.zeroPoints[index] == 0 else {
        throw bias.error(
          "quantization", "another in channel \(index)",
          expected: "zero point 0 and the product of the scales of input and weights")
      }
    }
  }

  /// Each channel's sum of weights; refuses weights with which an accumulator could leave 32 bits.
  private func accumulatorBounds(
    _ step: NetworkStep, _ operation: NetworkOperator, _ weights: NetworkTensor, _ biases: [Int64]
  ) throws(NetworkError) -> [Int64] {
    let channelCount = step.outputChannels
    let isDepthwise = step.kernel == .depthwise
    let lowest = Int64(-128 - step.inputZeroPoint)
    let highest = Int64(127 - step.inputZeroPoint)
    let length = weights.elementCount / channelCount
    var sums: [Int64] = []
    for channel in 0..<channelCount {
      var sum: Int64 = 0
      var low = biases[channel]
      var high = biases[channel]
      for index in 0..<length {
        let place = isDepthwise ? index * channelCount + channel : channel * length + index
        let weight = Int64(Int8(bitPattern: bytes[step.weights + place]))
        sum += weight
        low += weight * (weight < 0 ? highest : lowest)
        high += weight * (weight < 0 ? lowest : highest)
      }
      guard low >= Int64(Int32.min), high <= Int64(Int32.max) else {
        throw operation.error(
          "accumulator of channel \(channel)", "\(low)…\(high) at worst", expected: "32 bits")
      }
      sums.append(sum)
    }
    return sums
  }
}
