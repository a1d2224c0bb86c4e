internal import CLinux
internal import StationRuntime

/// The daemon: reads its arguments, builds the station, runs it, and says how it went.
@main
struct Daemon {
  static func main() {
    let status: Int32
    switch DaemonArguments(commandLine()) {
    case .help:
      status = Output.write(DaemonArguments.helpText, to: Output.standardOutput) == 0 ? 0 : 1
    case .version:
      let line = "firstbreakd " + Version.text + "\n"
      status = Output.write(line, to: Output.standardOutput) == 0 ? 0 : 1
    case .usage(let words):
      complain(words + "; firstbreakd --help says more")
      status = 2
    case .check(let station, let opensSensors):
      status = check(station, opensSensors)
    case .makeKey(let folder):
      status = makeKey(folder)
    case .run(let station, let events):
      status = run(station, events)
    }
    clinux_exit(status)
  }

  /// Validates everything and prints the plan.
  private static func check(_ station: String, _ opensSensors: Bool) -> Int32 {
    do throws(StationError) {
      let report = try Station.check(station, opensSensors: opensSensors)
      for line in report.lines { _ = Output.write(line + "\n", to: Output.standardOutput) }
      for warning in report.warnings { complain("warning: " + warning) }
      return 0
    } catch {
      complain(error.message)
      return 1
    }
  }

  private static func makeKey(_ folder: String) -> Int32 {
    do throws(StationError) {
      let identifier = try Station.makeKey(into: folder)
      return Output.write("key: " + identifier + "\n", to: Output.standardOutput) == 0 ? 0 : 1
    } catch {
      complain(error.message)
      return 1
    }
  }

  private static func run(_ station: String, _ events: String?) -> Int32 {
    do throws(StationError) {
      return try Station(readingFrom: station, eventsPath: events).run() ? 0 : 1
    } catch {
      complain(error.message)
      return 1
    }
  }

  /// One line on standard error for each line of the words.
  private static func complain(_ words: String) {
    _ = Output.write("firstbreakd: " + words + "\n", to: Output.standardError)
  }

  private static func commandLine() -> [String] {
    var arguments: [String] = []
    for index in 1..<max(1, clinux_argument_count()) {
      // The system keeps the arguments for the life of the process.
      arguments.append(unsafe String(cString: clinux_argument(index)))
    }
    return arguments
  }
}
