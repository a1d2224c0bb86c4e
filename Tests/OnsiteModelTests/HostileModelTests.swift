import Testing

@testable import OnsiteModel

/// Model files that are not what they should be: refused with words, never a crash.
struct HostileModelTests {
  private func refusal(_ file: ModelBytes, limits: NetworkLimits = NetworkLimits()) -> String? {
    do throws(NetworkError) {
      _ = try NetworkMemory(file.bytes, limits: limits)
      return nil
    } catch {
      return error.message
    }
  }

  @Test func everyTruncationIsRefused() throws {
    let whole = try ModelBytes("softmax")
    for count in 0..<whole.bytes.count where count % 3 == 0 {
      var cut = whole
      cut.bytes.removeLast(whole.bytes.count - count)
      #expect(refusal(cut)?.isEmpty == false, "\(count) bytes")
    }
  }

  @Test(arguments: ["softmax", "depthwise"])
  func noSingleWrongByteLeavesTheMemory(name: String) throws {
    let whole = try ModelBytes(name)
    var limits = NetworkLimits()
    limits.multiplyAccumulateCount = 200_000
    var loadedCount = 0
    for position in stride(from: 0, to: whole.bytes.count, by: 5) {
      var changed = whole
      changed.bytes[position] ^= UInt8(1 << (position % 8))
      do throws(NetworkError) {
        let memory = try NetworkMemory(changed.bytes, limits: limits)
        memory.network.invoke()
        loadedCount += 1
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
    #expect(loadedCount > 0)
  }

  /// A change of the sound file "mlp", and what the refusal must say.
  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let words: [String]
    let apply: @Sendable (inout ModelBytes) -> Void

    init(
      _ name: String, _ words: String..., apply: @escaping @Sendable (inout ModelBytes) -> Void
    ) {
      testDescription = name
      self.words = words
      self.apply = apply
    }
  }

  static let changes: [Change] = [
    Change("another identifier", "model, byte 4", "TFL3") { $0.bytes[4] = 0x58 },
    Change("another schema version", "model.version", "3, not 4") {
      $0.set(4, at: $0.place(0, of: $0.root), size: 4)
    },
    Change("a vector that leaves the file", "model.subgraphs[0].tensors", "a vector inside") {
      $0.set(0x3FFF_FFFF, at: $0.vector(0, of: $0.subgraph), size: 4)
    },
    Change("an offset beyond the file", "tensors[0]", "an offset inside the file") {
      $0.set(0x7FFF_FFFF, at: $0.vector(0, of: $0.subgraph) + 4, size: 4)
    },
    Change("an offset to itself", "tensors[0]", "an offset inside the file") {
      $0.set(0, at: $0.vector(0, of: $0.subgraph) + 4, size: 4)
    },
    Change("a vtable outside the file", "a vtable inside the file") {
      $0.set(0x7FFF_0000, at: $0.tensor(0), size: 4)
    },
    Change("a vtable of three bytes", "a whole vtable") {
      $0.set(3, at: $0.vtable(of: $0.subgraph), size: 2)
    },
    Change("a field behind its table", "a field inside its table") {
      $0.set(0xFF00, at: $0.vtable(of: $0.tensor(0)) + 4, size: 2)
    },
    Change("overlapping tables: a tensor that is an operator", "model.subgraphs[0].tensors[0]") {
      let entry = $0.vector(0, of: $0.subgraph) + 4
      $0.set($0.operation(0) - entry, at: entry, size: 4)
    },
    Change("a negative dimension", "shape is", "a dimension of -50") {
      $0.set(-50, at: $0.vector(0, of: $0.tensor(0)) + 8, size: 4)
    },
    Change("a huge dimension", "shape is", "2²⁰ elements") {
      $0.set(0x7FFF_FFFF, at: $0.vector(0, of: $0.tensor(0)) + 8, size: 4)
    },
    Change("a float tensor", "tensor 0", "type is number 1", "int8 (9) or int32 (2)") {
      $0.set(1, at: $0.place(1, of: $0.tensor(0)), size: 1)
    },
    Change("a zero scale", "tensor 0", "scale is zero") {
      $0.set(0, at: $0.vector(2, of: $0.quantization(0)) + 4, size: 4)
    },
    Change("a scale that is no number", "tensor 0", "scale is out of range") {
      $0.set(0x7FC0_0000, at: $0.vector(2, of: $0.quantization(0)) + 4, size: 4)
    },
    Change("a negative scale", "tensor 0", "scale is negative") {
      $0.set(0xBF80_0000, at: $0.vector(2, of: $0.quantization(0)) + 4, size: 4)
    },
    Change("a subnormal scale", "tensor 0", "scale is out of range") {
      $0.set(1, at: $0.vector(2, of: $0.quantization(0)) + 4, size: 4)
    },
    Change("a zero point beyond int8", "tensor 0", "zero_point is 300") {
      $0.set(300, at: $0.vector(3, of: $0.quantization(0)) + 4, size: 8)
    },
    Change("an unknown operator", "operator 0 number 99", "the station knows") {
      let code = $0.table(0, of: $0.vector(1, of: $0.root))
      $0.set(99, at: $0.place(0, of: code), size: 1)
      $0.set(99, at: $0.place(3, of: code), size: 4)
    },
    Change("an input that a later operator writes", "operator 0", "no earlier operator writes") {
      let last = $0.word($0.vector(2, of: $0.operation(2)) + 4, size: 4)
      $0.set(last, at: $0.vector(1, of: $0.operation(0)) + 4, size: 4)
    },
    Change("an operator that feeds itself", "operator 1", "no earlier operator writes") {
      let own = $0.word($0.vector(2, of: $0.operation(1)) + 4, size: 4)
      $0.set(own, at: $0.vector(1, of: $0.operation(1)) + 4, size: 4)
    },
    Change("a tensor that two operators write", "operator 1", "nothing else writes") {
      let first = $0.word($0.vector(2, of: $0.operation(0)) + 4, size: 4)
      $0.set(first, at: $0.vector(2, of: $0.operation(1)) + 4, size: 4)
    },
    Change("a tensor that is not there", "operators[0].inputs", "not 4000") {
      $0.set(4000, at: $0.vector(1, of: $0.operation(0)) + 4, size: 4)
    },
    Change("weights that are computed", "operator 0 FULLY_CONNECTED", "weights is tensor 0") {
      $0.set(0, at: $0.vector(1, of: $0.operation(0)) + 8, size: 4)
    },
    Change("an unknown activation", "fused_activation_function is 4", "RELU6") {
      let options = $0.vector(4, of: $0.operation(0))
      $0.set(4, at: $0.place(0, of: options), size: 1)
    },
    Change("options of another operator", "builtin_options_type is 1", "8") {
      $0.set(1, at: $0.place(3, of: $0.operation(0)), size: 1)
    },
    Change("an output that nothing writes", "no operator writes") {
      $0.set(0, at: $0.vector(2, of: $0.subgraph) + 4, size: 4)
    },
  ]

  @Test(arguments: changes)
  func isRefusedByName(change: Change) throws {
    var file = try ModelBytes("mlp")
    #expect(refusal(file) == nil)
    change.apply(&file)
    let message = refusal(file) ?? "accepted"
    for word in change.words { #expect(message.contains(word), "\(message)") }
  }

  @Test func biasesThatCouldOverflowAreRefused() throws {
    var file = try ModelBytes("mlp")
    let model = try NetworkFile(file.bytes.span, limits: NetworkLimits())
    let start = try #require(model.tensors[model.operators[0].inputs[2]].constantStart)
    file.set(0x7FFF_FFFF, at: start, size: 4)
    let message = try #require(refusal(file))
    #expect(message.contains("operator 0 FULLY_CONNECTED: accumulator of channel 0"))
    #expect(message.contains("expected 32 bits"))
  }

  @Test func limitsAreNamed() throws {
    let file = try ModelBytes("cnn_large")
    var limits = NetworkLimits()
    limits.fileBytes = 20_000
    #expect(refusal(file, limits: limits) == "bytes of the file: 21840, at most 20000 allowed")
    limits = NetworkLimits()
    limits.arenaBytes = 4096
    #expect(refusal(file, limits: limits)?.hasPrefix("bytes of the arena: ") == true)
    limits = NetworkLimits()
    limits.operatorCount = 3
    #expect(refusal(file, limits: limits)?.hasPrefix("operator") == true)
    limits = NetworkLimits()
    limits.multiplyAccumulateCount = 1000
    #expect(refusal(file, limits: limits)?.hasPrefix("multiplications") == true)
  }
}
