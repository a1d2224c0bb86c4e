import Alerting
import Foundation
import SeismicTypes
import Testing

@Suite struct AlertMessageTextTests {
  @Test func alertReadsAsOneLine() throws {
    let line = try AlertFixture.named("alert").message().textLine
    #expect(
      line == "2026-11-18T11:06:42.500Z XX_DEMO_00 alert (test): event 3 revision 2, level 3 strong"
        + ", predicted PGV 11.194 cm/s M 6.123 +/- 0.450 from 1.500 s, observed PGV 4.567 cm/s")
  }

  @Test(arguments: AlertFixture.all)
  func everyLineIsPrintableASCII(_ fixture: AlertFixture) throws {
    let message = try fixture.message()
    for line in [message.textLine, message.jsonLine] {
      #expect(line.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
    }
  }

  @Test func receiverSaysWhetherTimesAreTrusted() throws {
    let message = try AlertFixture.named("heartbeat-smallest").message()
    #expect(message.jsonLine(isTimeTrusted: false).hasSuffix(",\"timeTrusted\":false}"))
    #expect(try jsonObject(message.jsonLine(isTimeTrusted: true))["timeTrusted"] as? Bool == true)
    #expect(try jsonObject(message.jsonLine)["timeTrusted"] == nil)
  }

  @Test(arguments: [
    (0, "0.000"), (-50, "-0.050"), (1, "0.001"), (-1000, "-1.000"), (12_345, "12.345"),
  ])
  func thousandthsHaveThreeDecimals(value: Int64, text: String) {
    #expect(JSONLine.decimal(thousandths: value) == text)
  }

  @Test func smallestNumberIsWritten() {
    #expect(JSONLine.decimal(thousandths: .min) == "-9223372036854775.808")
  }
}
