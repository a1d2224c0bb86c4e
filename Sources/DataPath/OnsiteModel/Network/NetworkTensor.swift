/// A tensor as the model file describes it.
package struct NetworkTensor: Equatable, Sendable {
  /// The element types that can occur; others are refused by number.
  package enum ElementType: UInt8, Sendable {
    case int32 = 2
    case int8 = 9

    package var name: String {
      switch self {
      case .int32: "int32"
      case .int8: "int8"
      }
    }
    package var byteCount: Int {
      switch self {
      case .int32: 4
      case .int8: 1
      }
    }
  }

  package let index: Int
  package let name: String
  package let type: ElementType
  /// Height, width and channels come last; no dimension is zero.
  package let shape: [Int]
  package let elementCount: Int
  /// Where its constant elements lie in the file; nil where the network computes them.
  package let constantStart: Int?
  /// One for the tensor, or one for each slice of `quantizedDimension`; empty where not quantised.
  package let quantizationScales: [Float]
  package let zeroPoints: [Int32]
  package let quantizedDimension: Int

  package var isConstant: Bool { constantStart != nil }

  func error(_ field: String, _ found: String, expected: String) -> NetworkError {
    .tensor(index: index, name: name, field: field, found: found, expected: expected)
  }

  /// The one scale and zero point of an int8 tensor of activations.
  func activationQuantization() throws(NetworkError) -> (scale: Float, zeroPoint: Int32) {
    guard type == .int8 else { throw error("type", type.name, expected: "int8") }
    guard quantizationScales.count == 1, zeroPoints.count == 1 else {
      throw error("quantization", "\(quantizationScales.count) scales", expected: "one scale")
    }
    return (quantizationScales[0], zeroPoints[0])
  }

  var shapeText: String {
    var text = "["
    for (index, dimension) in shape.enumerated() {
      text += (index == 0 ? "" : ", ") + "\(dimension)"
    }
    return text + "]"
  }
}
