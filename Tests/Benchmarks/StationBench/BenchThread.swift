import CLinux

/// A thread of a benchmark, bound to a processor where there is one of that number.
// Safe: the handle is used by `join()` alone, which its one owner calls once.
@safe
struct BenchThread {
  private let handle: OpaquePointer
  /// Whether the kernel gave it the processor and the priority that were asked for.
  let isAsAsked: Bool

  /// Starts a thread on `body`.
  ///
  /// - Parameters:
  ///   - cpu: The processor it is bound to, −1 for none.
  ///   - priority: Of SCHED_FIFO, 0 for the ordinary scheduler; refused it runs as any other.
  ///   - body: What it does.
  init(cpu: Int32, priority: Int32 = 0, _ body: @escaping @Sendable () -> Void) {
    let context = unsafe Unmanaged.passRetained(Body(body)).toOpaque()
    var refused: Int32 = 0
    var failure: Int32 = 0
    // The C side copies the name and keeps the context for the thread, which releases it.
    let started = unsafe "bench".withCString { name in
      var settings = unsafe clinux_thread_settings(
        name: name, priority: priority, cpu: cpu, stack_kibibytes: 512)
      return unsafe clinux_thread_start(
        &settings,
        { context in unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() },
        context, &refused, &failure)
    }
    guard let started = unsafe started else { fail("a thread cannot be started") }
    unsafe handle = started
    isAsAsked = refused == 0
  }

  /// Waits for its end; call it once.
  func join() { unsafe clinux_thread_join(handle) }

  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
}
