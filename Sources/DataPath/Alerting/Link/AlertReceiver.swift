package import SeismicTypes

/// Accepts the messages of trusted stations, each once, and refuses everything else by reason.
///
/// The tests come in the contract's order: size, structure, key known, duplicate, tokens of the
/// source, signature, version, test allowed, station bound to the key, boot, window, age. What is
/// remembered of a key changes only after every test has passed. The clocks are the caller's.
package final class AlertReceiver {
  package struct Parameters: Sendable {
    /// Whether messages marked `test` are accepted.
    package var acceptsTest = false
    /// Sources whose tokens are counted at the same time; 48 bytes each.
    package var sourceCapacity = 1024
    /// Refusals for an old boot, without a message accepted between, that call the operator.
    package var oldBootAlarmCount = 8

    package init() {}
  }

  struct KeyState {
    let key: TrustedKey
    var window: ReplayWindow?
    var oldBootCount = 0
    var isAlarmPending = false
  }

  private let parameters: Parameters
  /// In ascending order of the keys' identifiers.
  private var keyStates: [KeyState]
  /// What the state file knows of keys that are not trusted now; they may come back.
  private var unusedEntries: [ReceiverState.Entry]
  private var buckets: TokenBuckets
  package private(set) var counts = ReceptionCounts()
  /// Whether `state` has changed since the receiver was made or its state saved.
  package private(set) var hasUnsavedState = false

  package init(
    trusting directory: TrustDirectory, state: ReceiverState = ReceiverState(),
    parameters: Parameters = Parameters()
  ) {
    self.parameters = parameters
    buckets = TokenBuckets(capacity: parameters.sourceCapacity)
    keyStates = directory.keys.map { KeyState(key: $0) }.sorted {
      $0.key.publicKey.identifier.rawValue < $1.key.publicKey.identifier.rawValue
    }
    unusedEntries = []
    for entry in state.entries {
      if let index = index(of: entry.keyIdentifier) {
        keyStates[index].window = entry.window
      } else {
        unusedEntries.append(entry)
      }
    }
  }

  /// Tests one datagram.
  ///
  /// - Parameters:
  ///   - bytes: The datagram as it arrived; of a longer one than 512 bytes 513 are enough.
  ///   - source: The sender's address; the port does not matter.
  ///   - wallTime: UTC at reception, for the age.
  ///   - now: The monotonic clock at reception, for the tokens.
  /// - Returns: The message, or why there is none; also counted in `counts`.
  package func receive(
    _ bytes: Span<UInt8>, from source: SourceAddress, at wallTime: Timestamp,
    monotonic now: MonotonicInstant
  ) -> ReceptionOutcome {
    do throws(RefusalReason) {
      let outcome = try test(bytes, source, wallTime, now)
      if case .duplicate = outcome { counts.duplicateCount += 1 } else { counts.acceptedCount += 1 }
      return outcome
    } catch {
      counts.countRefusal(error)
      return .refused(error)
    }
  }

  private func test(
    _ bytes: Span<UInt8>, _ source: SourceAddress, _ wallTime: Timestamp, _ now: MonotonicInstant
  ) throws(RefusalReason) -> ReceptionOutcome {
    let signed = try SignedDatagram.parse(bytes)
    let content = try content(of: signed)
    guard let index = index(of: signed.keyIdentifier) else { throw .unknownKey }
    let key = keyStates[index].key
    if let window = keyStates[index].window,
      window.contains(bootId: signed.bootId, sequence: signed.sequence)
    {
      return .duplicate
    }
    guard buckets.take(from: source, key: signed.keyIdentifier, at: now) else {
      throw .rateLimited
    }
    guard signed.isSigned(by: key.publicKey) else { throw .signature }
    guard let message = content else { throw .version }
    guard !message.isTest || parameters.acceptsTest else { throw .test }
    guard message.station == key.station else { throw .station }
    try testOrder(of: message, index)
    let isTimeTrusted = try testAge(of: message, index, wallTime)
    accept(message, index)
    return .accepted(
      ReceivedAlert(
        message: message, keyIdentifier: signed.keyIdentifier, source: source,
        receivedAt: wallTime, isTimeTrusted: isTimeTrusted))
  }

  /// The message, or nil of another version, whose refusal waits for the signature.
  private func content(of signed: SignedDatagram) throws(RefusalReason) -> AlertMessage? {
    do throws(RefusalReason) {
      return try signed.message()
    } catch {
      guard error == .version else { throw error }
      return nil
    }
  }

  /// The boot and the place in the window.
  private func testOrder(of message: AlertMessage, _ index: Int) throws(RefusalReason) {
    guard
      let reason = keyStates[index].window?.refusal(
        ofBootId: message.bootId, sequence: message.sequence)
    else { return }
    if reason == .boot { countOldBoot(index) }
    throw reason
  }

  private func countOldBoot(_ index: Int) {
    keyStates[index].oldBootCount += 1
    guard keyStates[index].oldBootCount == parameters.oldBootAlarmCount else { return }
    keyStates[index].isAlarmPending = true
  }

  /// - Returns: Whether the station's times can be trusted.
  private func testAge(
    of message: AlertMessage, _ index: Int, _ wallTime: Timestamp
  ) throws(RefusalReason) -> Bool {
    guard message.clockErrorMicroseconds != .max else {
      let isNewest =
        keyStates[index].window?.isExceeded(
          byBootId: message.bootId, sequence: message.sequence) ?? true
      guard isNewest else { throw .replay }
      return false
    }
    let (difference, isFar) = wallTime.nanoseconds.subtractingReportingOverflow(
      message.sentTime.nanoseconds)
    let clockError = min(Int64(message.clockErrorMicroseconds) * 1000, 5_000_000_000)
    guard !isFar, difference.magnitude <= UInt64(30_000_000_000 + clockError) else { throw .age }
    return true
  }

  private func accept(_ message: AlertMessage, _ index: Int) {
    if keyStates[index].window == nil {
      keyStates[index].window = ReplayWindow(
        bootId: message.bootId, sequence: message.sequence)
    } else {
      keyStates[index].window?.accept(bootId: message.bootId, sequence: message.sequence)
    }
    keyStates[index].oldBootCount = 0
    hasUnsavedState = true
  }

  /// A binary search: strangers choose the identifiers, and no choice of theirs makes it slower.
  private func index(of identifier: KeyIdentifier) -> Int? {
    var low = 0
    var high = keyStates.count
    while low < high {
      let middle = (low + high) / 2
      let candidate = keyStates[middle].key.publicKey.identifier
      if candidate == identifier { return middle }
      if candidate.rawValue < identifier.rawValue { low = middle + 1 } else { high = middle }
    }
    return nil
  }
}

extension AlertReceiver {
  /// A station that repeatedly sends from an old boot, each time it has become one.
  ///
  /// Its state and clock may be lost, then `forget` is the way back; or somebody replays its past.
  package func takeOldBootAlarm() -> ShortText? {
    guard let index = keyStates.firstIndex(where: { $0.isAlarmPending }) else { return nil }
    keyStates[index].isAlarmPending = false
    return keyStates[index].key.station
  }

  /// What to remember across a restart.
  package var state: ReceiverState {
    var state = ReceiverState()
    state.entries = unusedEntries
    for keyState in keyStates {
      guard let window = keyState.window else { continue }
      state.entries.append(
        ReceiverState.Entry(
          keyIdentifier: keyState.key.publicKey.identifier, station: keyState.key.station,
          window: window))
    }
    return state
  }

  /// Writes `state` to a file, as `ReceiverState.write`; `hasUnsavedState` is false then.
  ///
  /// Write before a message is acted on, and no restart will accept it again.
  package func saveState(to path: String, isDurable: Bool = true) throws(AlertingError) {
    try state.write(to: path, isDurable: isDurable)
    hasUnsavedState = false
  }

  /// Drops what is known of a station's keys, as `ReceiverState.forget`, while the receiver runs.
  ///
  /// - Returns: The number of keys forgotten.
  package func forget(_ station: ShortText) -> Int {
    var count = unusedEntries.count
    unusedEntries.removeAll { $0.station == station }
    count -= unusedEntries.count
    for index in keyStates.indices where keyStates[index].key.station == station {
      if keyStates[index].window != nil { count += 1 }
      keyStates[index] = KeyState(key: keyStates[index].key)
    }
    if count > 0 { hasUnsavedState = true }
    return count
  }
}
