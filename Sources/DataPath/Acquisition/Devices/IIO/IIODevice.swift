package import SeismicTypes

/// A sensor behind the kernel's industrial I/O: an accelerometer or a converter, here or at an iiod.
///
/// One thread uses it. Frames come through libiio 0.24; a failed read closes everything, because an
/// iiod's late answer would be taken for the answer to the next request.
package final class IIODevice: SensorDevice {
  private let parameters: Parameters
  private var capture: IIOCapture?
  /// What was set and read back when the device was opened.
  package private(set) var facts: [String] = []

  /// Checks the parameters; touches no device.
  package init(_ parameters: Parameters) throws(AcquisitionError) {
    try parameters.check()
    self.parameters = parameters
  }

  /// The rate of the frames.
  package var sampleRate: SampleRate { parameters.sampleRate }

  /// No filter of its own: the sensor's and the converter's delay stands in the board file.
  package var delayNanoseconds: Int64 { 0 }

  /// Finds the device, sets it, reads the settings back and starts the capture.
  ///
  /// A host that does not answer is given up after a second; for an iiod that takes the connection
  /// and stays silent libiio waits five.
  package func open() throws(AcquisitionError) {
    close()
    let context = try IIOContext(uri: parameters.uri)
    let setup = try IIOSetup(parameters, in: context)
    try setup.apply()
    var found = try setup.verify()
    if !parameters.isLocal {
      try context.setTimeout(milliseconds: parameters.timeoutMilliseconds)
      found.append("answers within \(parameters.timeoutMilliseconds) ms")
    }
    capture = try IIOCapture(setup)
    found.append("wakes after \(watermarkText(setup.device)) frames")
    facts = found
  }

  /// Waits for frames and copies as many as are there and fit.
  ///
  /// - Parameters:
  ///   - counts: Receives the counts, shape [frameCount][channelCount], in the order of the channels.
  ///   - timeoutMilliseconds: The longest wait. Across the network it is the context's own timeout
  ///     that ends one, as a failure.
  /// - Returns: The frames, nothing after the wait, or why the device must be opened again.
  package func read(
    into counts: inout MutableSpan<Int32>, timeoutMilliseconds: Int32
  ) -> DeviceRead {
    guard let capture else { return .failed(.system(code: SystemError.badDescriptor)) }
    let outcome = capture.read(into: &counts, timeoutMilliseconds: timeoutMilliseconds)
    if case .failed = outcome { close() }
    return outcome
  }

  /// Stops the capture and lets go of the device.
  package func close() { capture = nil }

  private func watermarkText(_ device: IIONode) -> String {
    device.readBuffer("watermark").text ?? "\(parameters.watermarkSamples)"
  }
}
