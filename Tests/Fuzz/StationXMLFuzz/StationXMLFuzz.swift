import Metadata
import StationConfiguration

/// Reads the bytes as StationXML and, where they are one, makes a station's files of it; whatever they
/// are, the answer is a board that decodes or a reason of one line.
@_cdecl("LLVMFuzzerTestOneInput")
package func importStationXML(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  // libFuzzer promises `count` readable bytes at `start` for the length of this call.
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  do throws(StationXMLError) {
    let channels = try StationXMLReader(bytes).channels("*", at: nil)
    for channel in channels {
      precondition(channel.response.flatCountsPerUnit.isFinite)
      precondition(channel.response.stages.count <= 16)
    }
    let imported = try StationXMLImport(channels, fileName: "input.xml", bytes: bytes, serial: nil)
    precondition(!imported.calibrationPath.contains(".."))
    let text = Array(imported.boardText.utf8)
    // Codes and numbers beyond a board's ranges are its decoder's to refuse.
    _ = try? BoardFile(decoding: ConfigurationBytes(path: "board.json", bytes: text))
  } catch {
    precondition(!error.message.isEmpty)
  }
  return 0
}
