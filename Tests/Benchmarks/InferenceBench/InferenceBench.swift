import CLinux
import Foundation
import OnsiteModel

// Times inferences of a model on one thread.
//
// InferenceBench MODEL NANOSECONDS: for each line of standard input, the nanoseconds of an inference,
//   feeding the input and reading the outputs included: the shortest mean of the batches of 0.1 ms that
//   so many nanoseconds hold.

let arguments = CommandLine.arguments
guard arguments.count == 3, let lapNanoseconds = Int64(arguments[2]), lapNanoseconds > 0 else {
  print("usage: InferenceBench MODEL NANOSECONDS")
  exit(2)
}
let modelBytes = try Data(contentsOf: URL(fileURLWithPath: arguments[1]))
let memory: NetworkMemory
do throws(NetworkError) {
  memory = try NetworkMemory([UInt8](modelBytes))
} catch {
  print(error.message)
  exit(1)
}
let network = memory.network
let input = (0..<network.inputCount).map { Int8(truncatingIfNeeded: $0 &* 37) }
var sum = 0

@MainActor func lap() -> Int64 {
  var shortest = Int64.max
  var batchCount: Int64 = 1
  let end = clinux_monotonic_nanoseconds() + lapNanoseconds
  while clinux_monotonic_nanoseconds() < end {
    let start = clinux_monotonic_nanoseconds()
    for _ in 0..<batchCount {
      _ = network.setInput(input.span)
      network.invoke()
      for index in 0..<network.outputCount { sum &+= Int(network.output(index)) }
    }
    shortest = min(shortest, (clinux_monotonic_nanoseconds() - start) / batchCount)
    // A batch of a tenth of a millisecond: long against the clock's step, short against a time slice.
    batchCount = max(1, 100_000 / max(shortest, 1))
  }
  return shortest
}

while readLine() != nil { FileHandle.standardOutput.write(Data("\(lap())\n".utf8)) }
exit(sum == .min ? 1 : 0)
