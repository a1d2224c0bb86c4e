/// The operators that the interpreter knows, by their number in the TFLite schema.
package enum NetworkOperatorKind: Int32, Sendable {
  case add = 0
  case averagePool2D = 1
  case conv2D = 3
  case depthwiseConv2D = 4
  case fullyConnected = 9
  case logistic = 14
  case maxPool2D = 17
  case relu = 19
  case relu6 = 21
  case reshape = 22
  case softmax = 25
  case squeeze = 43
  case expandDims = 70

  package var name: String {
    switch self {
    case .add: "ADD"
    case .averagePool2D: "AVERAGE_POOL_2D"
    case .conv2D: "CONV_2D"
    case .depthwiseConv2D: "DEPTHWISE_CONV_2D"
    case .fullyConnected: "FULLY_CONNECTED"
    case .logistic: "LOGISTIC"
    case .maxPool2D: "MAX_POOL_2D"
    case .relu: "RELU"
    case .relu6: "RELU6"
    case .reshape: "RESHAPE"
    case .softmax: "SOFTMAX"
    case .squeeze: "SQUEEZE"
    case .expandDims: "EXPAND_DIMS"
    }
  }

  /// The number of its options table in the schema's union, 0 where it has none.
  var optionsType: Int64 {
    switch self {
    case .conv2D: 1
    case .depthwiseConv2D: 2
    case .averagePool2D, .maxPool2D: 5
    case .fullyConnected: 8
    case .softmax: 9
    case .add: 11
    case .reshape: 17
    case .squeeze: 30
    case .expandDims: 52
    case .logistic, .relu, .relu6: 0
    }
  }
}

/// What is applied to an operator's result before it is stored.
package enum NetworkActivation: UInt8, BitwiseCopyable, Sendable {
  case none = 0
  case relu = 1
  case relu6 = 3

  package var name: String {
    switch self {
    case .none: "NONE"
    case .relu: "RELU"
    case .relu6: "RELU6"
    }
  }
}

/// The numbers of an operator's options table; those that its kind does not have keep their defaults.
package struct NetworkOptions: BitwiseCopyable, Equatable, Sendable {
  package var isPaddedToSameSize = false
  package var strideHeight = 1
  package var strideWidth = 1
  package var dilationHeight = 1
  package var dilationWidth = 1
  package var filterHeight = 1
  package var filterWidth = 1
  package var depthMultiplier = 1
  package var activation = NetworkActivation.none
  package var beta: Float = 1
}

/// An operator as the model file describes it.
package struct NetworkOperator: Equatable, Sendable {
  package let index: Int
  package let kind: NetworkOperatorKind
  /// Tensors by index; −1 is an optional input that is not there.
  package let inputs: [Int]
  package let outputs: [Int]
  package let options: NetworkOptions

  func error(_ field: String, _ found: String, expected: String) -> NetworkError {
    .operation(index: index, kind: kind.name, field: field, found: found, expected: expected)
  }
}
