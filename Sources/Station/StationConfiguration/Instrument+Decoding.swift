extension Instrument {
  init(_ object: JSONObject) {
    let source = object.text(
      "source", maximumBytes: 32, expected: "the name of a source of the board")
    let serial = object.text("serial", maximumBytes: 64, expected: "a serial number")
    self.init(source: source, serial: serial)
    object.reportUnknownKeys()
  }
}
