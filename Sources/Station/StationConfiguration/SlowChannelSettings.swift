/// How one slow quantity is watched; what the file leaves out is set here.
package struct SlowChannelSettings: Equatable, Sendable {
  /// A slow source's name, a source's name for its noise and tilt, or `station`.
  package var source: String
  package var quantity: SlowQuantity
  package var intervalSeconds = 3600
  package var warmUpIntervals = 72
  /// A power of two.
  package var averagingIntervals = 128
  package var enterSigma = 3.0
  package var leaveSigma = 2.0
  package var persistenceIntervals = 2
  package var persistenceWindowIntervals = 3
  package var maximumFreezeIntervals = 336
  /// Rising; WHO's reference level, EPA's action level and EU's limit.
  package var limitsBecquerelsPerCubicMetre = [100.0, 148, 300]
  /// The environment source whose weather explains the quantity; nil for none.
  package var weatherSource: String?

  package init(source: String, quantity: SlowQuantity) {
    self.source = source
    self.quantity = quantity
  }
}

/// What can be watched slowly.
package enum SlowQuantity: String, Equatable, Sendable {
  case radon, pulses, temperature, supply, noise, tilt
}

extension SlowChannelSettings {
  init(_ object: JSONObject) {
    let words = ["radon", "pulses", "temperature", "supply", "noise", "tilt"]
    self.init(
      source: object.text("source", maximumBytes: 16, expected: "a source's name or \"station\""),
      quantity: SlowQuantity(rawValue: object.word("quantity", oneOf: words)) ?? .radon)
    object.read("intervalSeconds", in: 1...86_400, into: &intervalSeconds)
    object.read("warmUpIntervals", in: 2...1000, into: &warmUpIntervals)
    object.read("averagingIntervals", in: 2...4096, into: &averagingIntervals)
    if averagingIntervals & (averagingIntervals - 1) != 0 {
      object.report("averagingIntervals", expected: "a power of two in 2...4096")
    }
    object.read("enterSigma", in: 0.5...5, into: &enterSigma)
    object.read("leaveSigma", in: 0.5...5, into: &leaveSigma)
    if leaveSigma > enterSigma {
      object.report("leaveSigma", expected: "no more than enterSigma")
    }
    object.read("persistenceWindowIntervals", in: 1...16, into: &persistenceWindowIntervals)
    object.read("persistenceIntervals", in: 1...16, into: &persistenceIntervals)
    if persistenceIntervals > persistenceWindowIntervals {
      object.report("persistenceIntervals", expected: "no more than persistenceWindowIntervals")
    }
    object.read("maximumFreezeIntervals", in: 2...10_000, into: &maximumFreezeIntervals)
    readLimits(object)
    weatherSource = object.optionalText(
      "weatherSource", maximumBytes: 16, expected: "an environment source's name")
    object.reportUnknownKeys()
  }

  private mutating func readLimits(_ object: JSONObject) {
    let key = "limitsBecquerelsPerCubicMetre"
    guard object.has(key) else { return }
    limitsBecquerelsPerCubicMetre = []
    for element in object.array(key, counts: 0...8) {
      let before = limitsBecquerelsPerCubicMetre.last ?? 0
      guard let limit = element.number, limit > before, limit <= 1e7 else {
        object.report(key, expected: "rising limits over 0 and up to 10000000")
        return
      }
      limitsBecquerelsPerCubicMetre.append(limit)
    }
  }
}
