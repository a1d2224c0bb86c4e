internal import Foundation

/// A serial line that a digitizer or a radon module may hang on.
package struct SerialPort: Equatable, Sendable {
  /// A path that stays the same when devices are plugged in another order, where there is one.
  package var path: String
  /// What the path leads to, where it is a link.
  package var target: String?

  /// The lines under a root folder, `/` for this machine's own.
  package static func all(under root: String) -> [SerialPort] {
    let folder = URL(filePath: root).appending(path: "dev")
    let manager = FileManager.default
    var ports: [SerialPort] = []
    var named: Set<String> = []
    let links = folder.appending(path: "serial/by-id")
    for name in (try? manager.contentsOfDirectory(atPath: links.path))?.sorted() ?? [] {
      let path = links.appending(path: name).path
      let target = (try? manager.destinationOfSymbolicLink(atPath: path))?
        .split(separator: "/").last.map(String.init)
      if let target { named.insert(target) }
      ports.append(
        SerialPort(path: "/dev/serial/by-id/" + name, target: target.map { "/dev/" + $0 }))
    }
    let kinds = ["ttyUSB", "ttyACM", "ttyAMA"]
    for name in (try? manager.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []
    where kinds.contains(where: { name.hasPrefix($0) }) && !named.contains(name) {
      ports.append(SerialPort(path: "/dev/" + name, target: nil))
    }
    return ports
  }
}
