/// What convolutions and pools have in common: where the window goes.
extension NetworkBuilder {
  /// Fills in the step's shapes, strides and padding from tensors [1, height, width, channels].
  func place(
    _ step: inout NetworkStep, _ operation: NetworkOperator, _ input: NetworkTensor,
    _ output: NetworkTensor
  ) throws(NetworkError) {
    guard input.shape.count == 4, output.shape.count == 4, input.shape[0] == 1,
      output.shape[0] == 1
    else {
      throw operation.error(
        "shape", "\(input.shapeText) to \(output.shapeText)",
        expected: "[1, height, width, channels] both")
    }
    let options = operation.options
    step.inputHeight = input.shape[1]
    step.inputWidth = input.shape[2]
    step.inputChannels = input.shape[3]
    step.outputHeight = output.shape[1]
    step.outputWidth = output.shape[2]
    step.outputChannels = output.shape[3]
    step.strideHeight = options.strideHeight
    step.strideWidth = options.strideWidth
    step.dilationHeight = options.dilationHeight
    step.dilationWidth = options.dilationWidth
    let rows = Self.window(
      step.inputHeight, filter: (step.filterHeight - 1) * step.dilationHeight + 1,
      stride: step.strideHeight, isPadded: options.isPaddedToSameSize)
    let columns = Self.window(
      step.inputWidth, filter: (step.filterWidth - 1) * step.dilationWidth + 1,
      stride: step.strideWidth, isPadded: options.isPaddedToSameSize)
    guard rows.count == step.outputHeight, columns.count == step.outputWidth else {
      throw operation.error(
        "output shape", output.shapeText,
        expected: "\(rows.count) × \(columns.count) by filter, stride and padding")
    }
    step.paddingTop = rows.padding
    step.paddingLeft = columns.padding
  }

  /// How often a filter fits along one dimension, and the padding before the first element.
  private static func window(
    _ length: Int, filter: Int, stride: Int, isPadded: Bool
  ) -> (count: Int, padding: Int) {
    guard isPadded else { return (max((length - filter + stride) / stride, 0), 0) }
    let count = (length + stride - 1) / stride
    return (count, max((count - 1) * stride + filter - length, 0) / 2)
  }

  /// The bounds of the quantised result that an activation stands for.
  func setActivation(
    of step: inout NetworkStep, _ activation: NetworkActivation,
    _ output: (scale: Float, zeroPoint: Int32)
  ) throws(NetworkError) {
    step.outputZeroPoint = output.zeroPoint
    if activation == .none { return }
    step.minimum = max(-128, output.zeroPoint)
    if activation == .relu6 {
      // A single float32 division and half away from zero, as TensorFlow Lite; exact in Float64.
      let six = Double(6 / output.scale) + 0.5
      step.maximum = six < 256 ? min(127, output.zeroPoint + Int32(six)) : 127
    }
  }
}

extension NetworkStep {
  /// Whether a patch that lies inside the input lies in one piece.
  var isWindowContiguous: Bool {
    @_noAllocation @_noLocks get {
      (filterHeight == 1 || filterWidth == inputWidth && dilationHeight == 1)
        && (filterWidth == 1 || dilationWidth == 1)
    }
  }
}
