/// One operator as the interpreter runs it: where its tensors lie and what it needs of their shapes.
///
/// Everything is checked when it is made (`NetworkBuilder`); the kernels check nothing.
struct NetworkStep: BitwiseCopyable {
  enum Kernel: UInt8 {
    /// FULLY_CONNECTED and CONV_2D: a filter row against each patch of the input.
    case convolution
    case depthwise
    case averagePool
    case maxPool
    case add
    /// RELU and RELU6: rescaled, then clamped.
    case rescale
    /// LOGISTIC: a table of 256.
    case table
    case softmax
  }

  var kernel: Kernel
  /// Places in the int8 arena.
  var input = 0
  var secondInput = 0
  var output = 0
  /// Place of the weights: in the widened weights for convolutions, else, as that of a table, in the
  /// weight memory.
  var weights = 0
  /// Place in the memory of int32 constants: for convolutions bias, multiplier and shift of each
  /// output channel, one block after another.
  var constants = 0
  /// Place in the memory of accumulators: sums of a depthwise step, or the kept ones of a last layer.
  var accumulators = -1

  var inputHeight = 1
  var inputWidth = 1
  var inputChannels = 1
  var outputHeight = 1
  var outputWidth = 1
  var outputChannels = 1
  var filterHeight = 1
  var filterWidth = 1
  var strideHeight = 1
  var strideWidth = 1
  var dilationHeight = 1
  var dilationWidth = 1
  var paddingTop = 0
  var paddingLeft = 0
  var depthMultiplier = 1

  var inputZeroPoint: Int32 = 0
  var outputZeroPoint: Int32 = 0
  /// The fused activation, as bounds of the quantised result.
  var minimum: Int32 = -128
  var maximum: Int32 = 127

  init(_ kernel: Kernel) { self.kernel = kernel }

  /// Elements of a patch, and of a filter's row in the widened weights.
  var patchCount: Int {
    @_noAllocation @_noLocks get { filterHeight &* filterWidth &* inputChannels }
  }
  var rowCount: Int { @_noAllocation @_noLocks get { (patchCount &+ 7) & ~7 } }

  var outputCount: Int { outputHeight * outputWidth * outputChannels }
}
