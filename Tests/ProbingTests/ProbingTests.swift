import Acquisition
import Foundation
import Probing
import StationConfiguration
import Testing

/// A folder that stands for `/`, gone with the object.
private final class Tree {
  let path = NSTemporaryDirectory() + "probing-" + UUID().uuidString

  func write(_ text: String, to file: String) throws {
    let url = URL(filePath: path).appending(path: file)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
  }

  func link(_ file: String, to target: String) throws {
    let url = URL(filePath: path).appending(path: file)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: url.path, withDestinationPath: target)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite("Sound cards")
struct SoundCardTests {
  @Test("that capture are named with what the driver tells of them; others are left out")
  func cards() throws {
    let tree = Tree()
    try tree.write(
      """
       0 [vc4hdmi0       ]: vc4-hdmi - vc4-hdmi-0
                            vc4-hdmi-0
       2 [Device         ]: USB-Audio - USB Audio Device
                            C-Media USB Audio Device at usb-1.2, full speed

      """, to: "proc/asound/cards")
    try tree.write(
      """
      00-00: MAI PCM i2s-hifi-0 : MAI PCM i2s-hifi-0 : playback 1
      02-00: USB Audio : USB Audio : playback 1 : capture 1

      """, to: "proc/asound/pcm")
    try tree.write(
      """
      USB Audio Device at usb-1.2, full speed : USB Audio

      Playback:
        Interface 1
          Format: S16_LE
          Rates: 48000, 44100
      Capture:
        Interface 2
          Altset 1
          Format: S24_3LE
          Channels: 2
          Rates: 8000, 48000
          Bits: 24

      """, to: "proc/asound/card2/stream0")
    let cards = SoundCard.all(under: tree.path)
    #expect(cards.count == 1)
    #expect(cards.first?.device == "hw:CARD=Device,DEV=0")
    #expect(cards.first?.name == "USB Audio")
    #expect(cards.first?.captureChannelText == "capture 1")
    #expect(
      cards.first?.abilities == [
        "Format: S24_3LE", "Channels: 2", "Rates: 8000, 48000", "Bits: 24",
      ])
  }

  @Test("are none where the kernel has no sound, or what it says cannot be read")
  func none() throws {
    let tree = Tree()
    #expect(SoundCard.all(under: tree.path).isEmpty)
    try tree.write("no [card\n]:[ 3 [x]: y", to: "proc/asound/cards")
    try tree.write("-: capture\n99: x\n03-00: capture 1\n\n:::", to: "proc/asound/pcm")
    #expect(SoundCard.all(under: tree.path).isEmpty)
  }
}

@Suite("Serial lines")
struct SerialPortTests {
  @Test("are named by what stays the same, and once")
  func ports() throws {
    let tree = Tree()
    try tree.link("dev/serial/by-id/usb-FTDI_A1-if00-port0", to: "../../ttyUSB0")
    for name in ["ttyUSB0", "ttyACM1", "ttyAMA0", "ttyS0", "tty1"] {
      try tree.write("", to: "dev/" + name)
    }
    let ports = SerialPort.all(under: tree.path)
    #expect(
      ports.map(\.path) == [
        "/dev/serial/by-id/usb-FTDI_A1-if00-port0", "/dev/ttyACM1", "/dev/ttyAMA0",
      ])
    #expect(ports.map(\.target) == ["/dev/ttyUSB0", nil, nil])
  }
}
