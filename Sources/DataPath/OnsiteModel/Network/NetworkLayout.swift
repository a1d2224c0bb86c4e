/// Everything that a network's memory is filled from: its steps and constants and how large it is.
struct NetworkLayout {
  /// A stretch of the arena that holds a tensor at the network's edge.
  struct Stretch: BitwiseCopyable {
    let start: Int
    let count: Int
  }

  /// How successive elements of the input are made of a feature in Q16.
  struct FeatureScaling: BitwiseCopyable {
    let start: Int
    let count: Int
    let offsetQ16: Int64
    /// From a Q16 difference to steps of the input tensor.
    let requantizer: Requantizer
    let zeroPoint: Int32
  }

  /// How one element of the output is read.
  struct OutputReading: BitwiseCopyable {
    /// Place in the int8 arena.
    let place: Int
    /// Place among the accumulators; −1 where the element comes from no fully connected layer.
    let accumulator: Int
    let zeroPoint: Int32
    /// From the accumulator, or from the int8 element less its zero point, to Q16.
    let toQ16: Requantizer
  }

  var steps: [NetworkStep] = []
  var constants: [Int32] = []
  /// The weights of convolutions, widened once: each filter's row, zeros behind it up to a multiple of 8.
  var wideWeights: [Int16] = []
  /// The longest patch, a multiple of 8.
  var patchCount = 0
  /// What follows the file's bytes in the weight memory.
  var tables: [Int8] = []
  var inputs: [Stretch] = []
  var features: [FeatureScaling] = []
  var outputs: [OutputReading] = []
  var int8ByteCount = 0
  var accumulatorCount = 0
  var multiplyAccumulateCount = 0

  var inputElementCount: Int {
    var count = 0
    for input in inputs { count += input.count }
    return count
  }

  /// The arena: int8 elements, a patch of 2 bytes each, accumulators of 4 bytes.
  var arenaByteCount: Int { int8ByteCount + 2 * patchCount + 4 * accumulatorCount }
}
