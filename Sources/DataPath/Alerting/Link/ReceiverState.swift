package import SeismicTypes

/// What a receiver must remember across restarts: for each key the newest boot and its window.
package struct ReceiverState: Sendable {
  struct Entry: Equatable, Sendable {
    let keyIdentifier: KeyIdentifier
    let station: ShortText
    let window: ReplayWindow
  }

  var entries: [Entry]

  /// Nothing received yet.
  package init() { entries = [] }

  /// Drops what is known of a station's keys: the way back after it lost its state and clock.
  ///
  /// - Returns: The number of keys forgotten.
  package mutating func forget(_ station: ShortText) -> Int {
    let count = entries.count
    entries.removeAll { $0.station == station }
    return count - entries.count
  }
}
