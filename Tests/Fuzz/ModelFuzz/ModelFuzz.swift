import OnsiteModel

/// Any bytes as a model file: refused with words, or run without leaving its memory.
@_cdecl("LLVMFuzzerTestOneInput")
public func loadAnyModel(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  // libFuzzer promises `count` bytes.
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  var limits = NetworkLimits()
  limits.multiplyAccumulateCount = 200_000
  do throws(NetworkError) {
    let memory = try NetworkMemory(bytes, limits: limits)
    let network = memory.network
    let elements = (0..<network.inputCount).map { Int8(truncatingIfNeeded: $0 &* 101) }
    let features = (0..<network.inputCount).map { Int64($0) << Int64($0 % 63) }
    precondition(network.setInput(elements.span))
    network.invoke()
    if memory.contract != nil { precondition(network.setFeatures(features.span) != nil) }
    network.invoke()
    for index in 0..<network.outputCount {
      _ = network.output(index)
      _ = network.valueQ16(index)
    }
    precondition(memory.plan.arenaByteCount <= limits.arenaBytes)
  } catch {
    precondition(!error.message.isEmpty)
  }
  return 0
}
