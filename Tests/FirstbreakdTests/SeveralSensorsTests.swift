import Foundation
import Testing

@Suite("A daemon with two sensors")
struct SeveralSensorsTests {
  @Test(
    "sends one event for one earthquake, the same at every block size",
    arguments: [(1, 512), (64, 7), (512, 512)])
  func oneEvent(blockSizes: (Int, Int)) throws {
    let folder = try StationFolder.playing(.ferndale, samplesPerBlock: blockSizes.0)
    try folder.addSource { source in
      source["name"] = "second"
      source["samplesPerBlock"] = blockSizes.1
      // Four bits less: another converter on the same ground.
      var channels = source["channels"] as? [StationFolder.JSON] ?? []
      for index in channels.indices { channels[index]["fullScaleCounts"] = 8_388_608 }
      source["channels"] = channels
    }
    let events = try Self.run(folder)
    #expect(events.last?.fields["events"] as? Int == 1)
    let messages = events.filter { ["pick", "estimate", "alert"].contains($0.type) }
    #expect(Set(messages.compactMap { $0.fields["event"] as? Int }) == [0])
    let revisions = messages.compactMap { $0.fields["revision"] as? Int }
    #expect(revisions == Array(0..<messages.count))
    // The pick of the first to confirm tells of one; whatever follows tells of both.
    let agreeing = messages.compactMap { ($0.fields["sensors"] as? [Any])?[1] as? Int }
    #expect(agreeing.first == 1 && agreeing.dropFirst().allSatisfy { $0 == 2 })
    let available = messages.compactMap { ($0.fields["sensors"] as? [Any])?[2] as? Int }
    #expect(available.dropLast().allSatisfy { $0 == 2 })
    let comparable = messages.map(\.comparable)
    let other = try StationFolder.playing(.ferndale, samplesPerBlock: 64)
    try other.addSource { source in
      source["name"] = "second"
      var channels = source["channels"] as? [StationFolder.JSON] ?? []
      for index in channels.indices { channels[index]["fullScaleCounts"] = 8_388_608 }
      source["channels"] = channels
    }
    let again = try Self.run(other).filter { ["pick", "estimate", "alert"].contains($0.type) }
    #expect(comparable == again.map(\.comparable))
  }

  @Test("does not count a sensor whose data lie elsewhere in time as available")
  func otherTime() throws {
    let folder = try StationFolder.playing(.ferndale)
    try folder.addSource { source in
      source["name"] = "second"
      source["files"] = [
        StationFolder.root.path + "/Tests/Fixtures/records/" + DaemonRecord.openEEW.fileName
      ]
      var channels = source["channels"] as? [StationFolder.JSON] ?? []
      let sensitivity = DaemonRecord.openEEW.countsPerMetrePerSecondSquared
      for index in channels.indices {
        channels[index]["sensitivityCountsPerMetrePerSecondSquared"] = sensitivity
      }
      source["channels"] = channels
    }
    let events = try Self.run(folder)
    let alone = try [DaemonRecord.ferndale, .openEEW].compactMap { record in
      try Self.run(StationFolder.playing(record)).last?.fields["events"] as? Int
    }
    #expect(alone.count == 2)
    #expect(events.last?.fields["events"] as? Int == alone.reduce(0, +))
    let sensors = events.compactMap { $0.fields["sensors"] as? [Any] }
    #expect(sensors.count > 4)
    #expect(sensors.allSatisfy { $0[1] as? Int == 1 && $0[2] as? Int == 1 })
  }

  private static func run(_ folder: StationFolder) throws -> [EventLine] {
    let run = try DaemonRun([
      "--station", folder.path("station.json"), "--events", folder.path("events.jsonl"),
    ])
    #expect(run.status == 0, "\(run.errors)")
    return try folder.read("events.jsonl").split(separator: "\n").map { try EventLine(String($0)) }
  }
}
