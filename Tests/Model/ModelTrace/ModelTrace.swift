import Foundation
import OnsiteModel

// Runs a model on raw inputs, for judges written in another language.
//
// ModelTrace MODEL INPUT OUTPUT: INPUT holds int8 elements, one inference after another. OUTPUT gets for
//   each inference the int8 outputs and then, where a fully connected layer is last, the accumulators
//   (int32) and values in Q16 (int64), all little-endian.

let arguments = CommandLine.arguments
guard arguments.count == 4 else {
  print("usage: ModelTrace MODEL INPUT OUTPUT")
  exit(2)
}
let model = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments[1])))
let memory: NetworkMemory
do throws(NetworkError) {
  memory = try NetworkMemory(model)
} catch {
  print(error.message)
  exit(1)
}
let network = memory.network
let input = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments[2]))).map {
  Int8(bitPattern: $0)
}
var output: [UInt8] = []
for start in stride(from: 0, to: input.count, by: network.inputCount) {
  let elements = Array(input[start..<start + network.inputCount])
  guard network.setInput(elements.span) else { exit(1) }
  network.invoke()
  for index in 0..<network.outputCount {
    append(Int64(network.output(index)), byteCount: 1, to: &output)
  }
  for index in 0..<network.outputCount {
    if let accumulator = network.accumulator(index) {
      append(Int64(accumulator), byteCount: 4, to: &output)
    }
  }
  for index in 0..<network.outputCount where network.accumulator(index) != nil {
    append(network.valueQ16(index), byteCount: 8, to: &output)
  }
}
try Data(output).write(to: URL(fileURLWithPath: arguments[3]))

func append(_ value: Int64, byteCount: Int, to output: inout [UInt8]) {
  for byte in 0..<byteCount {
    output.append(UInt8(truncatingIfNeeded: value >> Int64(8 * byte)))
  }
}
