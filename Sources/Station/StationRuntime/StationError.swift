package import Acquisition
package import Alerting
package import Conditioning
package import OnsiteModel
package import SeismicTypes
package import StationConfiguration
package import Triggering

/// Why a station cannot be built or started.
package enum StationError: Error {
  case configuration(ConfigurationError)
  case conditioning(source: ShortText, ConditioningError)
  case triggering(source: ShortText, TriggeringError)
  case acquisition(source: String, AcquisitionError)
  case alerting(AlertingError)
  case model(file: String, NetworkError)
  /// Words that already name the file and what was expected.
  case input(String)

  package var message: String {
    switch self {
    case .configuration(let error): error.message
    case .conditioning(let source, let error): "source \(source.string): \(error.message)"
    case .triggering(let source, let error): "source \(source.string): \(error.message)"
    case .acquisition(let source, let error): "source \(source): \(error.message)"
    case .alerting(let error): error.message
    case .model(let file, let error): "\(file): \(error.message)"
    case .input(let words): words
    }
  }
}
