internal import Acquisition
internal import Foundation
internal import SeismicTypes
package import StationConfiguration

extension CountSeries {
  /// The counts as a miniSEED 3 file (FDSN, 2023) of 32-bit integers, so that what a live calibration
  /// saw is kept and can be fitted again.
  ///
  /// - Parameters:
  ///   - source: Whose channel codes stand in it.
  ///   - serial: Of the instrument; its letters and digits are the station code.
  /// - Returns: The bytes, records of at most 2,000 samples, channel by channel.
  package func miniSEED(source: SourceDescription, serial: String) -> [UInt8] {
    let letters = serial.uppercased().unicodeScalars.filter {
      $0.isASCII && CharacterSet.alphanumerics.contains($0)
    }
    let station = String(String.UnicodeScalarView(letters.prefix(8)))
    var bytes: [UInt8] = []
    for (index, channel) in source.channels.enumerated() {
      let code = channel.code.map { "_" + String($0) }.joined()
      let identifier = "FDSN:XX_\(station.isEmpty ? "CAL" : station)_" + code
      for first in stride(from: 0, to: sampleCount, by: 2000) {
        let samples = counts[index][first..<min(first + 2000, sampleCount)]
        bytes += record(identifier, samples, at: time(ofSample: first))
      }
    }
    return bytes
  }

  private func record(
    _ identifier: String, _ samples: ArraySlice<Double>, at time: Timestamp
  ) -> [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "M"), UInt8(ascii: "S"), 3, 0]
    let seconds = Int(time.nanoseconds / 1_000_000_000)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let date = Date(timeIntervalSince1970: Double(seconds))
    let parts = calendar.dateComponents([.year, .dayOfYear, .hour, .minute, .second], from: date)
    append(UInt64(time.nanoseconds % 1_000_000_000), size: 4, to: &bytes)
    append(UInt64(parts.year ?? 1970), size: 2, to: &bytes)
    append(UInt64(parts.dayOfYear ?? 1), size: 2, to: &bytes)
    bytes += [parts.hour, parts.minute, parts.second].map { UInt8(truncatingIfNeeded: $0 ?? 0) }
    bytes.append(3)
    append(hertz.bitPattern, size: 8, to: &bytes)
    append(UInt64(samples.count), size: 4, to: &bytes)
    append(0, size: 4, to: &bytes)
    bytes += [1, UInt8(identifier.utf8.count)]
    append(0, size: 2, to: &bytes)
    append(UInt64(4 * samples.count), size: 4, to: &bytes)
    bytes += Array(identifier.utf8)
    for sample in samples {
      append(UInt64(UInt32(bitPattern: Int32(sample))), size: 4, to: &bytes)
    }
    let polynomial = CRC32C()
    let register = bytes.reduce(CRC32C.start) { polynomial.register($0, after: $1) }
    let check = CRC32C.check(register)
    for index in 0..<4 { bytes[28 + index] = UInt8(truncatingIfNeeded: check >> (8 * index)) }
    return bytes
  }

  private func append(_ value: UInt64, size: Int, to bytes: inout [UInt8]) {
    for index in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
  }
}
