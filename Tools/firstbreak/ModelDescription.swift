import CSodium
import Foundation
import OnsiteModel

/// What `firstbreak model inspect` tells of a model.
struct ModelDescription {
  let path: String
  let bytes: [UInt8]
  let memory: NetworkMemory
  let card: [String: Any]?

  /// The SHA-256 of the file, by which `station.json` names it.
  private var digest: String {
    var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
    // The digest has the size that the library states; the bytes are read only.
    _ = unsafe crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
    return digest.map { String(format: "%02x", $0) }.joined()
  }

  // MARK: Words

  func words() -> [String] {
    let plan = memory.plan
    var lines = ["\(path): \(bytes.count) bytes, SHA-256 \(digest)"]
    if let card { lines.append("card: " + summary(of: card)) }
    lines.append(
      "memory: arena \(plan.arenaByteCount), constants \(plan.constantByteCount), file "
        + "\(plan.fileByteCount) bytes; \(plan.multiplyAccumulateCount) multiplications")
    lines += contractWords()
    lines.append("tensors:")
    for tensor in memory.file.tensors { lines.append("  " + words(for: tensor)) }
    lines.append("operators:")
    for operation in memory.file.operators {
      let inputs = operation.inputs.map(String.init).joined(separator: " ")
      let outputs = operation.outputs.map(String.init).joined(separator: " ")
      lines.append(
        "  \(operation.index) \(operation.kind.name) \(inputs) -> \(outputs), activation "
          + operation.options.activation.name)
    }
    return lines
  }

  /// The card's plain values in one line.
  private func summary(of card: [String: Any]) -> String {
    let parts = card.keys.sorted().compactMap { key -> String? in
      switch card[key] {
      case let text as String: "\(key) \(text)"
      case let number as NSNumber: "\(key) \(number)"
      default: nil
      }
    }
    return parts.joined(separator: ", ")
  }

  private func contractWords() -> [String] {
    guard let contract = memory.contract else {
      return ["contract: none; the station needs one, this is a model for comparisons only"]
    }
    let features = contract.features.map { feature in
      let offset = Double(feature.offsetQ16) / 65_536
      let scale = Double(feature.scaleQ16) / 65_536
      return "  \(feature.name): (x - \(offset)) * \(scale)"
        + (feature.count == 1 ? "" : ", \(feature.count) elements")
    }
    return ["conditioning chain \(contract.chain)", "features:"] + features
      + ["outputs: " + contract.outputs.joined(separator: ", ")]
  }

  private func words(for tensor: NetworkTensor) -> String {
    let shape = tensor.shape.map(String.init).joined(separator: "x")
    var text = "\(tensor.index) \(tensor.type.name) \(shape)"
    if let scale = tensor.quantizationScales.first {
      text +=
        tensor.quantizationScales.count == 1
        ? ", scale \(scale), zero point \(tensor.zeroPoints[0])"
        : ", \(tensor.quantizationScales.count) scales along \(tensor.quantizedDimension)"
    }
    if tensor.isConstant { text += ", constant" }
    if memory.file.inputs.contains(tensor.index) { text += ", input" }
    if memory.file.outputs.contains(tensor.index) { text += ", output" }
    return text + "  " + tensor.name
  }

  // MARK: JSON

  func json() throws -> String {
    let plan = memory.plan
    var object: [String: Any] = [
      "file": path, "fileBytes": bytes.count, "sha256": digest,
      "arenaBytes": plan.arenaByteCount, "constantBytes": plan.constantByteCount,
      "multiplyAccumulateCount": plan.multiplyAccumulateCount,
      "inputs": memory.file.inputs, "outputs": memory.file.outputs,
      "tensors": memory.file.tensors.map(object(for:)),
      "operators": memory.file.operators.map { operation in
        [
          "kind": operation.kind.name, "inputs": operation.inputs, "outputs": operation.outputs,
          "activation": operation.options.activation.name,
        ] as [String: Any]
      },
    ]
    if let card { object["card"] = card }
    if let contract = memory.contract {
      object["contract"] =
        [
          "chain": contract.chain, "outputs": contract.outputs,
          "features": contract.features.map { feature in
            [
              "name": feature.name, "offsetQ16": feature.offsetQ16, "scaleQ16": feature.scaleQ16,
              "count": feature.count,
            ] as [String: Any]
          },
        ] as [String: Any]
    }
    let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
    let data = try JSONSerialization.data(withJSONObject: object, options: options)
    return String(decoding: data, as: UTF8.self)
  }

  private func object(for tensor: NetworkTensor) -> [String: Any] {
    [
      "name": tensor.name, "type": tensor.type.name, "shape": tensor.shape,
      "isConstant": tensor.isConstant,
      "quantizationScales": tensor.quantizationScales.map(Double.init),
      "zeroPoints": tensor.zeroPoints.map(Int.init),
    ]
  }
}
