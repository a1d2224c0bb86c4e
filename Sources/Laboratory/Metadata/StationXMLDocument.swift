import SeismicTypes
import StationConfiguration

/// Writes a station's metadata as FDSN StationXML 1.2.
package struct StationXMLDocument: Sendable {
  private let metadata: StationMetadata
  private let siteName: String
  private let module: String
  private let created: String

  /// A document to be written.
  ///
  /// - Parameters:
  ///   - metadata: What it describes.
  ///   - siteName: Where the station stands, in words.
  ///   - module: The program that writes it, with its version.
  ///   - created: When, as an XML dateTime.
  package init(
    _ metadata: StationMetadata, siteName: String, module: String, created: String
  ) {
    self.metadata = metadata
    self.siteName = siteName
    self.module = module
    self.created = created
  }

  /// The whole file.
  package var text: String {
    var writer = XMLWriter()
    let root = [("xmlns", "http://www.fdsn.org/xml/station/1"), ("schemaVersion", "1.2")]
    let identity = metadata.station.identity
    writer.element("FDSNStationXML", root) { writer in
      writer.leaf("Source", identity.networkCode)
      writer.leaf("Module", module)
      writer.leaf("Created", created)
      writer.element("Network", [("code", identity.networkCode)]) { station(into: &$0) }
    }
    return writer.text
  }

  private func station(into writer: inout XMLWriter) {
    let starts = metadata.sources.flatMap { $0.epochs.map(\.start) }
    let first = starts.contains(nil) ? nil : starts.compactMap { $0 }.min()
    let identity = metadata.station.identity
    let attributes = [("code", identity.stationCode)] + Self.dates(from: first, to: nil)
    writer.element("Station", attributes) { writer in
      place(into: &writer)
      writer.element("Site") { $0.leaf("Name", siteName) }
      for source in metadata.sources {
        for index in source.description.channels.indices {
          for epoch in source.epochs { channel(index, of: source, epoch, into: &writer) }
        }
      }
    }
  }

  private static func dates(from start: String?, to end: String?) -> [(String, String)] {
    [("startDate", start), ("endDate", end)].compactMap { name, day in
      day.map { (name, $0 + "T00:00:00Z") }
    }
  }

  private func place(into writer: inout XMLWriter) {
    writer.leaf("Latitude", number: metadata.station.latitudeDegrees)
    writer.leaf("Longitude", number: metadata.station.longitudeDegrees)
    writer.leaf("Elevation", number: metadata.station.elevationMetres)
  }

  private func channel(
    _ index: Int, of source: StationMetadata.Source, _ epoch: MetadataEpoch,
    into writer: inout XMLWriter
  ) {
    let channel = source.channel(at: index, in: epoch)
    let identity = metadata.station.identity
    let letters = channel.code.map(String.init).joined(separator: "_")
    let attributes =
      [("code", channel.code)] + Self.dates(from: epoch.start, to: epoch.end)
      + [
        ("sourceID", "FDSN:\(identity.text)_\(letters)"), ("locationCode", identity.locationCode),
      ]
    writer.element("Channel", attributes) { writer in
      comment(on: channel, of: source, in: epoch, into: &writer)
      place(into: &writer)
      writer.leaf("Depth", number: 0)
      writer.leaf("Azimuth", number: channel.azimuthDegrees == 360 ? 0 : channel.azimuthDegrees)
      writer.leaf("Dip", number: channel.dipDegrees)
      writer.leaf("Type", "CONTINUOUS")
      writer.leaf("Type", "GEOPHYSICAL")
      writer.leaf("SampleRate", number: source.digital.sampleRateHertz)
      sensor(of: source, in: epoch, into: &writer)
      let response = ChannelResponse(channel, sampleRateHertz: source.digital.sampleRateHertz)
      ResponseElement(response, source.digital).write(into: &writer)
    }
  }

  private func comment(
    on channel: ChannelDescription, of source: StationMetadata.Source, in epoch: MetadataEpoch,
    into writer: inout XMLWriter
  ) {
    var words = "nominal values of the board"
    if let calibration = epoch.calibration,
      let measured = source.measured(channel.code, in: epoch)
    {
      words = "calibrated \(calibration.date): \(calibration.method)"
      if let percent = measured.sensitivityUncertaintyPercent {
        words += "; standard uncertainty of the sensitivity \(percent) %"
      }
    }
    writer.element("Comment") { $0.leaf("Value", words) }
  }

  private func sensor(
    of source: StationMetadata.Source, in epoch: MetadataEpoch, into writer: inout XMLWriter
  ) {
    writer.element("Sensor") { writer in
      writer.leaf("Description", metadata.boardDescription)
      if let part = source.description.part { writer.leaf("Model", part) }
      if let serial = source.serial { writer.leaf("SerialNumber", serial) }
      if let date = epoch.calibration?.date {
        writer.leaf("CalibrationDate", date + "T00:00:00Z")
      }
    }
  }
}
