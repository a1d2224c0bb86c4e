"""A station on live sources for the scripts of this folder: its files, its daemon, its events.

    with LiveStation(sources=[source], build="debug") as station:
        station.start()
        station.wait_for("source-fault source=sensor", seconds=60)
        station.stop()
        found = differences(comparable(station.events()),
                            comparable(station.replay("record.mseed")))

`sources` are the board file's sources, as dictionaries. The station commissions, so that its messages
are tests, as a replay's are. `replay` plays a recording through the same files in place of the first
source. Build the two programs first (`swift build --product firstbreakd`, then `firstbreak`).
"""

import json
import os
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class LiveStation:
    """A daemon in a folder of its own; the folder goes with the object."""

    def __init__(self, sources, station=None, build="debug", environment=None):
        self._folder = tempfile.TemporaryDirectory(prefix="live-station-")
        self.folder = Path(self._folder.name)
        self.programs = Path(build) if os.sep in str(build) else ROOT / ".build" / build
        self.environment = {**os.environ, **(environment or {})}
        self.log = []
        self._process = None
        self._grown = threading.Condition()
        self._write("board.json", {"schemaVersion": 1, "board": "live", "sources": sources})
        file = json.loads((ROOT / "Tests/Fixtures/stations/linear.json").read_text())
        file.update({"board": "board.json", "mode": "commissioning", **(station or {})})
        self._write("station.json", file)
        key = self.folder / "station.key"
        key.write_text("5a" * 32 + "\n")
        key.chmod(0o600)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()

    def _write(self, name, content):
        path = self.folder / name
        path.write_text(json.dumps(content, indent=2))
        path.chmod(0o644)

    @property
    def station_file(self):
        return str(self.folder / "station.json")

    def check(self):
        """What `firstbreakd --check` says, and its exit code."""
        run = subprocess.run(
            [self.programs / "firstbreakd", "--station", self.station_file, "--check"],
            capture_output=True, text=True, env=self.environment)
        return run.stdout + run.stderr, run.returncode

    def start(self, before=()):
        """Starts the daemon, behind the words of `before` where there are any."""
        self._process = subprocess.Popen(
            [*before, self.programs / "firstbreakd", "--station", self.station_file,
             "--events", str(self.folder / "events.jsonl")],
            stderr=subprocess.PIPE, text=True, env=self.environment)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self._process.stderr:
            with self._grown:
                self.log.append(line.rstrip("\n"))
                self._grown.notify_all()
        with self._grown:
            self.log.append("ended")
            self._grown.notify_all()

    def wait_for(self, words, seconds, after=0):
        """The first log line from line `after` on that holds the words; None when the time is up."""
        def found():
            return next((line for line in self.log[after:] if words in line), None)
        with self._grown:
            self._grown.wait_for(lambda: found() or "ended" in self.log, timeout=seconds)
            return found()

    @property
    def process_number(self):
        """The daemon's process."""
        return self._process.pid

    def stop(self):
        """Ends the daemon as an operator does; its exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout=30)

    def events(self):
        """The event lines so far."""
        return (self.folder / "events.jsonl").read_text().splitlines()

    def replay(self, *recordings):
        """The event lines of a replay of recordings through the same station."""
        run = subprocess.run(
            [self.programs / "firstbreak", "replay", "--station", self.station_file,
             "--input", *map(str, recordings), "--speed", "max", "--json"],
            capture_output=True, text=True, check=True)
        return run.stdout.splitlines()
