import CLinux
package import SeismicTypes

/// The files of one station's channels below the root of a SeisComP data structure.
///
/// Others may archive below the same root, other instruments of this station among them: their files
/// are nobody's business here.
package struct ArchiveFolder: Equatable, Sendable {
  /// A day of a channel.
  package struct File: Equatable, Sendable {
    package var path: String
    package var day: CalendarDay
    package var byteCount: Int64
  }

  let root: String
  let station: StationIdentity
  let channelCodes: [String]

  package init(root: String, station: StationIdentity, channelCodes: [String]) {
    self.root = root
    self.station = station
    self.channelCodes = channelCodes
  }

  private static let namesCapacity = 1 << 20

  /// All files, the oldest day first.
  package func files() -> [File] {
    var files: [File] = []
    for code in channelCodes { files += self.files(ofChannel: code) }
    return files.sorted { $0.day == $1.day ? $0.path < $1.path : $0.day < $1.day }
  }

  /// A channel's files, the oldest day first.
  func files(ofChannel code: String) -> [File] {
    var files: [File] = []
    for year in years() {
      files += self.files(
        inFolder: root + "/" + SDSPath.folder(ofYear: year, station) + "/" + code + ".D",
        prefix: SDSPath.filePrefix(station, channelCode: code))
    }
    return files
  }

  private func years() -> [Int64] {
    var years: [Int64] = []
    for name in Self.names(in: root, endingIn: "") where name.utf8.count == 4 {
      if let year = SDSPath.number(Substring(name).utf8) { years.append(year) }
    }
    return years
  }

  private func files(inFolder folder: String, prefix: String) -> [File] {
    var files: [File] = []
    for name in Self.names(in: folder, endingIn: "") where Self.begins(name, with: prefix) {
      guard let day = SDSPath.day(ofFileName: name) else { continue }
      let path = folder + "/" + name
      // The path is lent to C as a string for the length of the call.
      let size = unsafe clinux_file_size(path)
      if size >= 0 { files.append(File(path: path, day: day, byteCount: size)) }
    }
    return files
  }

  private static func begins(_ name: String, with prefix: String) -> Bool {
    name.utf8.starts(with: prefix.utf8)
  }

  /// The names in a folder in byte order, none where there is no such folder.
  private static func names(in folder: String, endingIn suffix: String) -> [String] {
    var bytes = [UInt8](repeating: 0, count: namesCapacity)
    var mode: UInt32 = 0
    // The callee writes no more than the bytes it is told of.
    let count = unsafe clinux_folder_names(folder, suffix, &bytes, Int64(namesCapacity), &mode)
    guard count > 0 else { return [] }
    return bytes.prefix(Int(count)).split(separator: 0)
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
