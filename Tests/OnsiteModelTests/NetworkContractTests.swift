import Testing

@testable import OnsiteModel

struct NetworkContractTests {
  static let sound = """
    format=1
    chain=1
    feature=pd_log10 -98304 65536
    feature=waveform 0 1 12
    output=pgv_log10_mean
    output=magnitude_mean

    """

  private func read(_ text: String) throws(NetworkError) -> NetworkContract {
    try NetworkContract(text: Array(text.utf8))
  }

  @Test func readsWhatItNames() throws {
    let contract = try read(Self.sound)
    #expect(contract.chain == 1)
    #expect(contract.features.map(\.name) == ["pd_log10", "waveform"])
    #expect(contract.features[0].offsetQ16 == -98_304)
    #expect(contract.features[1].scaleQ16 == 1)
    #expect(contract.inputCount == 13)
    #expect(contract.outputs == ["pgv_log10_mean", "magnitude_mean"])
    #expect(try contract.featureIndices(in: ["tau_c", "waveform", "pd_log10"]) == [2, 1])
    #expect(try contract.outputIndex(of: "magnitude_mean") == 1)
  }

  @Test func refusesByName() throws {
    let contract = try read(Self.sound)
    let chain = #expect(throws: NetworkError.self) { try contract.requireChain(2) }
    #expect(chain?.message == "chain of the model is 1, expected 2")
    let feature = #expect(throws: NetworkError.self) {
      try contract.featureIndices(in: ["pd_log10", "tau_c"])
    }
    #expect(feature?.message == "feature of the model is waveform, expected one of pd_log10, tau_c")
    let output = #expect(throws: NetworkError.self) { try contract.outputIndex(of: "depth") }
    #expect(output?.message.hasPrefix("outputs of the model is pgv_log10_mean, ") == true)
  }

  /// What is replaced, by what, and the line and expectation that the refusal names.
  @Test(arguments: [
    ("format=1", "format=2", 1, "format=1"),
    ("format=1\n", "", 1, "format=…"),
    ("chain=1", "chain=01", 2, "without leading zeros"),
    ("chain=1", "chain=1 ", 2, "the end of the line"),
    ("chain=1", "chain=-1", 2, "a number of 1…999"),
    ("-98304", "-0", 3, "without leading zeros"),
    ("-98304", "4294967296", 3, "a number of -2147483648"),
    ("-98304", "99999999999999999999", 3, "a number of -2147483648"),
    ("65536\n", "0\n", 3, "a number of 1…2147483648"),
    ("0 1 12", "0 1 99999", 4, "a number of 1…65536"),
    ("0 1 12", "0 1 65536", 4, "at most 65536"),
    ("waveform", "pd_log10", 4, "other than pd_log10"),
    ("waveform", "Waveform", 4, "a name of 1…32"),
    ("waveform", "a23456789012345678901234567890123", 4, "a name of 1…32"),
    ("output=magnitude_mean", "output=pgv_log10_mean", 6, "other than pgv_log10_mean"),
    ("magnitude_mean\n", "magnitude_mean", 6, "the end of the line"),
    ("magnitude_mean\n", "magnitude_mean\r\n", 6, "the end of the line"),
    ("magnitude_mean\n", "magnitude_mean\nextra=1\n", 7, "output=…"),
  ])
  func namesTheLine(old: String, new: String, line: Int, expected: String) {
    let text = Self.sound.replacing(old, with: new)
    #expect(text != Self.sound)
    let error = #expect(throws: NetworkError.self) { try read(text) }
    let message = error?.message ?? ""
    #expect(message.hasPrefix("metadata \"firstbreak\", line \(line): "), "\(message)")
    #expect(message.contains(expected), "\(message)")
  }
}
