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
var output = Data()
for start in stride(from: 0, to: input.count, by: network.inputCount) {
  let elements = Array(input[start..<start + network.inputCount])
  guard network.setInput(elements.span) else { exit(1) }
  network.invoke()
  for index in 0..<network.outputCount { output.append(UInt8(bitPattern: network.output(index))) }
  for index in 0..<network.outputCount {
    guard let accumulator = network.accumulator(index) else { continue }
    withUnsafeBytes(of: accumulator.littleEndian) { unsafe output.append(contentsOf: $0) }
  }
  for index in 0..<network.outputCount where network.accumulator(index) != nil {
    withUnsafeBytes(of: network.valueQ16(index).littleEndian) { unsafe output.append(contentsOf: $0) }
  }
}
try output.write(to: URL(fileURLWithPath: arguments[3]))
