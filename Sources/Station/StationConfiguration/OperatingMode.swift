/// What a station's messages are worth; only `operational` ones may be signed as no test.
package enum OperatingMode: String, Equatable, Sendable {
  case operational
  case maintenance
  case commissioning
}
