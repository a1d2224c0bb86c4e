"""A sensor that does not exist: counts, a clock to take them by, and faults to suffer.

Sample k is taken k + 1 periods after the sensor was first switched on, and carries that instant as
its stamp. With a speed other than 1 the counts come faster than their stamps say; speed 0 does not
wait at all. What nobody fetches while the sensor is closed is lost, as in life.
"""

import threading
import time

CLOCKS = {
    "monotonic_raw": time.CLOCK_MONOTONIC_RAW, "monotonic": time.CLOCK_MONOTONIC,
    "realtime": time.CLOCK_REALTIME, "boottime": time.CLOCK_BOOTTIME,
}


class Fault:
    """KIND@SAMPLE[:AMOUNT]: what goes wrong when that sample is due, once.

    stall:SECONDS   says nothing for so long       drop            hangs up
    wrong           sends half a scan              garbage         sends no protocol
    unplug:SECONDS  is gone for so long            skip:COUNT      loses samples, as a full queue does
    error:NUMBER    answers with this errno        back:NANOSECONDS  stamps run backward
    """

    def __init__(self, text):
        self.kind, _, rest = text.partition("@")
        sample, _, amount = rest.partition(":")
        self.sample, self.amount = int(sample), float(amount or 0)
        self.is_over = False


class EmulatedSensor:
    def __init__(self, frames, rate, speed=1.0, faults=(), stamp_error_ppm=0.0, log=None):
        """`frames` is a list of lists of counts, or a function of the sample's number."""
        self._frames = frames
        self.count = len(frames) if hasattr(frames, "__len__") else None
        self.rate, self.speed, self.faults = rate, speed, [Fault(text) for text in faults]
        self.stretch = 1 + stamp_error_ppm * 1e-6
        self.clock = "realtime"
        self.next = 0
        self.gone_until = 0.0
        self.openings = 0
        self._started_at = None
        self._stamp_start = 0
        self._log = log
        self._lock = threading.Lock()

    def log(self, words):
        if self._log:
            print(words, file=self._log, flush=True)

    def frame(self, sample):
        return self._frames(sample) if callable(self._frames) else self._frames[sample]

    def stamp(self, sample):
        """When the sample was taken, on the clock that was chosen."""
        return self._stamp_start + round((sample + 1) * 1e9 * self.stretch / self.rate)

    def open(self):
        """Switches the capture on: the first time with sample 0, later with the next one due."""
        now = time.monotonic()
        self.openings += 1
        if self._started_at is None:
            self._started_at = now
            self._stamp_start = time.clock_gettime_ns(CLOCKS[self.clock])
        elif self.speed:
            passed = (now - self._started_at) * self.rate * self.speed
            self.next = max(self.next, int(passed))
        self.log(f"open at sample {self.next}")

    def shift_stamps(self, nanoseconds):
        self._stamp_start += nanoseconds

    def is_gone(self):
        return time.monotonic() < self.gone_until

    def fault(self, count):
        """The fault that strikes within the next samples, if any."""
        for fault in self.faults:
            if not fault.is_over and fault.sample < self.next + count:
                fault.is_over = True
                self.log(f"fault {fault.kind} at sample {self.next}")
                return fault
        return None

    def take(self, count, seconds):
        """The numbers of the next samples once they have been taken; None after so many seconds."""
        with self._lock:
            end = self.next + count
            if self.count is not None and end > self.count:
                time.sleep(seconds)
                return None
            if self.speed:
                due = self._started_at + end / self.rate / self.speed
                wait = due - time.monotonic()
                if wait > seconds:
                    time.sleep(seconds)
                    return None
                if wait > 0:
                    time.sleep(wait)
            first, self.next = self.next, end
            if self.count is not None and end + count > self.count:
                self.log(f"all {end} samples given")
            return range(first, end)


def counts_of(path, codes, offset=0):
    """The counts and rate of a miniSEED recording, a list a sample in the order of channel codes.

    A code is the last letter of the channel's, or its whole code.
    """
    import obspy  # only where a recording is played

    stream = obspy.read(path)
    stream.merge(method=0)
    traces = []
    for code in codes:
        found = [t for t in stream if t.stats.channel == code or t.stats.channel[-1] == code]
        if len(found) != 1:
            raise ValueError(f"{path}: {len(found)} channels for {code}")
        traces.append(found[0])
    start = max(t.stats.starttime for t in traces)
    end = min(t.stats.endtime for t in traces)
    cut = [t.slice(start, end) for t in traces]
    if any(hasattr(t.data, "mask") and t.data.mask.any() for t in cut):
        raise ValueError(f"{path}: has gaps")
    frames = [[int(v) + offset for v in row] for row in zip(*(t.data.tolist() for t in cut))]
    return frames, traces[0].stats.sampling_rate
