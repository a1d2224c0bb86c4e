/// The body of a source's thread, by where its blocks come from.
enum SourceThread {
  case played(SourceWorker)
  case live(LiveWorker<LiveDevice>)

  /// Runs until the source ends or the station stops.
  func run() {
    switch self {
    case .played(let worker): worker.run()
    case .live(let worker): worker.run()
    }
  }
}
