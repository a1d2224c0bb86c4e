package import Acquisition
package import SeismicTypes

/// A live sensor of any kind: one case a driver, each with its own class in `Acquisition`.
///
/// A driver is made in `OpenedSource` without touching its device; its own thread opens it.
// Unchecked: the thread that starts the station hands each device to one source thread and keeps none.
package enum LiveDevice: SensorDevice, @unchecked Sendable {
  case iio(IIODevice)
  case alsa(ALSADevice)
  case serial(SerialDevice)

  package func open() throws(AcquisitionError) {
    switch self {
    case .iio(let device): try device.open()
    case .alsa(let device): try device.open()
    case .serial(let device): try device.open()
    }
  }

  package var facts: [String] {
    switch self {
    case .iio(let device): device.facts
    case .alsa(let device): device.facts
    case .serial(let device): device.facts
    }
  }

  package var sampleRate: SampleRate {
    switch self {
    case .iio(let device): device.sampleRate
    case .alsa(let device): device.sampleRate
    case .serial(let device): device.sampleRate
    }
  }

  package var delayNanoseconds: Int64 {
    switch self {
    case .iio(let device): device.delayNanoseconds
    case .alsa(let device): device.delayNanoseconds
    case .serial(let device): device.delayNanoseconds
    }
  }

  package func read(
    into counts: inout MutableSpan<Int32>, timeoutMilliseconds: Int32
  ) -> DeviceRead {
    switch self {
    case .iio(let device): device.read(into: &counts, timeoutMilliseconds: timeoutMilliseconds)
    case .alsa(let device): device.read(into: &counts, timeoutMilliseconds: timeoutMilliseconds)
    case .serial(let device): device.read(into: &counts, timeoutMilliseconds: timeoutMilliseconds)
    }
  }

  package func close() {
    switch self {
    case .iio(let device): device.close()
    case .alsa(let device): device.close()
    case .serial(let device): device.close()
    }
  }
}
