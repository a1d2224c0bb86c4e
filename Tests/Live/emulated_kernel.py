#!/usr/bin/env python3
"""The kernel's industrial I/O with one emulated sensor, for one program in a mount namespace.

  unshare --mount emulated_kernel.py [options] -- PROGRAM [ARGUMENTS]
  unshare --user --map-root-user --mount emulated_kernel.py [options] -- PROGRAM [ARGUMENTS]

Puts a /sys of its own in place that has the sensor's attributes, and a FIFO in the place of
/dev/iio:device0; libiio's local backend knows no difference. Then becomes PROGRAM; a child feeds the
FIFO while the buffer is enabled and ends with PROGRAM. Attributes keep what is written to them. A FIFO
cannot report that a device is gone: an unplugged sensor disappears from /sys and falls silent.
"""

import argparse
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from emulated_scans import ScanFormat, ScanWriter
from emulated_sensor import CLOCKS, EmulatedSensor, counts_of

DEVICES = "/sys/bus/iio/devices"
SENSOR = DEVICES + "/iio:device0"
FIFO = "/dev/iio:device0"
AXES = ("accel_x", "accel_y", "accel_z")


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text + "\n")


def text(path):
    with open(path) as file:
        return file.read().strip("\0\n ")


def build_dev():
    folder = tempfile.mkdtemp(prefix="emulated-dev-")
    mount("-t", "tmpfs", "tmpfs", folder)
    for name in ("null", "zero", "urandom", "random"):
        open(f"{folder}/{name}", "w").close()
        mount("--bind", f"/dev/{name}", f"{folder}/{name}")
    os.mkfifo(f"{folder}/iio:device0")
    mount("--rbind", folder, "/dev")


def build_sensor(options):
    """The sensor's attributes, as the kernel shows them."""
    name = options.name
    write(SENSOR + "/name", name)
    write(SENSOR + "/dev", "250:0")
    write(SENSOR + "/sampling_frequency", "4000.000000")
    write(SENSOR + "/current_timestamp_clock", "realtime")
    write(SENSOR + "/trigger/current_trigger", f"{name}-dev0")
    write(DEVICES + "/trigger0/name", f"{name}-dev0")
    write(SENSOR + "/in_accel_scale", options.scale)
    for index, axis in enumerate(AXES):
        write(f"{SENSOR}/in_{axis}_raw", "0")
        write(f"{SENSOR}/scan_elements/in_{axis}_en", "0")
        write(f"{SENSOR}/scan_elements/in_{axis}_index", str(index))
        write(f"{SENSOR}/scan_elements/in_{axis}_type", options.format)
    write(SENSOR + "/scan_elements/in_timestamp_en", "0")
    write(SENSOR + "/scan_elements/in_timestamp_index", "3")
    write(SENSOR + "/scan_elements/in_timestamp_type", "le:s64/64>>0")
    write(SENSOR + "/buffer/enable", "0")
    write(SENSOR + "/buffer/length", "2")
    write(SENSOR + "/buffer/watermark", "1")


class Feeder:
    """What the driver does: fills the buffer while it is enabled, and loses what does not fit."""

    def __init__(self, options, sensor, parent):
        self.options, self.sensor, self.parent = options, sensor, parent
        self.formats = [ScanFormat(options.format)] * 3 + [ScanFormat("le:s64/64>>0")]
        self.fifo = os.open(FIFO, os.O_RDWR | os.O_NONBLOCK)

    def run(self):
        while os.getppid() == self.parent:
            if self.is_enabled():
                self.feed()
            else:
                time.sleep(0.002)

    def is_enabled(self):
        try:
            return text(SENSOR + "/buffer/enable") == "1"
        except OSError:
            return False

    def feed(self):
        channels = [f"in_{axis}_en" for axis in AXES] + ["in_timestamp_en"]
        mask = sum((text(f"{SENSOR}/scan_elements/{name}") == "1") << bit
                   for bit, name in enumerate(channels))
        self.sensor.clock = text(SENSOR + "/current_timestamp_clock")
        writer = ScanWriter(self.formats, mask)
        self.drain()
        self.sensor.open()
        checked = 0.0
        while True:
            now = time.monotonic()
            if now - checked > 0.005:
                checked = now
                if not self.is_enabled() or os.getppid() != self.parent:
                    # The kernel's queue is empty when it is enabled again.
                    return self.drain()
            fault = self.sensor.fault(1)
            if fault and not self.suffer(fault):
                return
            samples = self.sensor.take(1, 0.02)
            for k in samples or ():
                try:
                    os.write(self.fifo, writer.scan(self.sensor.frame(k), self.sensor.stamp(k)))
                except BlockingIOError:
                    self.sensor.log(f"sample {k} finds the queue full")

    def drain(self):
        try:
            while os.read(self.fifo, 65536):
                pass
        except BlockingIOError:
            pass

    def suffer(self, fault):
        """Whether the feeding goes on."""
        sensor = self.sensor
        if fault.kind == "stall":
            time.sleep(fault.amount)
            sensor.open()
        elif fault.kind == "skip":
            sensor.next += int(fault.amount)
        elif fault.kind == "wrong":
            # A scan cut in two shifts all that follow until the buffer is opened anew.
            os.write(self.fifo, b"\xff" * 7)
        elif fault.kind == "unplug":
            os.rename(SENSOR, "/sys/unplugged")
            time.sleep(fault.amount)
            write("/sys/unplugged/buffer/enable", "0")
            os.rename("/sys/unplugged", SENSOR)
            return False
        return True


def main():
    separator = sys.argv.index("--")
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", help="a miniSEED recording to play; a ramp without one")
    parser.add_argument("--codes", default="E,N,Z", help="its channels for accel_x, _y and _z")
    parser.add_argument("--format", default="le:s20/32>>12")
    parser.add_argument("--name", default="adxl355")
    parser.add_argument("--scale", default="0.000038245")
    parser.add_argument("--rate", type=float, default=125.0)
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--fault", action="append", default=[], metavar="KIND@SAMPLE[:AMOUNT]")
    parser.add_argument("--log", help="a file for what happened when")
    options = parser.parse_args(sys.argv[1:separator])
    if options.record:
        frames, options.rate = counts_of(options.record, options.codes.split(","))
    else:
        frames = lambda k: [(10 * k + c) % 32768 for c in range(3)]  # noqa: E731
    build_dev()
    mount("-t", "tmpfs", "tmpfs", "/sys")
    build_sensor(options)
    parent = os.getpid()
    if os.fork() == 0:
        # Dies with the program it feeds.
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        log = open(options.log, "w") if options.log else None
        sensor = EmulatedSensor(frames, options.rate, options.speed, options.fault, log=log)
        Feeder(options, sensor, parent).run()
        os._exit(0)
    program = sys.argv[separator + 1:]
    os.execv(shutil.which(program[0]) or program[0], program)


if __name__ == "__main__":
    main()
