internal import OnsiteModel
internal import SeismicTypes
internal import StationRuntime

/// The rows of a features file: what each window to 30 s measured, in the path's own integers.
///
/// It is what the estimators are trained and judged on, so that they see there what they will see in
/// the field. Every column is a field of `PWaveWindow` and ends in its unit: `pm` stands for pm, pm/s
/// or pm/s², `pm2` for their squares; `noise_` columns are the same measures of the noise before the
/// onset; `masked_features` is the number whose bits are `PWaveFeatureSet`. The last columns are what a
/// network sees, `NetworkFeatures` × 65,536.
package struct FeatureTable: Sendable {
  /// The columns and how each is read off a window, in the order of the file.
  private static let columns: [(name: String, value: @Sendable (PWaveWindow) -> String)] =
    ownColumns + bandColumns("band", { $0.bandPeaks }) + noiseColumns
    + bandColumns("noise_band", { $0.noise.bandPeaks }) + flagColumns

  package static let header =
    (["rec_id"] + columns.map(\.name) + NetworkFeatures.names.map { "network_\($0)_q16" })
    .joined(separator: ",")

  package private(set) var text = FeatureTable.header + "\n"

  package init() {}

  /// Adds the windows of the record's own event, shortest first.
  package mutating func add(_ record: DatasetRecord, _ outcome: RecordOutcome) {
    guard let pick = outcome.pick(nearestTo: record.pSampleIndex) else { return }
    for milliseconds in pick.windows.keys.sorted() where milliseconds <= 30_000 {
      guard let window = pick.windows[milliseconds]?.window else { continue }
      let network = NetworkFeatures(window)
      let fields =
        [record.id] + Self.columns.map { $0.value(window) }
        + (0..<NetworkFeatures.count).map { "\(network.valueQ16(at: $0))" }
      text += fields.joined(separator: ",") + "\n"
    }
  }
}

extension FeatureTable {
  private typealias Column = (name: String, value: @Sendable (PWaveWindow) -> String)

  private static var ownColumns: [Column] {
    [
      ("window_ms", { "\($0.windowMilliseconds)" }),
      ("pa_pm", { "\($0.paPicometresPerSecondSquared)" }),
      ("pv_pm", { "\($0.pvPicometresPerSecond)" }),
      ("pd_pm", { "\($0.pdPicometres)" }),
      ("tauc_us", { "\($0.tauCMicroseconds)" }),
      ("pga_pm", { "\($0.observed.pgaPicometresPerSecondSquared)" }),
      ("pgv_pm", { "\($0.observed.pgvPicometresPerSecond)" }),
      ("pgd_pm", { "\($0.observed.pgdPicometres)" }),
      ("clipped", { $0.isClipped ? "1" : "0" }),
      ("gap", { $0.containsGap ? "1" : "0" }),
      ("taup_us", { "\($0.tauPMicroseconds)" }),
      ("iv2_pm2_per_s", { "\($0.iv2SquarePicometresPerSecond)" }),
      ("id2_pm2_s", { "\($0.id2SquarePicometreSeconds)" }),
      ("cav_pm", { "\($0.cavPicometresPerSecond)" }),
      ("arias_fm_per_s", { "\($0.ariasFemtometresPerSecond)" }),
      ("power_pm2_per_s3", { "\($0.powerSquarePicometresPerSecondCubed)" }),
      ("pv_above_pm", { "\($0.pvAboveHalfHertzPicometresPerSecond)" }),
      ("pd_above_pm", { "\($0.pdAboveHalfHertzPicometres)" }),
      ("tauc_above_us", { "\($0.tauCAboveHalfHertzMicroseconds)" }),
      ("dominant_mhz", { "\($0.dominantFrequencyMillihertz)" }),
      ("horizontal_to_vertical_thousandths", { "\($0.horizontalToVerticalThousandths)" }),
      ("polarity", { "\($0.polarity)" }),
    ]
  }

  private static var noiseColumns: [Column] {
    [
      ("noise_known_ms", { "\($0.noise.knownMilliseconds)" }),
      ("noise_z_pm", { "\($0.noise.accelerationPicometresPerSecondSquared.vertical)" }),
      ("noise_n_pm", { "\($0.noise.accelerationPicometresPerSecondSquared.north)" }),
      ("noise_e_pm", { "\($0.noise.accelerationPicometresPerSecondSquared.east)" }),
      ("noise_pa_pm", { "\($0.noise.paPicometresPerSecondSquared)" }),
      ("noise_pv_pm", { "\($0.noise.pvPicometresPerSecond)" }),
      ("noise_pd_pm", { "\($0.noise.pdPicometres)" }),
      ("noise_iv2_pm2_per_s", { "\($0.noise.iv2SquarePicometresPerSecond)" }),
      ("noise_id2_pm2_s", { "\($0.noise.id2SquarePicometreSeconds)" }),
      ("noise_cav_pm", { "\($0.noise.cavPicometresPerSecond)" }),
      ("noise_arias_fm_per_s", { "\($0.noise.ariasFemtometresPerSecond)" }),
      ("noise_power_pm2_per_s3", { "\($0.noise.powerSquarePicometresPerSecondCubed)" }),
      ("noise_pv_above_pm", { "\($0.noise.pvAboveHalfHertzPicometresPerSecond)" }),
      ("noise_pd_above_pm", { "\($0.noise.pdAboveHalfHertzPicometres)" }),
    ]
  }

  private static var flagColumns: [Column] {
    [
      ("masked_features", { "\($0.maskedFeatures.rawValue)" }),
      ("masked", { $0.isMasked ? "1" : "0" }),
      ("s_wave", { $0.containsSWave ? "1" : "0" }),
      ("begins_at_s", { $0.beginsAtSWave ? "1" : "0" }),
      ("teleseism", { $0.isTeleseismSuspected ? "1" : "0" }),
    ]
  }

  private static func bandColumns(
    _ name: String, _ bands: @escaping @Sendable (PWaveWindow) -> BandPeaks
  ) -> [Column] {
    (0..<BandPeaks.count).map { band in
      ("\(name)\(band)_nm_per_s", { "\(bands($0)[band])" })
    }
  }
}
