/// The station's side of the benchmarks: one contender a process.
///
/// It takes a name and the name's arguments, prepares its data, and then does one timed run for each
/// line that standard input brings. A run's answer is one line: nanoseconds per item, and a check that
/// its peers must agree with. `Tests/Benchmarks/bench.py` starts contenders and lets them take turns.
@main
enum StationBench {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard let name = arguments.first else { fail("a contender's name is missing") }
    let rest = Array(arguments.dropFirst())
    switch name {
    case "ring": RingBench.serve(rest)
    case "trigger": try TriggerBench.serve(rest)
    case "path": try PathBench.serve(rest)
    case "decimation": try DecimationBench.serve(rest)
    case "signing": SigningBench.serve(rest)
    case "latency": try LatencyBench.run(rest)
    default: fail("\(name): no such contender")
    }
  }
}
