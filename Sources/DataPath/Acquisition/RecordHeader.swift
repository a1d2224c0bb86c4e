/// The header of one miniSEED record, checked: what is read from here on can be relied upon.
struct RecordHeader {
  let byteOffset: Int64
  let networkCode: String
  let stationCode: String
  let locationCode: String
  let channelCode: String
  let startNanoseconds: Int64
  /// Zero or less where the record states none.
  let sampleRateHertz: Double
  let sampleCount: Int

  var channelText: String {
    networkCode + "." + stationCode + "." + locationCode + "." + channelCode
  }
}
