"""A board's watchdog, as a FIFO: what the daemon writes to it, and what it does where there is none.

    python3 board_watchdog.py DAEMON PRELOADED

PRELOADED is the library of watchdog_device.c, which answers for the driver.
"""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEADLINE_SECONDS = 60
FEED, MAGIC_CLOSE = b"\0", b"V"


class Station:
    """A daemon on made-up counts whose board file names the watchdog."""

    def __init__(self, daemon, folder, device, preloaded):
        subprocess.run(
            [sys.executable, ROOT / "Tests/Python/make_station.py", folder, "synthetic"], check=True
        )
        board = json.loads((folder / "board.json").read_text())
        board["sources"][0]["speedFactor"] = 1
        board["realTime"] = {"watchdogDevice": str(device), "watchdogSeconds": 60}
        (folder / "board.json").write_text(json.dumps(board))
        environment = dict(os.environ)
        environment.pop("NOTIFY_SOCKET", None)
        if preloaded:
            environment["LD_PRELOAD"] = str(Path(preloaded).resolve())
        self.log = folder / "log"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                [daemon, "--station", folder / "station.json"], env=environment, stderr=log
            )

    def end(self, number):
        self.process.send_signal(number)
        return self.process.wait(DEADLINE_SECONDS)

    def words(self):
        return self.log.read_text()


class Device:
    """The FIFO; it is held open for reading and writing, so that neither end waits for the other."""

    def __init__(self, path):
        os.mkfifo(path)
        self.path = path
        self.descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK)

    def read(self, seconds):
        """What has been written, at the latest after so many seconds; nothing if nothing was."""
        ready, _, _ = select.select([self.descriptor], [], [], seconds)
        return os.read(self.descriptor, 4096) if ready else b""

    def feeds(self, count):
        """Waits for so many bytes."""
        taken = b""
        end = time.monotonic() + DEADLINE_SECONDS
        while len(taken) < count and time.monotonic() < end:
            taken += self.read(1)
        return taken


def check(condition, words):
    if not condition:
        sys.exit(f"board watchdog: {words}")


def main():
    daemon, preloaded = sys.argv[1:]
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        device = Device(scratch / "watchdog")

        station = Station(daemon, scratch / "ordered", device.path, preloaded)
        taken = device.feeds(3)
        code = station.end(signal.SIGTERM)
        taken += device.read(0)
        log = station.words()
        check(code == 0, f"the daemon ended with {code}\n{log}")
        check("seconds=2" in log, f"the log does not name what the driver granted\n{log}")
        check(taken.count(MAGIC_CLOSE) == 1 and taken.endswith(MAGIC_CLOSE), f"no orderly end: {taken}")
        check(set(taken[:-1]) == {0}, f"not only feeds before the end: {taken}")
        print(f"an orderly end: fed {len(taken) - 1} times, then closed by the letter")

        station = Station(daemon, scratch / "killed", device.path, preloaded)
        taken = device.feeds(1)
        station.end(signal.SIGKILL)
        taken += device.read(0)
        check(taken and set(taken) == {0}, f"a daemon that is killed disarmed the watchdog: {taken}")
        print("a killed daemon: fed, and not disarmed: the board would restart")

        station = Station(daemon, scratch / "stopped", device.path, preloaded)
        check(device.feeds(1), "the daemon that is to stand still does not feed")
        station.process.send_signal(signal.SIGSTOP)
        state = Path(f"/proc/{station.process.pid}/stat")
        while state.read_text().rsplit(")", 1)[1].split()[0] != "T":
            select.select([], [], [], 0.01)
        device.read(0)
        check(device.read(2.5) == b"", "a daemon that stands still is fed for")
        station.process.send_signal(signal.SIGCONT)
        check(device.feeds(1), "the daemon that goes on does not feed")
        check(station.end(signal.SIGTERM) == 0, "the daemon fails after it was stopped")
        print("a daemon that stands still: not fed for the two seconds that were granted")

        # A file that is no watchdog, then none at all.
        for name, path in [("fifo", device.path), ("absent", scratch / "absent")]:
            station = Station(daemon, scratch / name, path, None)
            end = time.monotonic() + DEADLINE_SECONDS
            while "runs without it" not in station.words() and time.monotonic() < end:
                select.select([], [], [], 0.05)
            code = station.end(signal.SIGTERM)
            log = station.words()
            check("the board runs without it" in log, f"{name}: not told in the log\n{log}")
            check(code == 0, f"{name}: the daemon ended with {code}\n{log}")
        print("no watchdog behind the path: told in the log, the station runs")


if __name__ == "__main__":
    main()
