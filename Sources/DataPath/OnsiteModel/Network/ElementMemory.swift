/// Elements of int8 in memory that somebody else owns.
///
/// `@safe`: the places are not checked here. `NetworkBuilder` checks every place that a step names
/// before it runs, and whoever holds a `Network` holds its `NetworkMemory`, too.
@safe
struct Int8Memory: BitwiseCopyable {
  private let start: UnsafeMutablePointer<Int8>

  @_noAllocation @_noLocks
  init(_ start: UnsafeMutablePointer<Int8>) { unsafe self.start = unsafe start }

  subscript(_ place: Int) -> Int8 {
    @inline(__always) @_noAllocation @_noLocks get { unsafe start[place] }
    @inline(__always) @_noAllocation @_noLocks nonmutating set { unsafe start[place] = newValue }
  }
}

/// Elements of int32 in memory that somebody else owns.
///
/// `@safe`: as `Int8Memory`.
@safe
struct Int32Memory: BitwiseCopyable {
  private let start: UnsafeMutablePointer<Int32>

  @_noAllocation @_noLocks
  init(_ start: UnsafeMutablePointer<Int32>) { unsafe self.start = unsafe start }

  subscript(_ place: Int) -> Int32 {
    @inline(__always) @_noAllocation @_noLocks get { unsafe start[place] }
    @inline(__always) @_noAllocation @_noLocks nonmutating set { unsafe start[place] = newValue }
  }
}

/// Elements of int16 in memory that somebody else owns.
///
/// `@safe`: as `Int8Memory`.
@safe
struct Int16Memory: BitwiseCopyable {
  private let start: UnsafeMutablePointer<Int16>

  @_noAllocation @_noLocks
  init(_ start: UnsafeMutablePointer<Int16>) { unsafe self.start = unsafe start }

  subscript(_ place: Int) -> Int16 {
    @inline(__always) @_noAllocation @_noLocks get { unsafe start[place] }
    @inline(__always) @_noAllocation @_noLocks nonmutating set { unsafe start[place] = newValue }
  }
}
