/// One source of a board: a driver that delivers frames of counts for one group of components.
package struct SourceDescription: Equatable, Sendable {
  package var name: String
  package var driver: Driver
  /// Maker's part number; calibration files name it.
  package var part: String?
  /// Nominal rate; nil only for recordings, which know their own.
  package var sampleRateHertz: Double?
  package var samplesPerBlock = 16
  /// How many blocks each of the source's rings holds.
  package var ringBlocks = 256
  /// Group delay of the sensor and its analogue or built-in filters, taken off every time stamp.
  ///
  /// Drivers know the delay of their own filters.
  package var groupDelayNanoseconds: Int64 = 0
  /// SCHED_FIFO priority of the source's thread; nil leaves it to the ordinary scheduler.
  package var realTimePriority: Int?
  /// Processor the source's thread is bound to.
  package var cpu: Int?
  /// Whether the sensor feels gravity, so that its mean tells the tilt.
  package var sensesGravity = false
  /// One vertical channel, or three that span space; the order is the file's.
  package var channels: [ChannelDescription] = []

  package init(name: String, driver: Driver) {
    self.name = name
    self.driver = driver
  }

  /// How many counts one frame of the driver holds.
  package var channelCount: Int {
    var count = 0
    for channel in channels { count = max(count, channel.index + 1) }
    return count
  }
}
