import Alerting
import CalibrationAnalysis

/// `firstbreak keygen`: a station's key pair.
enum KeygenCommand: Command {
  static let name = "keygen"
  static let summary = "makes a station's Ed25519 key pair"
  static let help = """
    usage: firstbreak keygen --output DIR [--json]

    Writes station.key (the secret, mode 0600) and station.pub into DIR, which is made if it is
    absent. Existing keys are never overwritten. Prints the public key, 64 hexadecimal digits.

    A receiver trusts the station once station.pub lies in its folder of trusted keys under the
    station's name: NET_STA_LOC.pub.

      --output DIR    where the two files go
      --json          the public key and the files' names as one JSON object

    Example:
      firstbreak keygen --output keys && cp keys/station.pub trust/XX_REPLAY_.pub
    """
  static let valueOptions: Set<String> = ["output"]
  static let flagOptions: Set<String> = ["json"]

  static func run(_ options: Options) throws -> Bool {
    let folder = try options.required("output")
    let key = try StationKeyFiles.generate(into: folder)
    printWords("\(folder)/station.key is the secret, \(folder)/station.pub is for the receivers")
    let object = OrderedJSON.object([
      ("publicKey", .text(key.hexadecimal)), ("secretFile", .text(folder + "/station.key")),
      ("publicFile", .text(folder + "/station.pub")),
    ])
    try Output.line(options.has("json") ? object.line : key.hexadecimal)
    return true
  }
}
