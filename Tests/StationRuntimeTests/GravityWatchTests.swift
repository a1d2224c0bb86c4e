import Conditioning
import SeismicTypes
import StationRuntime
import Testing

@Suite("The watch over gravity")
struct GravityWatchTests {
  @Test("tells the first reading, then keeps still while gravity stays what it is")
  func firstReading() throws {
    var watch = GravityWatch()
    #expect(watch.judge(nil) == nil)
    let finding = watch.judge(reading(vertical: 9_806_650_000_000))
    let first = try #require(finding)
    #expect(first.deviationPartsPerMillion == 0)
    #expect(first.tiltMillidegrees == 0)
    #expect(!first.isOutOfLimits)
    #expect(watch.judge(reading(vertical: 9_810_000_000_000)) == nil)
  }

  @Test("tells when the length leaves half a percent, and when it is back, once each")
  func wrongLength() {
    var watch = GravityWatch()
    _ = watch.judge(reading(vertical: 9_806_650_000_000))
    #expect(watch.judge(reading(vertical: 9_900_000_000_000))?.isOutOfLimits == true)
    #expect(watch.judge(reading(vertical: 9_900_000_000_001)) == nil)
    #expect(watch.judge(reading(vertical: 9_806_650_000_000))?.isOutOfLimits == false)
  }

  @Test("tells when the sensor has tilted by more than half a degree since the start")
  func tilt() throws {
    var watch = GravityWatch()
    // 1.0 degree at the start: g·sin and g·cos of it.
    _ = watch.judge(reading(vertical: 9_805_156_400_000, north: 171_150_000_000))
    #expect(watch.judge(reading(vertical: 9_804_600_000_000, north: 200_000_000_000)) == nil)
    let finding = watch.judge(reading(vertical: 9_801_600_000_000, north: 310_000_000_000))
    let tilted = try #require(finding)
    #expect(tilted.isOutOfLimits)
    #expect(tilted.tiltMillidegrees > 1_500)
  }

  private func reading(vertical: Int64, north: Int64 = 0) -> GravityReading {
    GravityReading(Vector3(vertical: vertical, north: north, east: 0))
  }
}
