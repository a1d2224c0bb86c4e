/// The value that would stand at `rank` if the first `count` values were sorted; reorders them.
///
/// - Parameters:
///   - rank: 0 ≤ rank < count.
///   - values: At least `count` values.
///   - count: How many of them take part.
/// - Returns: The value.
func selected(_ rank: Int, of values: inout [Int64], count: Int) -> Int64 {
  var low = 0
  var high = count - 1
  while low < high {
    let pivot = values[low + (high - low) / 2]
    var left = low
    var right = high
    while left <= right {
      while values[left] < pivot { left += 1 }
      while values[right] > pivot { right -= 1 }
      guard left <= right else { break }
      values.swapAt(left, right)
      left += 1
      right -= 1
    }
    if rank <= right {
      high = right
    } else if rank >= left {
      low = left
    } else {
      break
    }
  }
  return values[rank]
}
