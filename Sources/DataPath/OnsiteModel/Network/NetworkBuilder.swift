/// Turns a model file's description into steps, constants and a memory plan, checking everything.
struct NetworkBuilder {
  let file: NetworkFile
  let bytes: [UInt8]
  let limits: NetworkLimits
  var layout = NetworkLayout()
  var plan = ArenaPlan()
  /// Accumulators that steps share as scratch; the kept ones of last layers follow.
  var scratchAccumulatorCount = 0
  /// For each tensor the block that holds it, −1 while it is not written.
  private var blocks: [Int]
  /// For each tensor the step that writes it, −1 for inputs.
  private var writers: [Int]

  init(_ file: NetworkFile, bytes: [UInt8], limits: NetworkLimits) {
    self.file = file
    self.bytes = bytes
    self.limits = limits
    blocks = [Int](repeating: -1, count: file.tensors.count)
    writers = [Int](repeating: -1, count: file.tensors.count)
  }

  /// The whole plan.
  mutating func build() throws(NetworkError) -> NetworkLayout {
    for index in file.inputs { try addInput(file.tensors[index]) }
    for operation in file.operators { try add(operation) }
    for index in file.outputs { try keepOutput(file.tensors[index]) }
    plan.place()
    layout.int8ByteCount = plan.byteCount
    placeSteps()
    layout.accumulatorCount = scratchAccumulatorCount
    placeInputs()
    for index in file.outputs { try addReadings(of: file.tensors[index]) }
    try require(layout.arenaByteCount, atMost: limits.arenaBytes, "bytes of the arena")
    try require(
      layout.multiplyAccumulateCount, atMost: limits.multiplyAccumulateCount,
      "multiplications and additions of an inference")
    try addFeatures()
    return layout
  }

  func require(_ found: Int, atMost limit: Int, _ quantity: String) throws(NetworkError) {
    guard found <= limit else { throw .limit(quantity: quantity, found: found, limit: limit) }
  }

  // MARK: The graph

  private mutating func addInput(_ tensor: NetworkTensor) throws(NetworkError) {
    _ = try tensor.activationQuantization()
    guard !tensor.isConstant, blocks[tensor.index] < 0 else {
      throw tensor.error("role", "an input twice or a constant", expected: "an input once")
    }
    blocks[tensor.index] = plan.add(
      ArenaPlan.Block(byteCount: tensor.elementCount, firstStep: -1, lastStep: -1))
  }

  private mutating func add(_ operation: NetworkOperator) throws(NetworkError) {
    guard operation.outputs.count == 1 else {
      throw operation.error("outputs", "\(operation.outputs.count) tensors", expected: "one")
    }
    let output = file.tensors[operation.outputs[0]]
    guard !output.isConstant, blocks[output.index] < 0 else {
      throw operation.error(
        "output", "tensor \(output.index), which has a value already",
        expected: "a tensor that nothing else writes")
    }
    switch operation.kind {
    case .reshape, .squeeze, .expandDims: try addReshape(operation, output)
    case .conv2D: try addConvolution(operation, output)
    case .depthwiseConv2D: try addDepthwise(operation, output)
    case .fullyConnected: try addFullyConnected(operation, output)
    case .averagePool2D: try addPool(operation, output, .averagePool)
    case .maxPool2D: try addPool(operation, output, .maxPool)
    case .add: try addAddition(operation, output)
    case .relu: try addRescale(operation, output, .relu)
    case .relu6: try addRescale(operation, output, .relu6)
    case .logistic: try addLogistic(operation, output)
    case .softmax: try addSoftmax(operation, output)
    }
  }

  /// An input of an operator that the network computes.
  func activation(
    _ position: Int, of operation: NetworkOperator
  ) throws(NetworkError) -> NetworkTensor {
    guard position < operation.inputs.count, operation.inputs[position] >= 0 else {
      throw operation.error("inputs", "\(operation.inputs.count) tensors", expected: "more")
    }
    let tensor = file.tensors[operation.inputs[position]]
    guard blocks[tensor.index] >= 0 else {
      throw operation.error(
        "input", "tensor \(tensor.index) \"\(tensor.name)\", which no earlier operator writes",
        expected: "an input of the model or the output of an earlier operator")
    }
    return tensor
  }

  func requireInputCount(
    _ range: ClosedRange<Int>, of operation: NetworkOperator
  ) throws(NetworkError) {
    guard range.contains(operation.inputs.count) else {
      throw operation.error(
        "inputs", "\(operation.inputs.count) tensors",
        expected: "\(range.lowerBound)…\(range.upperBound)")
    }
  }

  /// The output is another view of the same elements: no step, no memory.
  private mutating func addReshape(
    _ operation: NetworkOperator, _ output: NetworkTensor
  ) throws(NetworkError) {
    try requireInputCount(1...2, of: operation)
    let input = try activation(0, of: operation)
    let before = try input.activationQuantization()
    let after = try output.activationQuantization()
    guard before.scale == after.scale, before.zeroPoint == after.zeroPoint else {
      throw operation.error("output quantization", "another", expected: "that of the input")
    }
    guard input.elementCount == output.elementCount else {
      throw operation.error(
        "output shape", output.shapeText, expected: "\(input.elementCount) elements, as the input")
    }
    blocks[output.index] = blocks[input.index]
    writers[output.index] = writers[input.index]
  }

  /// Takes a step that reads one or two tensors and writes one; until all blocks have their places it
  /// holds their numbers.
  mutating func append(
    _ step: NetworkStep, reading inputs: [NetworkTensor], writing output: NetworkTensor
  ) {
    var step = step
    let number = layout.steps.count
    for input in inputs { plan.extend(blocks[input.index], toStep: number) }
    step.input = blocks[inputs[0].index]
    step.secondInput = blocks[inputs[inputs.count - 1].index]
    step.output = plan.add(
      ArenaPlan.Block(byteCount: output.elementCount, firstStep: number, lastStep: number))
    blocks[output.index] = step.output
    writers[output.index] = number
    layout.steps.append(step)
  }

  private mutating func placeSteps() {
    for index in 0..<layout.steps.count {
      layout.steps[index].input = plan.blocks[layout.steps[index].input].start
      layout.steps[index].secondInput = plan.blocks[layout.steps[index].secondInput].start
      layout.steps[index].output = plan.blocks[layout.steps[index].output].start
    }
  }

  // MARK: The edge

  private mutating func keepOutput(_ tensor: NetworkTensor) throws(NetworkError) {
    guard blocks[tensor.index] >= 0, writers[tensor.index] >= 0 else {
      throw tensor.error("role", "an output that no operator writes", expected: "a computed output")
    }
    plan.extend(blocks[tensor.index], toStep: layout.steps.count)
  }

  private mutating func placeInputs() {
    for index in file.inputs {
      layout.inputs.append(
        NetworkLayout.Stretch(
          start: plan.blocks[blocks[index]].start, count: file.tensors[index].elementCount))
    }
  }

  /// Where each element of an output is read, from the accumulators where a fully connected layer
  /// without activation wrote it.
  private mutating func addReadings(of tensor: NetworkTensor) throws(NetworkError) {
    let quantization = try tensor.activationQuantization()
    let writer = writers[tensor.index]
    let scales = lastLayerScales(ofStep: writer)
    if !scales.isEmpty, layout.steps[writer].accumulators < 0 {
      layout.steps[writer].accumulators = layout.accumulatorCount
      layout.accumulatorCount += tensor.elementCount
    }
    let start = plan.blocks[blocks[tensor.index]].start
    for element in 0..<tensor.elementCount {
      let scale = scales.isEmpty ? Double(quantization.scale) : scales[element % scales.count]
      guard let toQ16 = Requantizer(scale * 65_536) else {
        throw tensor.error("scale of the output", "2¹⁴ or more", expected: "below 2¹⁴")
      }
      let accumulator = scales.isEmpty ? -1 : layout.steps[writer].accumulators + element
      layout.outputs.append(
        NetworkLayout.OutputReading(
          place: start + element, accumulator: accumulator, zeroPoint: quantization.zeroPoint,
          toQ16: toQ16))
    }
  }

  private mutating func addFeatures() throws(NetworkError) {
    guard let contract = file.contract else { return }
    let inputCount = layout.inputElementCount
    guard contract.inputCount == inputCount else {
      throw .unsupported(
        field: "features of the model", found: "\(contract.inputCount) elements",
        expected: "\(inputCount), as its inputs have")
    }
    guard contract.outputs.count == layout.outputs.count else {
      throw .unsupported(
        field: "outputs of the model", found: "\(contract.outputs.count) names",
        expected: "\(layout.outputs.count), as its outputs have elements")
    }
    var position = 0
    for feature in contract.features {
      try addScalings(of: feature, from: position)
      position += feature.count
    }
  }

  /// The feature's elements, cut where one input tensor ends and the next begins.
  private mutating func addScalings(
    of feature: NetworkContract.Feature, from first: Int
  ) throws(NetworkError) {
    var passed = 0
    for (number, input) in layout.inputs.enumerated() {
      let start = max(first, passed)
      let end = min(first + feature.count, passed + input.count)
      if start < end {
        let quantization = try file.tensors[file.inputs[number]].activationQuantization()
        // Q16 × Q16 is Q32.
        let multiplier = Double(feature.scaleQ16) * 0x1p-32 / Double(quantization.scale)
        guard let requantizer = Requantizer(multiplier) else {
          throw .unsupported(
            field: "scale of feature " + feature.name, found: "\(feature.scaleQ16)",
            expected: "less than 2⁶² steps of its input")
        }
        layout.features.append(
          NetworkLayout.FeatureScaling(
            start: input.start + start - passed, count: end - start, offsetQ16: feature.offsetQ16,
            requantizer: requantizer, zeroPoint: quantization.zeroPoint))
      }
      passed += input.count
    }
  }
}
