package import Acquisition
package import SeismicTypes

/// A live sensor of any kind: one case a driver, each with its own class in `Acquisition`.
///
/// A driver is made in `OpenedSource` without touching its device; its own thread opens it.
// Unchecked: the thread that starts the station hands each device to one source thread and keeps none.
package enum LiveDevice: SensorDevice, @unchecked Sendable {
  case serial(SerialDevice)

  package func open() throws(AcquisitionError) {
    switch self {
    case .serial(let device): try device.open()
    }
  }

  package var facts: [String] {
    switch self {
    case .serial(let device): device.facts
    }
  }

  package var sampleRate: SampleRate {
    switch self {
    case .serial(let device): device.sampleRate
    }
  }

  package var delayNanoseconds: Int64 {
    switch self {
    case .serial(let device): device.delayNanoseconds
    }
  }

  package func read(
    into counts: inout MutableSpan<Int32>, timeoutMilliseconds: Int32
  ) -> DeviceRead {
    switch self {
    case .serial(let device): device.read(into: &counts, timeoutMilliseconds: timeoutMilliseconds)
    }
  }

  package func close() {
    switch self {
    case .serial(let device): device.close()
    }
  }
}
