/// A full-integer TFLite model with all the memory that running it takes, allocated once.
///
/// Loading checks the file, plans the memory and copies weights and constants out of the file once. A `Network` is plain bytes, which the hot path may copy without counting references; so its
/// memory has an owner beside it, and whoever runs the network holds that, too.
///
/// `@safe`: every part is initialised at once and freed with the last owner.
@safe
package final class NetworkMemory: @unchecked Sendable {
  // @unchecked Sendable: only the one thread that runs the network touches what changes.
  package let file: NetworkFile
  package let plan: NetworkMemoryPlan
  /// The network, valid as long as this memory lives.
  package let network: Network
  private let weights: UnsafeMutablePointer<Int8>
  private let wideWeights: UnsafeMutablePointer<Int16>
  private let patch: UnsafeMutablePointer<Int16>
  private let constants: UnsafeMutablePointer<Int32>
  private let arena: UnsafeMutablePointer<Int8>
  private let accumulators: UnsafeMutablePointer<Int32>
  private let tables: NetworkTables

  /// Loads a model from its file's bytes.
  package init(
    _ bytes: [UInt8], limits: NetworkLimits = NetworkLimits()
  ) throws(NetworkError) {
    let file = try NetworkFile(bytes.span, limits: limits)
    var builder = NetworkBuilder(file, bytes: bytes, limits: limits)
    let layout = try builder.build()
    self.file = file
    plan = NetworkMemoryPlan(layout, fileByteCount: bytes.count)
    unsafe weights = .allocate(capacity: bytes.count + layout.tables.count)
    for (index, byte) in bytes.enumerated() {
      unsafe (weights + index).initialize(to: Int8(bitPattern: byte))
    }
    for (index, value) in layout.tables.enumerated() {
      unsafe (weights + bytes.count + index).initialize(to: value)
    }
    unsafe wideWeights = Self.copy(of: layout.wideWeights)
    unsafe patch = Self.copy(of: [Int16](repeating: 0, count: layout.patchCount))
    unsafe constants = Self.copy(of: layout.constants)
    unsafe arena = Self.copy(of: [Int8](repeating: 0, count: layout.int8ByteCount))
    unsafe accumulators = Self.copy(of: [Int32](repeating: 0, count: layout.accumulatorCount))
    unsafe tables = NetworkTables(
      steps: Self.copy(of: layout.steps), stepCount: layout.steps.count,
      inputs: Self.copy(of: layout.inputs), inputCount: layout.inputs.count,
      features: Self.copy(of: layout.features), featureCount: layout.features.count,
      outputs: Self.copy(of: layout.outputs), outputCount: layout.outputs.count)
    network = unsafe Network(
      tables: tables, weights: Int8Memory(weights), wideWeights: Int16Memory(wideWeights),
      constants: Int32Memory(constants), arena: Int8Memory(arena), patch: Int16Memory(patch),
      accumulators: Int32Memory(accumulators),
      inputElementCount: layout.inputElementCount)
  }

  /// What the model says of itself; nil where it is not made for the station.
  package var contract: NetworkContract? { file.contract }

  private static func copy<Element: BitwiseCopyable>(
    of elements: [Element]
  ) -> UnsafeMutablePointer<Element> {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
    for (index, element) in elements.enumerated() {
      unsafe (memory + index).initialize(to: element)
    }
    return unsafe memory
  }

  deinit {
    unsafe weights.deallocate()
    unsafe wideWeights.deallocate()
    unsafe patch.deallocate()
    unsafe constants.deallocate()
    unsafe arena.deallocate()
    unsafe accumulators.deallocate()
    unsafe tables.steps.deallocate()
    unsafe tables.inputs.deallocate()
    unsafe tables.features.deallocate()
    unsafe tables.outputs.deallocate()
  }
}

/// The lists that a network runs through.
///
/// `@safe`: `NetworkMemory` owns them; `Network` reads each only below its count.
@safe
struct NetworkTables: BitwiseCopyable {
  let steps: UnsafeMutablePointer<NetworkStep>
  let stepCount: Int
  let inputs: UnsafeMutablePointer<NetworkLayout.Stretch>
  let inputCount: Int
  let features: UnsafeMutablePointer<NetworkLayout.FeatureScaling>
  let featureCount: Int
  let outputs: UnsafeMutablePointer<NetworkLayout.OutputReading>
  let outputCount: Int
}
