/// The largest values of a stream, a fixed number of them, in memory allocated once.
///
/// A binary heap with the smallest at its root: the root is the level that the stream has exceeded for
/// as many samples as there are places, exactly. A value that does not exceed it costs one comparison.
///
/// `@safe`: every index lies below `count`, which never exceeds the capacity of the memory; the memory
/// lives as long as the struct.
@safe
package struct LargestValues: ~Copyable {
  /// Keeps the memory behind `values` alive.
  private let memory: LargestValuesMemory
  private let values: UnsafeMutablePointer<UInt128>
  private let capacity: Int
  private var count = 0

  /// Room for `capacity` values, at least one.
  package init(capacity: Int) {
    self.capacity = max(1, capacity)
    let memory = LargestValuesMemory(capacity: self.capacity)
    self.memory = memory
    unsafe values = memory.values
  }

  var memoryByteCount: Int { capacity * MemoryLayout<UInt128>.stride }

  /// The smallest of the largest values; nil before there are as many as places.
  package var smallest: UInt128? {
    @_noAllocation @_noLocks get { count == capacity ? unsafe values[0] : nil }
  }

  /// Forgets all values.
  @_noAllocation @_noLocks
  package mutating func removeAll() { count = 0 }

  @_noAllocation @_noLocks
  package mutating func add(_ value: UInt128) {
    guard count == capacity else {
      rise(value)
      return
    }
    let smallest = unsafe values[0]
    if value > smallest { sink(value) }
  }

  /// Puts a value in the first free place and lifts it above larger ones.
  @_noAllocation @_noLocks
  private mutating func rise(_ value: UInt128) {
    var place = count
    count &+= 1
    while place > 0 {
      let parent = (place &- 1) / 2
      let held = unsafe values[parent]
      if held <= value { break }
      unsafe values[place] = held
      place = parent
    }
    unsafe values[place] = value
  }

  /// Puts a value in the root's place and lets it sink below smaller ones.
  @_noAllocation @_noLocks
  private mutating func sink(_ value: UInt128) {
    var place = 0
    while true {
      var child = 2 &* place &+ 1
      if child >= count { break }
      var held = unsafe values[child]
      if child &+ 1 < count {
        let sibling = unsafe values[child &+ 1]
        if sibling < held {
          held = sibling
          child &+= 1
        }
      }
      if held >= value { break }
      unsafe values[place] = held
      place = child
    }
    unsafe values[place] = value
  }
}

/// The memory of the largest values, allocated once.
///
/// `@safe`: the memory is initialised at once and freed with the only owner. A class, for Embedded Swift
/// has no `deinit` of a struct across modules.
@safe
final class LargestValuesMemory {
  let values: UnsafeMutablePointer<UInt128>

  init(capacity: Int) {
    unsafe values = UnsafeMutablePointer<UInt128>.allocate(capacity: capacity)
    unsafe values.initialize(repeating: 0, count: capacity)
  }

  deinit { unsafe values.deallocate() }
}
