import SeismicTypes

/// The stretches of time around events that are to be kept apart, merged where they overlap.
struct EventWindows: Equatable {
  struct Window: Equatable {
    var from: Timestamp
    var until: Timestamp
  }

  private(set) var open: [Window] = []
  private let parameters: ArchiveParameters.Events

  /// More than that at once is no set of earthquakes; the latest one grows instead.
  private static let largestCount = 64

  init(_ parameters: ArchiveParameters.Events) { self.parameters = parameters }

  /// Notes that an event was going on at an instant.
  mutating func mark(_ time: Timestamp) {
    let window = Window(
      from: time.advanced(byNanoseconds: 0 - parameters.preEventNanoseconds),
      until: time.advanced(byNanoseconds: parameters.postEventNanoseconds))
    for index in open.indices where open[index].from <= window.until {
      guard window.from <= open[index].until || open.count == Self.largestCount else { continue }
      open[index].from = min(open[index].from, window.from)
      open[index].until = max(open[index].until, window.until)
      return
    }
    open.append(window)
  }

  /// Hands over the windows that data have passed, or all of them.
  mutating func takePassed(by time: Timestamp?) -> [Window] {
    guard let time else {
      defer { open = [] }
      return open
    }
    let passed = open.filter { $0.until <= time }
    open = open.filter { $0.until > time }
    return passed
  }
}
