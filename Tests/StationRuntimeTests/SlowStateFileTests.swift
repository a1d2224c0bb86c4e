import Foundation
import StationRuntime
import Testing

@Suite("The state file of the slow channels")
struct SlowStateFileTests {
  static let file = SlowStateFile(entries: [
    SlowStateFile.Entry(name: "radon/radon", words: [0, 1, -1, .max, .min]),
    SlowStateFile.Entry(name: "sensor/noise_HNZ", words: []),
  ])

  @Test("gives back what was written, and what was written survives as a file")
  func roundTrip() throws {
    #expect(SlowStateFile(Self.file.bytes) == Self.file)
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    var isDamaged = true
    #expect(SlowStateFile.read(path, isDamaged: &isDamaged) == nil)
    #expect(!isDamaged)
    #expect(Self.file.write(path) == 0)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(SlowStateFile.read(path, isDamaged: &isDamaged) == Self.file)
    #expect(!isDamaged)
    try Data(Self.file.bytes.dropLast(3)).write(to: URL(filePath: path))
    #expect(SlowStateFile.read(path, isDamaged: &isDamaged) == nil)
    #expect(isDamaged)
  }

  @Test("is refused with any one byte changed, left out or added")
  func damage() {
    let good = Self.file.bytes
    for place in good.indices {
      var changed = good
      changed[place] ^= 1
      #expect(SlowStateFile(changed) == nil, "byte \(place) changed")
      var shorter = good
      shorter.remove(at: place)
      #expect(SlowStateFile(shorter) == nil, "byte \(place) left out")
      var longer = good
      longer.insert(UInt8(ascii: "1"), at: place)
      #expect(SlowStateFile(longer) == nil, "byte added at \(place)")
    }
    #expect(SlowStateFile([]) == nil)
  }
}
