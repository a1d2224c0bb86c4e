package import SeismicTypes

/// A public key and the station it speaks for.
package struct TrustedKey: BitwiseCopyable, Sendable {
  package let station: ShortText
  package let publicKey: PublicKey

  package init(station: ShortText, publicKey: PublicKey) {
    self.station = station
    self.publicKey = publicKey
  }
}
