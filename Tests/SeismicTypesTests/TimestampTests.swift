import SeismicTypes
import Testing

@Suite("A timestamp")
struct TimestampTests {
  @Test(
    "reads as ISO 8601",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"),
      (-1, "1969-12-31T23:59:59.999Z"),
      (951_782_400_000_000_000, "2000-02-29T00:00:00.000Z"),
      (1_562_383_193_123_999_999, "2019-07-06T03:19:53.123Z"),
      (4_102_444_799_999_000_000, "2099-12-31T23:59:59.999Z"),
    ])
  func iso8601(nanoseconds: Int64, text: String) {
    #expect(Timestamp(nanoseconds: nanoseconds).iso8601 == text)
  }
}
