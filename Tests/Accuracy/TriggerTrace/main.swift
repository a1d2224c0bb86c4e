import Foundation
import Triggering

// Runs counts through an algorithm of the trigger, for judges written in another language.
//
// TriggerTrace INPUT OUTPUT ALGORITHM S L ON_Q8 OFF_Q8: INPUT is Int32 counts, OUTPUT one byte a
//   sample: bit 0 set where the ratio reaches ON, bit 1 where it reaches OFF.

let arguments = CommandLine.arguments
let algorithms: [String: Trigger.Algorithm] = [
  "recursive": .recursive, "classic": .classic, "delayed": .delayed, "allen": .allen,
]
guard arguments.count == 8, let algorithm = algorithms[arguments[3]],
  let shortTerm = Int64(arguments[4]), let longTerm = Int64(arguments[5]),
  let on = Int64(arguments[6]), let off = Int64(arguments[7])
else {
  print("usage: TriggerTrace INPUT OUTPUT ALGORITHM S L ON_Q8 OFF_Q8")
  exit(2)
}
let lengths = WindowLengths(
  shortTermSampleCount: shortTerm, longTermSampleCount: longTerm, minimumLongTermCounts: 0)
let memory = WindowMemory(algorithm, lengths)
var ratio = ShortToLongTermRatio(algorithm, lengths, in: memory)
let input = try Data(contentsOf: URL(fileURLWithPath: arguments[1]))
var output = Data(capacity: input.count / 4)
for start in stride(from: 0, to: input.count - 3, by: 4) {
  var bits: UInt32 = 0
  for byte in (0..<4).reversed() { bits = bits << 8 | UInt32(input[start + byte]) }
  ratio.process(Int32(bitPattern: bits), isLongTermFrozen: false)
  output.append(
    (ratio.isRatioAtLeast(thresholdQ8: on) ? 1 : 0)
      + (ratio.isRatioAtLeast(thresholdQ8: off) ? 2 : 0))
}
try output.write(to: URL(fileURLWithPath: arguments[2]))
