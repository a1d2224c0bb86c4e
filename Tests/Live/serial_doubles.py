"""Serial instruments that do not exist: a digitizer and a radon module on pseudo-terminals.

Each stands behind a link of its own, as a USB adapter does under /dev/serial/by-id: pulling the plug
closes the terminal and takes the link away, plugging it in again makes a new terminal under the same
link. The digitizer plays a recording's counts, stamped by its own clock, so that it may play faster than
real time.
"""

import os
import random
import select
import struct
import threading
import time
import tty
from pathlib import Path


def crc32c(data, register=0):
    """CRC-32C of bytes (RFC 3720), going on from the CRC of what came before."""
    register ^= 0xFFFFFFFF
    for byte in data:
        register = _TABLE[(register ^ byte) & 0xFF] ^ (register >> 8)
    return register ^ 0xFFFFFFFF


def _remainder(byte):
    for _ in range(8):
        byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
    return byte


_TABLE = [_remainder(byte) for byte in range(256)]


def frame(instants, sequence, counter, time_microseconds, is_first=False, is_wide=False):
    """A frame of the serial digitizer protocol, version 1; `instants` is a list of count tuples."""
    form = (1 if is_wide else 0) | 2 | (4 if is_first else 0)
    header = struct.pack(
        "<BBBBHII", 1, form, len(instants[0]), len(instants), sequence & 0xFFFF,
        counter & 0xFFFFFFFF, time_microseconds & 0xFFFFFFFF)
    width = 4 if is_wide else 3
    samples = b"".join(
        count.to_bytes(width, "little", signed=True) for instant in instants for count in instant)
    body = header + struct.pack("<H", crc32c(header) & 0xFFFF) + samples
    return b"\xF1\xB5" + body + struct.pack("<I", crc32c(body))


class Line:
    """The instrument's end of a serial line whose other end stands behind a link.

    One thread plays the instrument; another may pull the plug.
    """

    def __init__(self, link):
        self.link = Path(link)
        self._lock = threading.Lock()
        self._end = None
        self.plug_in()

    def plug_in(self):
        with self._lock:
            self._end, other = os.openpty()
            tty.setraw(other)
            path = os.ttyname(other)
            os.set_blocking(self._end, False)
            os.close(other)
            self.link.unlink(missing_ok=True)
            self.link.symlink_to(path)

    def pull(self):
        with self._lock:
            self.link.unlink(missing_ok=True)
            if self._end is not None:
                os.close(self._end)
            self._end = None

    @property
    def is_heard(self):
        """Whether anybody has the other end open."""
        with self._lock:
            if self._end is None:
                return False
            poll = select.poll()
            poll.register(self._end, 0)
            return not any(event & select.POLLHUP for _, event in poll.poll(0))

    def send(self, data):
        """Sends bytes; what the line has no room for is lost, as on a wire that nobody reads."""
        with self._lock:
            if self._end is None:
                return
            try:
                os.write(self._end, data)
            except OSError:
                pass

    def receive(self, seconds):
        """What has come, or came within about a time; nothing while no one has the other end open."""
        end = time.monotonic() + seconds
        while True:
            with self._lock:
                try:
                    if self._end is not None:
                        return os.read(self._end, 256)
                except OSError:
                    pass
            if time.monotonic() >= end:
                return b""
            time.sleep(0.005)


class Digitizer:
    """Plays counts, shape [instant][channel], at `rate` hertz and `speed` times real time.

    `faults` maps an instant's index to what happens there: ("noise", bytes) sends noise before its
    frame, ("flip", bits) damages its frame, ("stall", seconds) stands still on the wall clock and then
    goes on where it was, ("lose", count) leaves so many instants out, ("unplug", seconds) pulls the plug
    for so long, in which the instants pass unseen.
    """

    def __init__(self, link, counts, rate, speed=1.0, instants_per_frame=1, faults=None, seed=1):
        self.line = Line(link)
        self.counts = counts
        self.rate = rate
        self.speed = speed
        self.instants_per_frame = instants_per_frame
        self.faults = dict(faults or {})
        self.random = random.Random(seed)
        # (index of the first instant missed, how many) of every gap made.
        self.gaps = []
        self._plugged_at = None
        self._thread = threading.Thread(target=self._play, daemon=True)

    def start(self):
        self._thread.start()

    def join(self, timeout=None):
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _play(self):
        begin = time.monotonic()
        sequence = 0
        index = 0
        while index + self.instants_per_frame <= len(self.counts):
            kind, amount = self.faults.pop(index, (None, None))
            end = index + self.instants_per_frame
            due = begin + end / self.rate / self.speed
            if kind == "stall":
                # The samples of a stall are lost: a converter does not wait.
                time.sleep(amount)
                skipped = round(amount * self.rate * self.speed)
                self._miss(index, skipped)
                index += skipped
                continue
            if kind == "lose":
                self._miss(index, amount)
                index += amount
                continue
            time.sleep(max(0.0, due - time.monotonic()))
            if kind == "unplug":
                self.line.pull()
                self._plugged_at = time.monotonic() + amount
                self._miss(index, 0)
            if self._plugged_at is not None:
                if time.monotonic() < self._plugged_at:
                    self._extend(self.instants_per_frame)
                    index, sequence = end, sequence + 1
                    continue
                self._plugged_at = None
                self.line.plug_in()
            if not self.line.is_heard:
                self._miss(index, self.instants_per_frame)
                index, sequence = end, sequence + 1
                continue
            data = frame(
                self.counts[index:end], sequence, index, round(end / self.rate * 1e6),
                is_first=index == 0)
            if kind == "noise":
                data = self.random.randbytes(amount) + data
            if kind == "flip":
                data = self._damaged(data, amount)
                self._miss(index, self.instants_per_frame)
            self.line.send(data)
            index, sequence = end, sequence + 1

    def _damaged(self, data, bits):
        damaged = bytearray(data)
        for bit in self.random.sample(range(len(data) * 8), bits):
            damaged[bit // 8] ^= 1 << (bit % 8)
        return bytes(damaged)

    def _miss(self, index, count):
        if self.gaps and sum(self.gaps[-1]) == index:
            self._extend(count)
        else:
            self.gaps.append((index, count))

    def _extend(self, count):
        self.gaps[-1] = (self.gaps[-1][0], self.gaps[-1][1] + count)


class RadonModule:
    """Answers as an RD200M does, with the value that `value()` gives in hundredths of its unit."""

    def __init__(self, link, value, status=2):
        self.line = Line(link)
        self.value = value
        self.status = status
        # Of so many queries one gets no answer, one an answer with a wrong bit; 0 never.
        self.silent_every = 0
        self.damaged_every = 0
        self.query_count = 0
        self._is_stopping = False
        self._thread = threading.Thread(target=self._answer, daemon=True)
        self._thread.start()

    def stop(self):
        self._is_stopping = True
        self._thread.join()

    def _answer(self):
        heard = b""
        while not self._is_stopping:
            heard = (heard + self.line.receive(0.05))[-64:]
            if b"\x02\x01\x00\xFE" not in heard:
                continue
            heard = b""
            self.query_count += 1
            if self.silent_every and self.query_count % self.silent_every == 0:
                continue
            body = bytes([0x10, 4, self.status, 10, *divmod(self.value(), 100)])
            reply = bytearray(b"\x02" + body + bytes([0xFF - sum(body) & 0xFF]))
            if self.damaged_every and self.query_count % self.damaged_every == 0:
                reply[self.query_count % 8] ^= 0x20
            self.line.send(bytes(reply))
