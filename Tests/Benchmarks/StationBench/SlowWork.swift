import Glibc
import Synchronization

/// What else a station does, and more: files written and synced, processors taken.
final class SlowWork: Sendable {
  private let isStopping: Stop
  private let threads: Threads

  /// - Parameter load: `quiet` does nothing, `slow` writes files, `loaded` also computes.
  init(_ load: String) {
    let stop = Stop()
    isStopping = stop
    var started: [BenchThread] = []
    if load != "quiet" { started.append(BenchThread(cpu: -1) { Self.writeFiles(until: stop) }) }
    if load == "loaded" {
      for processor in 0..<Int32(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) {
        started.append(BenchThread(cpu: processor) { Self.compute(until: stop) })
      }
    }
    threads = Threads(started)
  }

  func stop() {
    isStopping.set()
    for thread in threads.all { thread.join() }
  }

  private static func writeFiles(until stop: Stop) {
    var name = Array("/tmp/firstbreak-bench-XXXXXX".utf8CString)
    // mkstemp writes the six letters in place.
    let descriptor = unsafe mkstemp(&name)
    guard descriptor >= 0 else { return }
    unsafe unlink(name)
    var page = [UInt8](repeating: 7, count: 65_536)
    while !stop.isSet {
      for _ in 0..<16 {
        // The array holds as many bytes as are written and read.
        _ = unsafe write(descriptor, page, page.count)
      }
      fsync(descriptor)
      lseek(descriptor, 0, SEEK_SET)
      _ = unsafe read(descriptor, &page, page.count)
      lseek(descriptor, 0, SEEK_SET)
    }
    close(descriptor)
  }

  private static func compute(until stop: Stop) {
    var value: UInt64 = 1
    while !stop.isSet {
      for _ in 0..<10_000 { value = value &* 6_364_136_223_846_793_005 &+ 1 }
    }
    if value == 0 { print("") }
  }

  /// Threads are plain numbers to whoever joins them.
  private struct Threads: @unchecked Sendable {
    // @unchecked: joined by one thread, once.
    let all: [BenchThread]

    init(_ all: [BenchThread]) { self.all = all }
  }

  private final class Stop: Sendable {
    private let flag = Atomic<Bool>(false)

    // Ordering: relaxed, nothing else depends on it.
    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
  }
}
