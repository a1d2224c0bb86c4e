/// Why a picture could not be drawn or written.
package enum PlottingError: Error, Equatable {
  /// The name's ending tells no format that is known.
  case unknownFormat(path: String)
  /// The folder of the file is not there or may not be written.
  case folder(path: String)
  /// The program that makes PNG of SVG is not installed.
  case missingProgram(path: String)
  /// That program refused; what it said.
  case program(path: String, words: String)
  /// The system refused; what it said.
  case file(path: String, words: String)

  /// What is wrong, with the file, in a person's words.
  package var message: String {
    switch self {
    case .unknownFormat(let path): "\(path): expected a name ending in .svg or .png"
    case .folder(let path): "\(path): cannot be written: its folder is not a writable folder"
    case .missingProgram(let path):
      "\(path): PNG needs the program rsvg-convert: install Debian's package librsvg2-bin, "
        + "or choose a name ending in .svg"
    case .program(let path, let words): "\(path): rsvg-convert failed: \(words)"
    case .file(let path, let words): "\(path): cannot be written: \(words)"
    }
  }
}
