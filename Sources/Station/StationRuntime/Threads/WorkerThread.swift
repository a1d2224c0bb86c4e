internal import CLinux
internal import Synchronization

/// One of the station's threads: its body and what the kernel was asked for.
// Safe: the handle is used by `join()` alone, which its one owner calls once.
@safe
final class WorkerThread {
  /// What a thread runs as.
  struct Settings {
    var name: String
    /// SCHED_FIFO priority 1…99, 0 for the ordinary scheduler.
    var realTimePriority: Int32 = 0
    /// Processor it is bound to, −1 for none.
    var cpu: Int32 = -1
    var stackKibibytes = WorkerThread.stackKibibytes
  }

  /// Small on purpose: stacks are locked into memory, and touched before its body begins.
  #if DEBUG
    // Without optimisation every temporary has a place of its own.
    static let stackKibibytes: UInt32 = 512
  #else
    static let stackKibibytes: UInt32 = 128
  #endif
  /// The C library's resolver loads modules and reads answers into buffers on the stack.
  static let resolverStackKibibytes = max(256, stackKibibytes)

  private let handle: OpaquePointer
  /// What the kernel refused, in words for the log; empty where it refused nothing.
  let refusals: [String]

  let name: String
  private let threadBody: ThreadBody

  /// Starts a thread on `body`.
  init(_ settings: Settings, _ body: @escaping () -> Void) throws(StationError) {
    name = settings.name
    threadBody = ThreadBody(body)
    let context = unsafe Unmanaged.passRetained(threadBody)
    var refused: Int32 = 0
    var failure: Int32 = 0
    let started = unsafe Self.start(settings, context.toOpaque(), &refused, &failure)
    guard let started = unsafe started else {
      unsafe context.release()
      throw .input(
        "thread \(settings.name): cannot be started, errno \(failure)")
    }
    unsafe handle = started
    refusals = Self.refusals(settings, refused)
  }

  private static func refusals(_ settings: Settings, _ refused: Int32) -> [String] {
    var words: [String] = []
    if refused & 1 != 0 {
      words.append(
        "thread \(settings.name): SCHED_FIFO priority \(settings.realTimePriority) is not "
          + "permitted, it runs as any other thread and alerts may be late; "
          + "LimitRTPRIO=\(settings.realTimePriority) or more permits it")
    }
    if refused & 2 != 0 {
      words.append(
        "thread \(settings.name): processor \(settings.cpu) is not to be had, it runs on any")
    }
    return words
  }

  private static func start(
    _ settings: Settings, _ context: UnsafeMutableRawPointer, _ refused: inout Int32,
    _ failure: inout Int32
  ) -> OpaquePointer? {
    // The C side copies the name before it returns.
    var name: [CChar] = []
    for byte in settings.name.utf8 { name.append(CChar(bitPattern: byte)) }
    name.append(0)
    return unsafe name.withUnsafeBufferPointer { name -> OpaquePointer? in
      guard let start = name.baseAddress else { return nil }
      var wanted = unsafe clinux_thread_settings(
        name: start, priority: settings.realTimePriority, cpu: settings.cpu,
        stack_kibibytes: settings.stackKibibytes)
      return unsafe clinux_thread_start(&wanted, ThreadBody.run, context, &refused, &failure)
    }
  }

  /// Whether the thread's body has returned.
  var hasReturned: Bool {
    // Ordering: acquiring, to see what the body did before it returned.
    threadBody.hasReturned.load(ordering: .acquiring)
  }

  /// Waits for the thread's end; call it once.
  func join() { unsafe clinux_thread_join(handle) }
}

/// Carries a closure through the C entry point of a thread.
private final class ThreadBody {
  let body: () -> Void
  let hasReturned = Atomic<Bool>(false)

  init(_ body: @escaping () -> Void) { self.body = body }

  static let run: @convention(c) (UnsafeMutableRawPointer) -> Void = { context in
    let thread = unsafe Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue()
    thread.body()
    // Ordering: releasing, so that whoever sees it also sees what the body did.
    thread.hasReturned.store(true, ordering: .releasing)
  }
}
