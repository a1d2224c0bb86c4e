import Foundation
import SeismicTypes
import Testing

@testable import Alerting

/// Boot numbers grow whatever the clock does.
@Suite struct BootIdentifierTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  func next(atSecond second: Int64) throws -> UInt64 {
    try BootIdentifier.next(
      stateDirectory: folder.path, at: Timestamp(nanoseconds: second * 1_000_000_000 + 7))
  }

  @Test func numberIsTheLargerOfTheClockAndTheNextOne() throws {
    #expect(try next(atSecond: 1_800_000_000) == 1_800_000_000)
    #expect(try next(atSecond: 1_800_000_000) == 1_800_000_001)
    #expect(try next(atSecond: 1_900_000_000) == 1_900_000_000)
    #expect(try next(atSecond: 5) == 1_900_000_001)
    #expect(try next(atSecond: -5) == 1_900_000_002)
    #expect(try folder.text(of: "bootId") == "1900000002\n")
    #expect(try folder.names == ["bootId"])
  }

  @Test func absentFolderIsMade() throws {
    let inner = folder.path + "/state"
    let now = Timestamp(nanoseconds: 12_000_000_000)
    #expect(try BootIdentifier.next(stateDirectory: inner, at: now) == 12)
    #expect(try folder.text(of: "state/bootId") == "12\n")
  }

  @Test func halfWrittenReplacementIsIgnored() throws {
    #expect(try next(atSecond: 100) == 100)
    _ = try folder.write("9", to: "bootId.new")
    #expect(try next(atSecond: 100) == 101)
    #expect(try folder.names == ["bootId"])
  }

  @Test(arguments: ["", "\n", "12", "-1\n", "1x\n", "18446744073709551616\n", "1\n2\n", " 1\n"])
  func damagedNumberIsAnErrorThatNamesTheFile(text: String) throws {
    let file = try folder.write(text, to: "bootId")
    #expect(throws: AlertingError.bootIdentifier(file: file)) { try next(atSecond: 100) }
    #expect(try folder.text(of: "bootId") == text)
  }

  @Test func longFileAndLargestNumberAreErrors() throws {
    let file = try folder.write(String(repeating: "1", count: 4_000), to: "bootId")
    #expect(throws: AlertingError.bootIdentifier(file: file)) { try next(atSecond: 100) }
    _ = try folder.write("18446744073709551615\n", to: "bootId")
    #expect(throws: AlertingError.bootIdentifierExhausted(file: file)) {
      try next(atSecond: 100)
    }
  }

  @Test func numberThatCannotBeStoredIsAnError() throws {
    _ = try folder.write("", to: "file")
    #expect(throws: AlertingError.self) {
      try BootIdentifier.next(
        stateDirectory: folder.path + "/file", at: Timestamp(nanoseconds: 0))
    }
    #expect(throws: AlertingError.self) {
      try BootIdentifier.next(
        stateDirectory: folder.path + "/absent/deep", at: Timestamp(nanoseconds: 0))
    }
  }

  /// The number in place of a damaged one, with the clock at a second.
  private func replaced(atSecond second: Int64, in path: String? = nil) -> UInt64? {
    BootIdentifier.replacingDamaged(
      stateDirectory: path ?? folder.path, at: Timestamp(nanoseconds: second * 1_000_000_000))
  }

  @Test func aDamagedNumberIsReplacedByAPlausibleClock() throws {
    for text in ["", "12", "1x\n"] {
      _ = try folder.write(text, to: "bootId")
      #expect(throws: AlertingError.self) { try next(atSecond: 1_800_000_000) }
      #expect(replaced(atSecond: 1_000_000_000) == nil)
      #expect(replaced(atSecond: 9_000_000_000) == nil)
      #expect(replaced(atSecond: 1_800_000_000) == 1_800_000_000)
      #expect(try folder.text(of: "bootId") == "1800000000\n")
      #expect(try next(atSecond: 1_800_000_000) == 1_800_000_001)
    }
    // Below /sys nobody can make a file.
    #expect(replaced(atSecond: 1_800_000_000, in: "/sys/class") == nil)
  }

  @Test func theCheckTriesAFileAndLeavesNone() throws {
    try BootIdentifier.check(stateDirectory: folder.path)
    #expect(try folder.names.isEmpty)
    // Below /sys nobody can make a file.
    #expect(throws: AlertingError.self) {
      try BootIdentifier.check(stateDirectory: "/sys/class")
    }
  }
}
