import Foundation
import Testing

@testable import Alerting

/// Key files: what is written, what is taken, and what is refused with words that help.
@Suite struct StationKeyFilesTests {
  let folder: ScratchFolder
  let digits = String(repeating: "ab", count: 32)

  init() throws { folder = try ScratchFolder() }

  /// The words of the error that loading a private key throws.
  func refusal(_ path: String) -> String {
    do throws(AlertingError) {
      _ = try StationKeyFiles.load(path)
      return "loaded"
    } catch {
      return error.message
    }
  }

  @Test func generatedPairLoadsAndBelongsTogether() throws {
    let inner = folder.path + "/keys"
    let publicKey = try StationKeyFiles.generate(into: inner)
    let key = try StationKeyFiles.load(inner + "/station.key")
    #expect(key.identifier == publicKey.identifier)
    #expect(
      try StationKeyFiles.loadPublic(inner + "/station.pub").identifier == publicKey.identifier)
    #expect(try folder.names == ["keys"])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: inner).sorted()
        == ["station.key", "station.pub"])
    #expect(try folder.mode(of: "keys/station.key") == 0o600)
    #expect(try folder.mode(of: "keys/station.pub") == 0o644)
    #expect(try folder.text(of: "keys/station.pub") == publicKey.hexadecimal + "\n")
    #expect(try folder.text(of: "keys/station.key").count == 65)
  }

  @Test func twoPairsDiffer() throws {
    let first = try StationKeyFiles.generate(into: folder.path + "/1")
    let second = try StationKeyFiles.generate(into: folder.path + "/2")
    #expect(first.identifier != second.identifier)
  }

  @Test(arguments: ["station.key", "station.pub"])
  func existingFileIsNeverOverwrittenAndNothingIsLeft(name: String) throws {
    _ = try folder.write("precious", to: name)
    do throws(AlertingError) {
      _ = try StationKeyFiles.generate(into: folder.path)
      Issue.record("a key was overwritten")
    } catch {
      #expect(error == .keyExists(file: folder.path + "/" + name))
      #expect(error.message.contains(name))
    }
    #expect(try folder.text(of: name) == "precious")
    #expect(try folder.names == [name])
  }

  @Test func upperCaseDigitsAreDigits() throws {
    let lower = try folder.write(digits + "\n", to: "lower")
    let upper = try folder.write(digits.uppercased() + "\n", to: "upper")
    #expect(
      try StationKeyFiles.load(lower).identifier == StationKeyFiles.load(upper).identifier)
  }

  @Test(arguments: [0o640, 0o604, 0o660, 0o644, 0o610, 0o440, 0o601])
  func keyThatOthersCanTouchIsRefused(mode: Int) throws {
    let file = try folder.write(digits + "\n", to: "station.key", mode: mode)
    #expect(refusal(file).contains(file))
    #expect(refusal(file).contains("mode 0" + String(mode, radix: 8)))
  }

  @Test(arguments: ["", "ab\n", "no newline", "long", "space", "letter", "carriage return"])
  func anythingButSixtyFourDigitsAndANewlineIsRefused(_ what: String) throws {
    let text =
      switch what {
      case "no newline": digits
      case "long": digits + "\n\n"
      case "space": String(digits.dropLast()) + " \n"
      case "letter": String(digits.dropLast()) + "g\n"
      case "carriage return": String(digits.dropLast()) + "\r\n"
      default: what
      }
    let file = try folder.write(text, to: "station.key")
    #expect(refusal(file) == file + ": expected 64 hexadecimal digits and a newline")
  }

  @Test func linksFoldersPipesAndAbsentFilesAreRefused() throws {
    let file = try folder.write(digits + "\n", to: "real")
    let link = folder.path + "/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    #expect(refusal(link).contains(link))
    #expect(refusal(link) != "loaded")
    #expect(refusal(folder.path).contains("expected a regular file"))
    let pipe = folder.path + "/pipe"
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    #expect(refusal(pipe) == pipe + ": expected a regular file")
    #expect(refusal(folder.path + "/none").contains("No such file"))
  }

  @Test(.enabled(if: isRoot, "only root can give a file away"))
  func keyOfAnotherUserIsRefused() throws {
    let file = try folder.write(digits + "\n", to: "station.key")
    try FileManager.default.setAttributes([.ownerAccountID: 12_345], ofItemAtPath: file)
    #expect(refusal(file).hasPrefix(file + ": owned by user 12345: "))
  }

  @Test func publicKeyThatOthersCanWriteOrIsNoPointIsRefused() throws {
    let good = try StationKeyFiles.generate(into: folder.path + "/keys").hexadecimal + "\n"
    for mode in [0o664, 0o646] {
      let file = try folder.write(good, to: "open.pub", mode: mode)
      #expect(throws: AlertingError.self) { try StationKeyFiles.loadPublic(file) }
    }
    // The neutral element and a number above the field's prime: any message could pass for signed.
    for bytes in ["01" + String(repeating: "00", count: 31), String(repeating: "ff", count: 32)] {
      let file = try folder.write(bytes + "\n", to: "weak.pub")
      #expect(throws: AlertingError.keyUnusable(file: file)) {
        try StationKeyFiles.loadPublic(file)
      }
    }
  }

  /// In a process of its own, because the environment belongs to all tests.
  @Test(.enabled(if: isRoot, "needs a file of root"))
  func credentialOfTheServiceManagerMayBeReadableByItsGroup() async throws {
    _ = try folder.write(digits + "\n", to: "station.key", mode: 0o440)
    _ = try folder.write(digits + "\n", to: "open.key", mode: 0o444)
    await #expect(processExitsWith: .success) { [path = folder.path as String] in
      let elsewhere = try ScratchFolder()
      _ = try elsewhere.write(String(repeating: "ab", count: 32) + "\n", to: "k", mode: 0o440)
      unsafe setenv("CREDENTIALS_DIRECTORY", path, 1)
      // Two spellings of the folder; a mode that shows the key to everybody; another folder.
      _ = try StationKeyFiles.load(path + "/station.key")
      _ = try StationKeyFiles.load(path + "/./station.key")
      for file in [path + "/open.key", elsewhere.path + "/k"] {
        if (try? StationKeyFiles.load(file)) != nil { exit(1) }
      }
      unsafe unsetenv("CREDENTIALS_DIRECTORY")
      if (try? StationKeyFiles.load(path + "/station.key")) != nil { exit(1) }
    }
  }

  /// In a process of its own, because the environment belongs to all tests.
  @Test func credentialIsFoundByTheNameOfTheKeyFile() async throws {
    _ = try folder.write(digits + "\n", to: "station.key")
    await #expect(processExitsWith: .success) { [path = folder.path as String] in
      let copy = path + "/station.key"
      unsafe unsetenv("CREDENTIALS_DIRECTORY")
      if StationKeyFiles.credential(for: "/etc/firstbreak/station.key") == copy { exit(1) }
      unsafe setenv("CREDENTIALS_DIRECTORY", path, 1)
      for file in ["/etc/firstbreak/station.key", "station.key"] {
        if StationKeyFiles.credential(for: file) != copy { exit(2) }
      }
      // A name that is not there, and a folder that is none.
      if StationKeyFiles.credential(for: "/etc/other.key") != "/etc/other.key" { exit(3) }
      unsafe setenv("CREDENTIALS_DIRECTORY", "relative", 1)
      if StationKeyFiles.credential(for: "/etc/station.key") != "/etc/station.key" { exit(4) }
    }
  }

  static var isRoot: Bool { geteuid() == 0 }
}
