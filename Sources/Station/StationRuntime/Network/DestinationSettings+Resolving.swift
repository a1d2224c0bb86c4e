internal import Alerting
internal import StationConfiguration

extension DestinationSettings {
  /// Finds the addresses of all destinations; asks the network where they are names.
  ///
  /// - Parameter settings: The destinations of a station file.
  /// - Returns: Them, resolved, in the same order.
  /// - Throws: `StationError` naming the destination that cannot be resolved.
  static func resolve(
    _ settings: [DestinationSettings]
  ) throws(StationError) -> [AlertDestination] {
    do throws(AlertingError) {
      var destinations: [AlertDestination] = []
      for destination in settings {
        destinations.append(
          try AlertDestination(
            host: destination.host, port: destination.port,
            multicastHops: destination.multicastHops, interface: destination.interface))
      }
      guard destinations.count <= AlertSender.destinationCapacity else {
        throw .tooManyDestinations(count: destinations.count)
      }
      return destinations
    } catch {
      throw .alerting(error)
    }
  }
}
