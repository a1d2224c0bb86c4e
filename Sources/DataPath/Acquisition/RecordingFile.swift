/// A miniSEED file, or the part of one that holds a record of a data set.
package struct RecordingFile: Equatable, Sendable {
  package var path: String
  package var byteOffset: Int64
  /// The length of the part; nil reads to the end of the file.
  package var byteLength: Int64?

  package init(path: String, byteOffset: Int64 = 0, byteLength: Int64? = nil) {
    self.path = path
    self.byteOffset = byteOffset
    self.byteLength = byteLength
  }
}
