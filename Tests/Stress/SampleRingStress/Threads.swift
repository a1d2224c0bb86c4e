import Glibc

/// Runs every body on a thread of its own and returns when all have ended.
///
/// Plain pthreads, because ThreadSanitizer sees their start and join.
func runThreads(_ bodies: [@Sendable () -> Void]) {
  let threads = bodies.map { body in
    let context = unsafe Unmanaged.passRetained(Body(body)).toOpaque()
    var thread = pthread_t()
    let result = unsafe pthread_create(&thread, nil, runBody, context)
    precondition(result == 0, "pthread_create failed with \(result)")
    return thread
  }
  for thread in threads { pthread_join(thread, nil) }
}

private func runBody(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let context = unsafe context {
    unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
  }
  return nil
}

private final class Body: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Ends the program with a message when `condition` is false.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  if condition { return }
  print("FAILED: " + message())
  exit(1)
}
