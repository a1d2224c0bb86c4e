import Plotting

extension Options {
  /// The picture that an option asks for, SVG or PNG by its ending; what could not be written in the
  /// end fails now.
  func picture(_ name: String) throws -> PictureFile? {
    guard let path = try value(name) else { return nil }
    let file: PictureFile
    do {
      file = try PictureFile(path)
    } catch {
      throw UsageError(message: "--\(name) is \"\(path)\", expected a name ending in .svg or .png")
    }
    do {
      try file.check()
    } catch {
      throw WorkError(message: error.message)
    }
    return file
  }
}

extension PictureFile {
  /// Writes a picture that has been drawn.
  func save(svg: String) throws {
    do {
      try write(svg: svg)
    } catch {
      throw WorkError(message: error.message)
    }
  }

  /// Draws a figure and writes it.
  func save(_ figure: Figure) throws { try save(svg: figure.svg) }
}
