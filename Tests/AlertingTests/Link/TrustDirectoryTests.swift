import Foundation
import SeismicTypes
import Testing

@testable import Alerting

/// The folder of trusted keys: names bind keys to stations.
@Suite struct TrustDirectoryTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  func publicKey(_ number: UInt8) throws -> String {
    try SimulatedStation(keyNumber: number).key.publicKey.hexadecimal + "\n"
  }

  func refusal() -> String {
    do throws(AlertingError) {
      _ = try TrustDirectory(readingFrom: folder.path)
      return "read"
    } catch {
      return error.message
    }
  }

  @Test func namesBindKeysToStations() throws {
    _ = try folder.write(publicKey(1), to: "XX_AAA_00.pub")
    _ = try folder.write(publicKey(2), to: "XX_AAA_00.2.pub", mode: 0o644)
    _ = try folder.write(publicKey(3), to: "Y_B_.pub")
    _ = try folder.write(publicKey(4), to: "ABCDEFGH_12345678_-0-0-0-0.15.pub")
    _ = try folder.write("notes", to: "README")
    _ = try folder.write("swap", to: ".XX_AAA_00.pub")
    let directory = try TrustDirectory(readingFrom: folder.path)
    #expect(
      directory.keys.map(\.station.string)
        == ["ABCDEFGH_12345678_-0-0-0-0", "XX_AAA_00", "XX_AAA_00", "Y_B_"])
    #expect(
      directory.keys[1].publicKey.identifier != directory.keys[2].publicKey.identifier)
  }

  @Test func emptyFolderTrustsNobody() throws {
    #expect(try TrustDirectory(readingFrom: folder.path).keys.isEmpty)
  }

  @Test(arguments: [
    "station.pub", "XX_AAA.pub", "XX_AAA_00_1.pub", "xx_AAA_00.pub", "XX_AAAAAAAAA_00.pub",
    "XX__00.pub", "_AAA_00.pub", "XX_A-A_00.pub", "XX_AAA_00..pub", "XX_AAA_00.x.pub",
    "XX_AAA_00.1.2.pub", "XX_AAA_00 .pub", "XX_ÄÄÄ_00.pub",
  ])
  func otherNamesAreRefused(name: String) throws {
    _ = try folder.write(publicKey(1), to: name)
    #expect(refusal().contains("expected a name NET_STA_LOC.pub"))
  }

  @Test func everyBadFileIsNamed() throws {
    _ = try folder.write(publicKey(1), to: "XX_AAA_.pub")
    _ = try folder.write("nonsense", to: "XX_BBB_.pub")
    _ = try folder.write(publicKey(2), to: "bad.pub")
    _ = try folder.write(publicKey(3), to: "XX_CCC_.pub", mode: 0o666)
    let lines = refusal().split(separator: "\n")
    #expect(lines.count == 3)
    for name in ["XX_BBB_.pub", "bad.pub", "XX_CCC_.pub"] {
      #expect(lines.contains { $0.hasPrefix(folder.path + "/" + name + ": ") }, "\(name)")
    }
  }

  @Test func keyOfTwoStationsIsRefused() throws {
    _ = try folder.write(publicKey(1), to: "XX_AAA_.pub")
    _ = try folder.write(publicKey(1), to: "XX_BBB_.pub")
    #expect(
      refusal()
        == "\(folder.path)/XX_BBB_.pub: holds the same key as \(folder.path)/XX_AAA_.pub")
  }

  @Test func folderThatEverybodyMayWriteOrIsAbsentIsRefused() throws {
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o777], ofItemAtPath: folder.path)
    #expect(refusal().contains("mode 0777"))
    #expect(throws: AlertingError.self) {
      try TrustDirectory(readingFrom: folder.path + "/none")
    }
  }
}
