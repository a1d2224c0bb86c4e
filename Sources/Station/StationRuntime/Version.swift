/// The version of the software, as `--version`, heartbeats and the change log give it.
package enum Version {
  package static let text = "0.1.0"
}
