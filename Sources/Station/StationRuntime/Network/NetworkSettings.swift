internal import Alerting

/// What of the settings the network thread uses and may be changed while it runs.
struct NetworkSettings {
  var destinations: [AlertDestination]
  var heartbeatNanoseconds: Int64
}
