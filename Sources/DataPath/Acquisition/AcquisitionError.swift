package import SeismicTypes

/// Why a source could not be opened.
package enum AcquisitionError: Error, Equatable, Sendable {
  case unreadable(path: String, reason: String)
  case tooLarge(path: String, byteCount: Int64, limit: Int64)
  case outsideFile(file: RecordingFile, fileByteCount: Int64)
  case notMiniSEED(path: String, byteOffset: Int64)
  case truncated(path: String, byteOffset: Int64, expectedBytes: Int64, availableBytes: Int64)
  case damaged(path: String, byteOffset: Int64, reason: String)
  case unsupportedEncoding(path: String, byteOffset: Int64, channel: String, encoding: String)
  case unsupportedRate(path: String, channel: String, rate: SampleRate)
  case ratesDisagree(path: String, channel: String, rate: SampleRate, expected: SampleRate)
  case ambiguousComponent(path: String, component: RecordedComponent, channels: [String])
  case componentMissing(path: String, component: RecordedComponent, found: [String])
  case noChannel(path: String, filter: String, found: [String])
  case noCommonTime(path: String, channels: [String])
  case badChannelFilter(String)
  case badSynthesis(setting: String, value: Int64, expected: String)
  case deviceMissing(device: String, place: String, found: [String])
  case deviceFailed(device: String, operation: String, reason: String)
  case deviceSetting(device: String, setting: String, value: String, expected: String)
  case deviceUnavailable(device: String, reason: String)
}
