/// The settings of the `miniseed` driver.
package struct RecordingSettings: Equatable, Sendable {
  /// Recordings in the order in which they are read; empty where a tool names them.
  package var files: [String] = []
  /// Which channels of the files are meant, such as `EN?`; nil takes all.
  package var channelFilter: String?
  package var timeBase = TimeBase.recorded
  /// 1 is real time, 60 a minute a second, 0 as fast as the station keeps up.
  package var speedFactor = 1.0

  package init() {}
}

/// What the times of a recording mean while it is played.
package enum TimeBase: String, Equatable, Sendable {
  /// Block times are the recorded ones.
  case recorded
  /// Block times are shifted so that the first sample is the start time.
  case now
}
