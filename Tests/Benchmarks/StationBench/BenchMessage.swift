import Alerting
import SeismicTypes

/// What the benchmarks send.
enum BenchMessage {
  /// By which the benchmarks know their own messages.
  static let bootId: UInt64 = 1_700_000_000

  /// An estimate with every field that a station fills.
  static func estimate() -> AlertMessage {
    var message = AlertMessage(type: .estimate)
    message.sensors = TriggeringSensors(
      channel: ShortText("recording/HNZ") ?? ShortText(), agreeingCount: 1, availableCount: 1)
    message.event = 7
    message.revision = 3
    message.onsetTime = Timestamp(nanoseconds: 1_600_000_000_000_000_000)
    message.windowLengthMilliseconds = 3_000
    message.sampleTime = Timestamp(nanoseconds: 1_600_000_003_000_000_000)
    message.level = .moderate
    message.pgvLog10 = Thousandths(mean: 812, sigma: 280)
    message.magnitude = Thousandths(mean: 5_900, sigma: 500)
    message.earthquakeProbabilityThousandths = 1_000
    message.pdLog10Thousandths = -412
    message.tauCMilliseconds = 1_210
    message.observed = ObservedMotion(
      pgaMicrometresPerSecondSquared: 1_210_000, pgvMicrometresPerSecond: 41_000,
      pgdMicrometres: 9_000)
    message.intensity = Intensity(mmiTenths: 62, jmaTenths: 41)
    message.flags = AlertFlags(rawValue: 0)
    message.modelHash = 0x1234_5678_9abc_def0
    message.latencyMicroseconds = 0
    message.onsetSigmaMilliseconds = 24
    message.basis = .predicted
    message.station = ShortText("XX_BENCH_00") ?? ShortText()
    message.bootId = bootId
    message.sequence = 12_345
    message.sentTime = Timestamp(nanoseconds: 1_600_000_003_000_000_000)
    message.clockErrorMicroseconds = 120
    return message
  }

  /// A key pair of a made-up seed.
  static func key() -> SigningKey {
    let seed = [UInt8](repeating: 0x5a, count: SigningKey.seedByteCount)
    guard let key = SigningKey(seed: seed.span) else { fail("libsodium gives no key") }
    return key
  }
}
