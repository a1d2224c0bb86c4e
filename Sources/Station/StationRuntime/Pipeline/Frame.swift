/// The counts of one sample, by component; a missing component is zero.
package struct Frame: BitwiseCopyable, Sendable {
  var vertical: Int32 = 0
  var north: Int32 = 0
  var east: Int32 = 0

  @_noAllocation @_noLocks
  init() {}

  /// The point `step` of `steps` on the straight line to `next`, rounded toward this frame.
  @_noAllocation @_noLocks
  func interpolated(to next: Frame, _ step: Int64, of steps: Int64) -> Frame {
    var between = Frame()
    between.vertical = Self.point(vertical, next.vertical, step, steps)
    between.north = Self.point(north, next.north, step, steps)
    between.east = Self.point(east, next.east, step, steps)
    return between
  }

  @_noAllocation @_noLocks
  private static func point(_ from: Int32, _ to: Int32, _ step: Int64, _ steps: Int64) -> Int32 {
    let change = (Int64(to) &- Int64(from)) &* step / steps
    return Int32(truncatingIfNeeded: Int64(from) &+ change)
  }
}

/// Where each component stands in a source's frames.
package struct ChannelPlacement: BitwiseCopyable, Sendable {
  package var verticalIndex: Int
  /// −1 for a source with the vertical component only.
  package var northIndex: Int
  package var eastIndex: Int

  package init(verticalIndex: Int, northIndex: Int = -1, eastIndex: Int = -1) {
    self.verticalIndex = verticalIndex
    self.northIndex = northIndex
    self.eastIndex = eastIndex
  }

  /// Frame `sample` of a block, shape [sampleCount][channelCount].
  @inline(__always) @_noAllocation @_noLocks
  func frame(_ sample: Int, of counts: Span<Int32>, channelCount: Int) -> Frame {
    let start = sample &* channelCount
    var frame = Frame()
    frame.vertical = counts[start &+ verticalIndex]
    if northIndex >= 0 { frame.north = counts[start &+ northIndex] }
    if eastIndex >= 0 { frame.east = counts[start &+ eastIndex] }
    return frame
  }
}
