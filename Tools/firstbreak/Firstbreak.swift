import Alerting
import Foundation
import StationConfiguration
import StationRuntime

/// The tools around a station: `firstbreak <command> [options]`.
@main
struct Firstbreak {
  /// Every command, in the order of the help.
  static var commands: [any Command.Type] {
    [
      ReplayCommand.self, EvaluateCommand.self, ListenCommand.self, KeygenCommand.self,
      BoardCommand.self, CalibrateCommand.self, ModelCommand.self, NoiseCommand.self,
      PlotCommand.self, StationXMLCommand.self,
    ]
  }

  static func main() {
    var arguments = Array(CommandLine.arguments.dropFirst())
    guard var name = arguments.first else { fail(overview, status: 2) }
    if name == "--help" {
      print(overview)
      return
    }
    arguments.removeFirst()
    guard var command = commands.first(where: { $0.name == name }) else {
      fail("no command \"\(name)\"\n" + overview, status: 2)
    }
    if let below = command.subcommands.first(where: { $0.name == arguments.first }) {
      name += " " + below.name
      command = below
      arguments.removeFirst()
    }
    if arguments.contains("--help") {
      print(command.help)
      return
    }
    do {
      let options = try Options(arguments, of: command)
      exit(try command.run(options) ? 0 : 1)
    } catch let error as UsageError {
      fail("firstbreak \(name): \(error.message)\nsee firstbreak \(name) --help", status: 2)
    } catch let error as WorkError {
      fail("firstbreak \(name): \(error.message)", status: 1)
    } catch let error as StationError {
      fail("firstbreak \(name): \(error.message)", status: 1)
    } catch let error as ConfigurationError {
      fail("firstbreak \(name): \(error.message)", status: 1)
    } catch let error as AlertingError {
      fail("firstbreak \(name): \(error.message)", status: 1)
    } catch {
      fail("firstbreak \(name): \(error)", status: 1)
    }
  }

  private static var overview: String {
    let width = (commands.map { $0.name.count }.max() ?? 0) + 2
    let lines = commands.map {
      "  " + $0.name.padding(toLength: width, withPad: " ", startingAt: 0) + $0.summary
    }
    return "usage: firstbreak <command> [options]\n\n" + lines.joined(separator: "\n")
      + "\n\nEach command has --help. Data go to stdout, words to stderr."
  }

  private static func fail(_ words: String, status: Int32) -> Never {
    printWords(words)
    exit(status)
  }
}
