import Foundation
import SeismicTypes
import Testing

@testable import Alerting

/// The receiver's memory on disk.
@Suite struct ReceiverStateTests {
  let folder: ScratchFolder
  let file: String

  init() throws {
    folder = try ScratchFolder()
    file = folder.path + "/state"
  }

  func entry(_ kid: UInt64, _ station: String, _ window: ReplayWindow) throws
    -> ReceiverState.Entry
  {
    ReceiverState.Entry(
      keyIdentifier: KeyIdentifier(rawValue: kid),
      station: try #require(StationIdentifier.parse(station)), window: window)
  }

  func sample() throws -> ReceiverState {
    var state = ReceiverState()
    state.entries = [
      try entry(0, "XX_A_", ReplayWindow(bootId: 0, sequence: 0)),
      try entry(
        .max, "XX_BBB_00",
        ReplayWindow(bootId: .max, highestSequence: .max, acceptedBits: 0x8000_0000_0000_0001)),
      try entry(0x00AB_CDEF, "XX_A_", ReplayWindow(bootId: 7, sequence: 9)),
    ]
    return state
  }

  @Test func stateIsReadAsItWasWritten() throws {
    let state = try sample()
    for isDurable in [true, false] {
      try state.write(to: file, isDurable: isDurable)
      #expect(try ReceiverState(readingFrom: file).entries == state.entries)
    }
    #expect(try folder.names == ["state"])
    #expect(try folder.mode(of: "state") == 0o600)
    try ReceiverState().write(to: file)
    #expect(try ReceiverState(readingFrom: file).entries.isEmpty)
  }

  @Test func absentFileIsTheEmptyState() throws {
    #expect(try ReceiverState(readingFrom: file).entries.isEmpty)
  }

  @Test func forgettingDropsAllKeysOfAStation() throws {
    var state = try sample()
    #expect(state.forget(try #require(StationIdentifier.parse("XX_A_"))) == 2)
    #expect(state.entries.map(\.station.string) == ["XX_BBB_00"])
  }

  @Test func everyChangedByteAndEveryTruncationIsNoticed() throws {
    try sample().write(to: file)
    let whole = Array(try folder.text(of: "state").utf8)
    for index in whole.indices {
      var bytes = whole
      bytes[index] ^= 1
      _ = try folder.write(String(decoding: bytes, as: UTF8.self), to: "state")
      #expect(throws: AlertingError.self, "byte \(index)") { try ReceiverState(readingFrom: file) }
      _ = try folder.write(String(decoding: whole[..<index], as: UTF8.self), to: "state")
      #expect(throws: AlertingError.self, "cut at \(index)") {
        try ReceiverState(readingFrom: file)
      }
    }
  }

  @Test func damageIsToldWithFileAndLine() throws {
    _ = try folder.write("firstbreak-receiver-state 1\nend 0 0000000000000000\n", to: "state")
    do throws(AlertingError) {
      _ = try ReceiverState(readingFrom: file)
      Issue.record("a false check sum was accepted")
    } catch {
      #expect(error.message.hasPrefix(file + ": line 2: expected the count and check sum"))
    }
  }

  @Test func stateThatOthersCanWriteIsRefused() throws {
    try sample().write(to: file)
    _ = try folder.write(try folder.text(of: "state"), to: "state", mode: 0o622)
    #expect(throws: AlertingError.self) { try ReceiverState(readingFrom: file) }
  }

  @Test func stateThatCannotBeWrittenIsAnError() throws {
    #expect(throws: AlertingError.self) {
      try sample().write(to: folder.path + "/absent/state")
    }
  }
}
