/// A full-integer TFLite model as its file describes it, before any memory is planned for it.
///
/// The schema is TensorFlow Lite's `schema.fbs`, version 3. Fields that only other kinds of models use
/// (signatures, variables, control flow, external buffers) are refused or, where they cannot change
/// the result, passed over.
package struct NetworkFile: Equatable, Sendable {
  package let tensors: [NetworkTensor]
  package let operators: [NetworkOperator]
  package let inputs: [Int]
  package let outputs: [Int]
  /// What the model says of itself for the station; nil where it says nothing.
  package let contract: NetworkContract?

  package init(_ bytes: Span<UInt8>, limits: NetworkLimits) throws(NetworkError) {
    guard bytes.count <= limits.fileBytes else {
      throw .limit(quantity: "bytes of the file", found: bytes.count, limit: limits.fileBytes)
    }
    let reader = try NetworkFileReader(bytes, limits: limits)
    tensors = try reader.tensors()
    operators = try reader.operators(tensorCount: tensors.count)
    inputs = try reader.tensorIndices(1, "inputs", tensorCount: tensors.count)
    outputs = try reader.tensorIndices(2, "outputs", tensorCount: tensors.count)
    contract = try reader.contract()
    guard !inputs.isEmpty, !outputs.isEmpty, !operators.isEmpty else {
      throw .file(
        field: "model.subgraphs[0]", byteOffset: 0, expected: "inputs, outputs and operators")
    }
  }
}
