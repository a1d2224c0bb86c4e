/// A recording a calibration rests on.
package struct CalibrationRecording: Equatable, Sendable {
  package var file: String
  /// 64 lower-case hexadecimal digits.
  package var sha256: String

  package init(file: String, sha256: String) {
    self.file = file
    self.sha256 = sha256
  }
}
