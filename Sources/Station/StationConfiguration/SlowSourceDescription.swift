/// A source of a board that gives a reading now and then, never on the alert's path.
package struct SlowSourceDescription: Equatable, Sendable {
  package var name: String
  package var driver: SlowDriver
  package var part: String?
  /// How often it is read.
  package var pollSeconds = 60.0

  package init(name: String, driver: SlowDriver) {
    self.name = name
    self.driver = driver
  }
}

extension SlowSourceDescription {
  /// Decodes a source of a slow driver; nil where the driver is one of samples.
  init?(_ object: JSONObject) {
    guard let driver = SlowDriver(object) else { return nil }
    self.init(name: sourceName(in: object), driver: driver)
    part = object.optionalText("part", maximumBytes: 64)
    object.read("pollSeconds", in: 0.1...3600, into: &pollSeconds)
    object.reportUnknownKeys()
  }
}
