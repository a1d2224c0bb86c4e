import Foundation
import Testing

@Suite("firstbreakd --keygen")
struct KeyTests {
  @Test("makes a key with which the station passes its check, and never another in its place")
  func make() throws {
    let folder = try StationFolder.playing(.ferndale)
    try FileManager.default.removeItem(atPath: folder.path("station.key"))
    let made = try DaemonRun(["--keygen", folder.url.path])
    #expect(made.status == 0)
    let line = try #require(made.output.first)
    let station = ["--station", folder.path("station.json"), "--check"]
    #expect(try DaemonRun(station).output.contains(line))
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("station.key"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)

    let again = try DaemonRun(["--keygen", folder.url.path])
    #expect(again.status == 1)
    #expect(again.errors.contains { $0.contains("station.key") })
    #expect(try DaemonRun(station).output.contains(line))
  }

  @Test("wants a folder")
  func usage() throws {
    let run = try DaemonRun(["--keygen"])
    #expect(run.status == 2)
    #expect(run.errors.contains { $0.contains("--keygen") })
  }
}
