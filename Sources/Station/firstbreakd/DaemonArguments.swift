/// What the daemon was asked to do.
enum DaemonArguments {
  case help
  case version
  case usage(String)
  case check(station: String, opensSensors: Bool)
  case makeKey(folder: String)
  case run(station: String, events: String?)

  static let helpText = """
    firstbreakd runs an earthquake early-warning station.

    usage: firstbreakd --station FILE [--check [--no-sensors]] [--foreground] [--events FILE]
           firstbreakd --keygen FOLDER

      --station FILE   the station file (station.json)
      --check          validate files, sources, key and state directory, print the plan, exit 0 or 1
      --no-sensors     with --check, do not open the sensors, which a running daemon holds
      --foreground     stay in the foreground; the daemon always does, service managers expect it
      --events FILE    write every message as a line of JSON, and a summary at the end
      --keygen FOLDER  make a key pair there, station.key and station.pub; none is overwritten
      --version        print the version
      --help           print this

    SIGTERM ends the station with its final messages, SIGHUP reads destinations and policy again.
    Log lines go to standard error. Exit codes: 0 done, 1 the work failed, 2 bad usage.

    example: firstbreakd --station /etc/firstbreak/station.json --check

    """

  /// Reads the arguments after the program's name.
  init(_ arguments: [String]) {
    var station: String?
    var events: String?
    var isCheck = false
    var opensSensors = true
    var index = 0
    while index < arguments.count {
      let option = arguments[index]
      let value = index + 1 < arguments.count ? arguments[index + 1] : nil
      switch option {
      case "--help":
        self = .help
        return
      case "--version":
        self = .version
        return
      case "--check": isCheck = true
      case "--no-sensors": opensSensors = false
      case "--foreground": break
      case "--station", "--events":
        guard let value, !value.isEmpty else {
          self = .usage(option + ": a file is missing, expected " + option + " FILE")
          return
        }
        if option == "--station" { station = value } else { events = value }
        index += 1
      case "--keygen":
        guard let value, !value.isEmpty else {
          self = .usage("--keygen: a folder is missing, expected --keygen FOLDER")
          return
        }
        self = .makeKey(folder: value)
        return
      default:
        self = .usage(option + ": not an option of firstbreakd")
        return
      }
      index += 1
    }
    guard let station else {
      self = .usage("--station is missing, expected --station FILE")
      return
    }
    self =
      isCheck
      ? .check(station: station, opensSensors: opensSensors)
      : .run(station: station, events: events)
  }
}
