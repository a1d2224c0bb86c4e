internal import OnsiteModel
package import StationConfiguration

/// The learned model of a station: the bytes of its file, checked against the digest in `station.json`.
///
/// Every pipeline runs it in memory of its own, so that pipelines may run on several threads.
package struct StationModel: Sendable {
  package let path: String
  /// SHA-256 of the file, 32 bytes.
  let sha256: [UInt8]
  private let bytes: [UInt8]
  private let plan: NetworkMemoryPlan
  private let featureCount: Int

  /// The model that a station file names, nil where it names none.
  ///
  /// - Throws: `StationError` where the digest is another, or the model is unsound or does not match
  ///   the station's chain, features and outputs.
  package init?(_ setup: StationSetup) throws(StationError) {
    guard let path = setup.station.modelFile, let bytes = setup.modelBytes else { return nil }
    self.path = path
    self.bytes = bytes
    sha256 = ContentHash.sha256(of: bytes)
    let expected = setup.station.modelSha256 ?? ""
    let found = ContentHash.hexadecimal(sha256)
    guard found.utf8.elementsEqual(expected.utf8) else {
      throw .input("\(path): SHA-256 is \(found), expected modelSha256, \(expected)")
    }
    let memory = try Self.memory(of: bytes, path)
    _ = try Self.estimator(in: memory, path)
    plan = memory.plan
    featureCount = memory.network.inputCount
  }

  /// The first 8 bytes of the digest, the first one highest: key 25 of messages.
  var hashPrefix: UInt64 { ContentHash.prefix(ofDigest: sha256) }

  /// What one pipeline's copy takes.
  var memoryByteCount: Int {
    plan.fileByteCount + plan.arenaByteCount + plan.constantByteCount
  }

  /// The model in words, one fact a line.
  var lines: [String] {
    [
      "estimator: network \(name), \(featureCount) features, "
        + "\(plan.multiplyAccumulateCount) multiplications a window",
      "model: SHA-256 \(ContentHash.hexadecimal(sha256))",
      "model: \(memoryByteCount) bytes a source: file \(plan.fileByteCount), activations "
        + "\(plan.arenaByteCount), constants \(plan.constantByteCount)",
    ]
  }

  /// The file's name without its folder.
  private var name: String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// Memory to run it in, for one thread.
  func makeMemory() throws(StationError) -> NetworkMemory { try Self.memory(of: bytes, path) }

  /// What predicts in such a memory, which must outlive it.
  func estimator(in memory: NetworkMemory) throws(StationError) -> OnsiteEstimator {
    OnsiteEstimator(try Self.estimator(in: memory, path))
  }

  private static func memory(
    of bytes: [UInt8], _ path: String
  ) throws(StationError) -> NetworkMemory {
    do throws(NetworkError) {
      return try NetworkMemory(bytes)
    } catch {
      throw .model(file: path, error)
    }
  }

  private static func estimator(
    in memory: NetworkMemory, _ path: String
  ) throws(StationError) -> NetworkEstimator {
    do throws(NetworkError) {
      return try NetworkEstimator(memory)
    } catch {
      throw .model(file: path, error)
    }
  }
}
