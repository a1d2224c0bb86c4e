import Acquisition
import Foundation
import SeismicTypes

// Captures from a sound device and writes what the driver gives, for judges in another language.
//
// ALSACaptureTrace OUTPUT device=D format=F rate=R channels=C use=U station-microhertz=M
//   [period=P] [buffer=B] [fraction-bits=K] [block=N] [frames=N] [card=D control=NAME:VALUE]...
//   [reopen=1]
// OUTPUT receives Int32 station frames. Prints, one a line: `fact …`, `block FRAMES NEWEST STAMPED
// LOST`, `failed FAULT`, `refused MESSAGE`, `end FRAMES`. Ends after so many frames, after a failure
// unless told to open the device again, and when nothing has come for a second.

/// What the command line asks for.
struct Request {
  private var settings: [String: String] = [:]
  private(set) var controls: [ALSAControl] = []

  init(_ arguments: ArraySlice<String>) {
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      if parts[0] == "control" { add(control: parts[1]) } else { settings[parts[0]] = parts[1] }
    }
  }

  private mutating func add(control: String) {
    let words = control.split(separator: ":").map(String.init)
    let value: ALSAControl.Value =
      Int64(words[1]).map { .steps($0) } ?? (words[1] == "on" ? .isOn(true) : .item(words[1]))
    controls.append(ALSAControl(name: words[0], value: value))
  }

  subscript(key: String) -> String? { settings[key] }
  func number(_ key: String) -> Int? { settings[key].flatMap { Int($0) } }
  var channelCount: Int { number("use") ?? number("channels") ?? 1 }

  func makeDevice() throws(AcquisitionError) -> ALSADevice {
    var parameters = ALSADevice.Parameters(
      device: self["device"] ?? "default",
      format: PCMFormat(rawValue: self["format"] ?? "") ?? .s32,
      captureRateHertz: number("rate") ?? 48_000, captureChannelCount: number("channels") ?? 1,
      channelCount: channelCount,
      sampleRate: SampleRate(microhertz: Int64(number("station-microhertz") ?? 100_000_000)))
    parameters.periodFrames = number("period")
    parameters.bufferFrames = number("buffer")
    parameters.fractionBits = number("fraction-bits") ?? 0
    parameters.controls = controls
    parameters.controlCard = self["card"]
    return try ALSADevice(parameters)
  }
}

func say(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

func open(_ device: ALSADevice) -> Bool {
  do throws(AcquisitionError) {
    try device.open()
    for fact in device.facts { say("fact " + fact) }
    return true
  } catch {
    say("refused " + error.message)
    return false
  }
}

func capture(_ device: ALSADevice, _ request: Request, into output: FileHandle) {
  let channelCount = request.channelCount
  var counts = [Int32](repeating: 0, count: (request.number("block") ?? 16) * channelCount)
  var total = 0
  var silentSince = ContinuousClock.now
  let enough = request.number("frames") ?? .max
  while total < enough, silentSince.duration(to: .now) < .seconds(1) {
    var room = counts.mutableSpan
    switch device.read(into: &room, timeoutMilliseconds: 50) {
    case .block(let block):
      silentSince = .now
      total += block.frameCount
      let values = counts[..<(block.frameCount * channelCount)]
      // The closure's buffer lives no longer than the array it was lent by.
      output.write(unsafe values.withUnsafeBytes { unsafe Data($0) })
      let lost = block.lostFrameCount.map(String.init) ?? "unknown"
      say(
        "block \(block.frameCount) \(block.newestFrameRawNanoseconds) \(block.isDriverStamped) "
          + lost)
    case .nothing: break
    case .failed(let fault):
      say("failed \(fault)")
      device.close()
      guard request["reopen"] == "1" else { return }
      while !open(device), silentSince.duration(to: .now) < .seconds(1) {}
    }
  }
  say("end \(total)")
}

do throws(AcquisitionError) {
  let request = Request(CommandLine.arguments.dropFirst(2))
  let device = try request.makeDevice()
  let path = CommandLine.arguments[1]
  _ = FileManager.default.createFile(atPath: path, contents: nil)
  if let output = FileHandle(forWritingAtPath: path), open(device) {
    capture(device, request, into: output)
    device.close()
  }
} catch {
  say("refused " + error.message)
}
