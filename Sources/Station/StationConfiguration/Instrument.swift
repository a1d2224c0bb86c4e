/// Which individual stands behind a source of the board: one element of `instruments`.
package struct Instrument: Equatable, Sendable {
  /// Name of the source in the board file.
  package var source: String
  /// Serial number as printed on the instrument.
  package var serial: String

  package init(source: String, serial: String) {
    self.source = source
    self.serial = serial
  }
}
