private let sensitivityKey = "sensitivityCountsPerHourPerBecquerelPerCubicMetre"

extension RadonModuleSettings {
  init(_ object: JSONObject) {
    self.init()
    device = object.text("device", expected: "the path of the serial line")
    if object.has("unit") {
      isInBecquerels = object.word("unit", oneOf: ["pCi/L", "Bq/m3"]) == "Bq/m3"
    }
    object.read(
      sensitivityKey, in: 0.0001...1000, into: &sensitivityCountsPerHourPerBecquerelPerCubicMetre)
  }
}

extension PulseSettings {
  init(_ object: JSONObject) {
    self.init()
    device = object.text(
      "device", expected: "the path of a GPIO chip, or the folder of a counter of the kernel")
    line = object.optionalInteger("line", in: 0...1023)
    if object.has("edge") {
      isFalling = object.word("edge", oneOf: ["rising", "falling"]) == "falling"
    }
    object.read("deadTimeMicroseconds", in: 0...100_000, into: &deadTimeMicroseconds)
    sensitivityCountsPerHourPerBecquerelPerCubicMetre = object.optionalNumber(
      sensitivityKey, in: 0.0001...1_000_000)
    object.read("backgroundCounts", in: 0...1_000_000_000, into: &backgroundCounts)
    object.read("backgroundHours", in: 0...10_000, into: &backgroundHours)
    if backgroundCounts > 0 && backgroundHours < 0.1 {
      object.report("backgroundHours", expected: "the length of the run without radon, 0.1 or more")
    }
  }
}

extension EnvironmentSettings {
  init(_ object: JSONObject) {
    self.init()
    device = object.text("device", maximumBytes: 64, expected: "the kernel's name of the device")
    supplyElement = object.optionalText(
      "supplyElement", maximumBytes: 64, expected: "a channel such as \"in_voltage0\"")
    if let name = supplyElement, name.utf8.contains(UInt8(ascii: "/")) {
      object.report("supplyElement", expected: "a channel such as \"in_voltage0\"")
    }
    if let root = object.optionalText("sysfsRoot", expected: "the folder of the kernel's devices") {
      sysfsRoot = root
    }
  }
}
