import SeismicTypes

extension AcquisitionError {
  /// One line for the operator: what and where, the value found and what was expected.
  package var message: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .tooLarge(let path, let byteCount, let limit):
      "\(path): \(byteCount) bytes are more than the \(limit) a recording may have"
    case .outsideFile(let file, let fileByteCount):
      "\(file.path): bytes \(file.byteOffset) + \(file.byteLength ?? 0) lie outside the file of "
        + "\(fileByteCount) bytes"
    case .notMiniSEED(let path, let byteOffset):
      "\(path): no miniSEED record at byte \(byteOffset)"
    case .truncated(let path, let byteOffset, let expectedBytes, let availableBytes):
      "\(path): truncated: the record at byte \(byteOffset) has \(availableBytes) of "
        + "\(expectedBytes) bytes"
    case .damaged(let path, let byteOffset, let reason):
      "\(path): damaged record at byte \(byteOffset): \(reason)"
    case .unsupportedEncoding(let path, let byteOffset, let channel, let encoding):
      "\(path): record at byte \(byteOffset): \(channel) is encoded as \(encoding), expected "
        + "integer counts (int16, int32, Steim1, Steim2)"
    case .badChannelFilter(let text):
      "channel filter \"\(text)\": expected patterns such as EN? or HHZ,HH?, separated by commas"
    case .badSynthesis(let setting, let value, let expected):
      "synthetic source: \(setting) is \(value), expected \(expected)"
    default: channelMessage
    }
  }

  private var channelMessage: String {
    switch self {
    case .unsupportedRate(let path, let channel, let rate):
      "\(path): \(channel): sample rate \(rate.hertzText) Hz is outside 20 to 1000 Hz"
    case .ratesDisagree(let path, let channel, let rate, let expected):
      "\(path): \(channel): sample rate \(rate.hertzText) Hz, expected \(expected.hertzText) Hz "
        + "as in the records before"
    case .ambiguousComponent(let path, let component, let channels):
      "\(path): several channels for the \(component.name) component (\(list(channels))): choose "
        + "with a channel filter"
    case .componentMissing(let path, let component, let found):
      "\(path): no channel for the \(component.name) component among \(list(found))"
    case .noChannel(let path, let filter, let found):
      "\(path): no channel with samples passes the filter \(filter) (found: \(list(found)))"
    case .noCommonTime(let path, let channels):
      "\(path): the channels \(list(channels)) have no time in common"
    default: deviceMessage
    }
  }

  private var deviceMessage: String {
    switch self {
    case .deviceMissing(let device, let place, let found):
      "\(device): not found at \(place), expected one of: \(list(found))"
    case .deviceFailed(let device, let operation, let reason): "\(device): \(operation): \(reason)"
    case .deviceSetting(let device, let setting, let value, let expected):
      "\(device): \(setting) is \(value), expected \(expected)"
    case .deviceUnavailable(let device, let reason):
      "\(device): cannot be opened: \(reason)"
    default: ""
    }
  }

  private func list(_ words: [String]) -> String {
    guard var text = words.first else { return "none" }
    for word in words.dropFirst() { text += ", " + word }
    return text
  }
}
