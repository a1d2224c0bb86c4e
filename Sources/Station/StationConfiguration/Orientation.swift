/// Whether the directions of three channels are far enough from one plane to tell the components
/// apart; one channel need only not be horizontal.
///
/// The volume that three unit vectors span is 1 when they are perpendicular; below 0.1 the
/// orientation matrix would amplify noise more than tenfold.
func orientationsSpanSpace(_ channels: [ChannelDescription]) -> Bool {
  guard channels.count == 3 else { return abs(channels[0].dipDegrees) >= 45 }
  let (a, b, c) = (
    direction(of: channels[0]), direction(of: channels[1]), direction(of: channels[2])
  )
  let volume =
    a.up * (b.north * c.east - b.east * c.north)
    - a.north * (b.up * c.east - b.east * c.up)
    + a.east * (b.up * c.north - b.north * c.up)
  return abs(volume) >= 0.1
}

private func direction(
  of channel: ChannelDescription
) -> (up: Double, north: Double, east: Double) {
  let dip = sineAndCosine(degrees: channel.dipDegrees)
  let azimuth = sineAndCosine(degrees: channel.azimuthDegrees)
  return (-dip.sine, dip.cosine * azimuth.cosine, dip.cosine * azimuth.sine)
}

/// Sine and cosine by Taylor series of a sixteenth of the angle, doubled four times.
///
/// A check needs no more than the 10⁻⁹ this gives between −90° and 360°; results that reach the
/// data path are computed in integers elsewhere.
private func sineAndCosine(degrees: Double) -> (sine: Double, cosine: Double) {
  let x = degrees * (Double.pi / 180) / 16
  let square = x * x
  var sine = x * (1 - square / 6 * (1 - square / 20 * (1 - square / 42 * (1 - square / 72))))
  var cosine = 1 - square / 2 * (1 - square / 12 * (1 - square / 30 * (1 - square / 56)))
  for _ in 0..<4 { (sine, cosine) = (2 * sine * cosine, cosine * cosine - sine * sine) }
  return (sine, cosine)
}
