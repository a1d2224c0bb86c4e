import Alerting
import StationConfiguration
import Testing

@testable import StationRuntime

/// Destinations whose names are found late, or never; the test plays the resolver's thread.
@Suite("The station's destinations")
struct DestinationDirectoryTests {
  private let second: Int64 = 1_000_000_000
  private let resolver = ResolverWorker(state: StationState())
  private let name = DestinationSettings(host: "centre.example", port: 4790)
  private let number = DestinationSettings(host: "127.0.0.1", port: 4790)

  private func directory(_ settings: [DestinationSettings]) -> DestinationDirectory {
    DestinationDirectory(settings, heartbeatNanoseconds: 10, resolver: resolver)
  }

  private func answer(_ settings: DestinationSettings, found: Bool) throws {
    try #require(resolver.answers.isFree)
    resolver.answers.offer(
      DestinationAnswer(
        settings: settings,
        address: found ? try AlertDestination(host: "127.0.0.2", port: settings.port) : nil,
        problem: found ? "" : "not known"))
  }

  @Test("are served at once where they are numbers, and the others as soon as they are found")
  func lateName() throws {
    let directory = directory([name, number])
    #expect(directory.addresses.map { $0.name } == ["127.0.0.1:4790"])
    directory.look(at: 0)
    #expect(resolver.requests.take() == [name])
    try answer(name, found: false)
    directory.look(at: 1)
    #expect(directory.settings.take() == nil)
    directory.look(at: 14 * second)
    #expect(resolver.requests.take() == nil)
    directory.look(at: 15 * second)
    #expect(resolver.requests.take() == [name])
    // A resolver that does not answer is not asked again, and nobody waits.
    directory.look(at: 1_000 * second)
    #expect(resolver.requests.take() == nil)
    try answer(name, found: true)
    directory.look(at: 1_001 * second)
    let settings = try #require(directory.settings.take())
    #expect(settings.destinations.map { $0.name } == ["127.0.0.2:4790", "127.0.0.1:4790"])
    #expect(settings.heartbeatNanoseconds == 10)
    directory.look(at: 2_000 * second)
    #expect(resolver.requests.take() == nil)
  }

  @Test("of a reload do not wait for a resolver that is busy, and keep what has been found")
  func reload() throws {
    let directory = directory([name])
    directory.look(at: 0)
    #expect(resolver.requests.take() == [name])
    try answer(name, found: true)
    directory.look(at: 1)
    _ = directory.settings.take()
    let other = DestinationSettings(host: "other.example", port: 4790)
    directory.replace([name, other, number], heartbeatNanoseconds: 20)
    directory.look(at: 2)
    let settings = try #require(directory.settings.take())
    #expect(settings.destinations.map { $0.name } == ["127.0.0.2:4790", "127.0.0.1:4790"])
    #expect(settings.heartbeatNanoseconds == 20)
    #expect(resolver.requests.take() == [other])
    // Destinations that are no longer wanted are answered late.
    directory.replace([number], heartbeatNanoseconds: 20)
    try answer(other, found: true)
    directory.look(at: 3)
    let left = try #require(directory.settings.take())
    #expect(left.destinations.map { $0.name } == ["127.0.0.1:4790"])
  }

  @Test("that lie behind an interface which is not there wait, and are warned of in a check")
  func absentInterface() throws {
    var absent = DestinationSettings(host: "239.1.2.3", port: 4790)
    absent.interface = "nosuch0"
    let directory = directory([absent, number])
    #expect(directory.addresses.map { $0.name } == ["127.0.0.1:4790"])
    directory.look(at: 0)
    #expect(resolver.requests.take() == [absent])
    let warnings = DestinationDirectory.warnings(for: [absent, number])
    try #require(warnings.count == 1)
    #expect(warnings[0].contains("239.1.2.3") && warnings[0].contains("nosuch0"))
  }

  @Test("are eight at most")
  func tooMany() {
    let error = #expect(throws: StationError.self) {
      try DestinationDirectory.check([DestinationSettings](repeating: number, count: 9))
    }
    #expect(error?.message.contains("at most 8") == true)
  }
}
