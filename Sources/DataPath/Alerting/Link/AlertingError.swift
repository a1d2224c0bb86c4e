import CLinux

/// What stops the alerting link from starting; nothing here happens while messages flow.
package enum AlertingError: Error, Equatable, Sendable {
  /// The system refused; `number` is its errno.
  case system(path: String, action: String, number: Int32)
  case keyOwner(file: String, owner: UInt32)
  case keyMode(file: String, mode: UInt32, expected: String)
  case keyFormat(file: String)
  case notRegular(file: String)
  case keyExists(file: String)
  case keyUnusable(file: String)
  case noRandomness
  case trustName(file: String)
  case trustFolderMode(folder: String, mode: UInt32)
  case trustDuplicate(file: String, other: String)
  case trustTooLarge(folder: String)
  case stateInUse(folder: String)
  case bootIdentifier(file: String)
  case bootIdentifierExhausted(file: String)
  case receiverState(file: String, line: Int, expected: String)
  case unknownHost(host: String)
  case unknownInterface(name: String, number: Int32)
  case address(text: String)
  case groupAddress(text: String)
  case socket(address: String, action: String, number: Int32)
  case tooManyDestinations(count: Int)
  /// Several files are wrong; all of them are named.
  indirect case several([AlertingError])
}

extension AlertingError {
  /// One line per fault: the file, the value and what was expected.
  package var message: String {
    switch self {
    case .system(let path, let action, let number):
      "\(path): cannot \(action): \(errorText(number))"
    case .socket(let address, let action, let number):
      "\(address): cannot \(action): \(errorText(number))"
    case .unknownHost(let host): "\(host): not a known host or an address"
    case .unknownInterface(let name, let number):
      "\(name): no such network interface: \(errorText(number))"
    case .address(let text): "\(text): expected HOST:PORT, an IPv6 address in brackets"
    case .groupAddress(let text):
      "\(text): expected a multicast address of the same IP version as the bound address"
    case .tooManyDestinations(let count): "\(count) alert destinations: at most 8 are served"
    case .several(let faults): faults.reduce("") { $0 + ($0.isEmpty ? "" : "\n") + $1.message }
    default: fileMessage
    }
  }

  private var fileMessage: String {
    switch self {
    case .keyOwner(let file, let owner):
      "\(file): owned by user \(owner): a private key belongs to the daemon's user or to root"
    case .keyMode(let file, let mode, let expected):
      "\(file): mode \(octalText(mode)): expected \(expected)"
    case .keyFormat(let file): "\(file): expected 64 hexadecimal digits and a newline"
    case .notRegular(let file): "\(file): expected a regular file"
    case .keyExists(let file): "\(file): already exists, a key is never overwritten"
    case .keyUnusable(let file): "\(file): not a key of Ed25519"
    case .noRandomness: "the system gives no random bytes, no key can be made"
    case .trustName(let file):
      "\(file): expected a name NET_STA_LOC.pub or NET_STA_LOC.N.pub, codes of A-Z and 0-9"
    case .trustFolderMode(let folder, let mode):
      "\(folder): mode \(octalText(mode)): everybody could add a key, take away write for others"
    case .trustDuplicate(let file, let other): "\(file): holds the same key as \(other)"
    case .trustTooLarge(let folder): "\(folder): more keys than a receiver takes"
    case .stateInUse(let folder):
      "\(folder): another process sends as this station with this state folder, expected one"
    case .bootIdentifier(let file):
      "\(file): expected a decimal number and a newline; without the file the clock is used"
    case .bootIdentifierExhausted(let file): "\(file): the largest boot number has been used"
    case .receiverState(let file, let line, let expected):
      "\(file): line \(line): expected \(expected)"
    default: ""
    }
  }
}

/// The system's words for an error number.
private func errorText(_ number: Int32) -> String {
  // The text is a static string of the C library.
  unsafe String(cString: clinux_error_text(number))
}

/// Four octal digits, as `ls` and `chmod` write a mode.
private func octalText(_ mode: UInt32) -> String {
  var text = ""
  for shift in [UInt32(9), 6, 3, 0] { text += String(mode >> shift & 7) }
  return text
}
