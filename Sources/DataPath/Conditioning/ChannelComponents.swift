import SeismicTypes

/// The components each channel reaches: what is clipped or masked with it.
struct ChannelComponents: BitwiseCopyable {
  let first: ComponentSet
  let second: ComponentSet
  let third: ComponentSet

  /// A channel reaches a component when its weight is at least 1/64 of the component's largest.
  @_optimize(size)
  init(_ calibration: Calibration) {
    var sets = [ComponentSet(rawValue: 0), ComponentSet(rawValue: 0), ComponentSet(rawValue: 0)]
    let rows: [(Calibration.Row, ComponentSet)] = [
      (calibration.vertical, .vertical), (calibration.north, .north), (calibration.east, .east),
    ]
    for (row, component) in rows {
      let weights = [row.first.magnitude, row.second.magnitude, row.third.magnitude]
      let floor = max(1, (weights.max() ?? 0) / 64)
      for index in 0..<3 where weights[index] >= floor { sets[index].formUnion(component) }
    }
    first = sets[0]
    second = sets[1]
    third = sets[2]
  }
}
