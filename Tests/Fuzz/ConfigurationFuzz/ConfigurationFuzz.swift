import SeismicTypes
import StationConfiguration

/// Decodes the bytes as each kind of configuration file; whatever they are, the answer is a value
/// within its limits or a list of problems of one line each.
@_cdecl("LLVMFuzzerTestOneInput")
package func decodeConfiguration(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  // libFuzzer promises `count` readable bytes at `start` for the length of this call.
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let source = ConfigurationBytes(path: "input.json", bytes: bytes)
  do throws(ConfigurationError) {
    let station = try StationFile(decoding: source)
    precondition(station.identity.text.utf8.count <= 26)
    precondition(station.trigger.shortTermSeconds < station.trigger.longTermSeconds)
    precondition((0.001...0.999).contains(station.policy.strongProbability))
    let changes = StationFileChanges(from: station, to: station)
    precondition(changes.live.isEmpty && changes.needingRestart.isEmpty)
  } catch {
    check(error)
  }
  do throws(ConfigurationError) {
    let board = try BoardFile(decoding: source)
    precondition(!board.sources.isEmpty)
    for source in board.sources {
      precondition(source.channels.count == 1 || source.channels.count == 3)
      precondition(source.channelCount <= 16)
      precondition(source.sampleRateHertz.map((20...1000).contains) ?? true)
    }
  } catch {
    check(error)
  }
  do throws(ConfigurationError) {
    let calibration = try CalibrationFile(decoding: source)
    precondition(!calibration.channels.isEmpty || !calibration.measurements.isEmpty)
  } catch {
    check(error)
  }
  return 0
}

private func check(_ error: ConfigurationError) {
  precondition(!error.problems.isEmpty)
  for problem in error.problems {
    for byte in problem.message.utf8 { precondition(byte >= 0x20 && byte != 0x7F) }
  }
}
