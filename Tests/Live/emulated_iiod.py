#!/usr/bin/env python3
"""An iiod that does not exist: libiio's network protocol with one emulated sensor behind it.

  emulated_iiod.py [--record FILE.mseed --codes Z,N,E] [--channel NAME=FORMAT]... [options]

Listens on 127.0.0.1 at a port of the kernel's choosing and prints it: "port 40123". Without a record
sample k of channel c is 10 k + c, modulo 2^15. Faults are listed in emulated_sensor.py. Ends when
its standard input closes, so that it never outlives whoever started it.
"""

import argparse
import os
import socket
import sys
import threading
import time

from emulated_scans import ScanFormat, ScanWriter
from emulated_sensor import CLOCKS, EmulatedSensor, counts_of

DOCTYPE = (
    "<!DOCTYPE context [<!ELEMENT context (device | context-attribute)*>"
    "<!ELEMENT context-attribute EMPTY>"
    "<!ELEMENT device (channel | attribute | debug-attribute | buffer-attribute)*>"
    "<!ELEMENT channel (scan-element?, attribute*)><!ELEMENT attribute EMPTY>"
    "<!ELEMENT scan-element EMPTY><!ELEMENT debug-attribute EMPTY>"
    "<!ELEMENT buffer-attribute EMPTY><!ATTLIST context name CDATA #REQUIRED description CDATA "
    "#IMPLIED><!ATTLIST context-attribute name CDATA #REQUIRED value CDATA #REQUIRED><!ATTLIST device "
    "id CDATA #REQUIRED name CDATA #IMPLIED label CDATA #IMPLIED><!ATTLIST channel id CDATA #REQUIRED "
    "type (input|output) #REQUIRED name CDATA #IMPLIED><!ATTLIST scan-element index CDATA #REQUIRED "
    "format CDATA #REQUIRED scale CDATA #IMPLIED><!ATTLIST attribute name CDATA #REQUIRED filename "
    "CDATA #IMPLIED><!ATTLIST debug-attribute name CDATA #REQUIRED><!ATTLIST buffer-attribute name "
    "CDATA #REQUIRED>]>")


class Device:
    """The sensor as the kernel would show it: channels, attributes, a trigger of its own."""

    def __init__(self, options, sensor):
        self.sensor = sensor
        self.name, self.label, self.has_stamps = options.name, options.label, not options.no_stamps
        self.channels = [c.split("=", 1) for c in options.channel]
        self.formats = [ScanFormat(text) for _, text in self.channels]
        self.formats.append(ScanFormat("le:S64/64>>0"))
        self.stubborn = set(options.stubborn)
        self.offset, self.has_twin = options.offset, options.twin
        self.rates = [float(rate) for rate in options.rates.split(",")]
        self.trigger = ""
        self.attributes = {
            "sampling_frequency": options.rate_text, "in_scale": options.scale,
            "current_timestamp_clock": sensor.clock,
            "sampling_frequency_available": " ".join(f"{rate:f}" for rate in self.rates),
            "watermark": "0", "length": "2", "raw": "0", "in_offset": options.offset}

    def xml(self):
        if self.sensor.is_gone():
            return self._context("")
        text = ""
        for index, (name, form) in enumerate(self.channels):
            escaped = form.replace(">", "&gt;").replace(":s", ":s")
            text += (
                f'<channel id="{name}" type="input"><scan-element index="{index}" '
                f'format="{escaped}"/><attribute name="raw" filename="in_{name}_raw"/>'
                f'<attribute name="scale" filename="in_scale"/>'
                f'<attribute name="label" filename="in_{name}_label"/>'
                + ('<attribute name="offset" filename="in_offset"/>' if self.offset else "")
                + "</channel>")
            self.attributes.setdefault(f"in_{name}_label", f"axis {index}")
        if self.has_stamps:
            text += (
                f'<channel id="timestamp" type="input"><scan-element index="{len(self.channels)}" '
                'format="le:S64/64&gt;&gt;0"/></channel>')
        names = ["current_timestamp_clock", "sampling_frequency", "sampling_frequency_available"]
        text += "".join(f'<attribute name="{name}"/>' for name in names)
        text += '<buffer-attribute name="length"/><buffer-attribute name="watermark"/>'
        label = f' label="{self.label}"' if self.label else ""
        device = f'<device id="iio:device0" name="{self.name}"{label}>{text}</device>'
        twin = device.replace("iio:device0", "iio:device1") if self.has_twin else ""
        return self._context(
            device + twin + f'<device id="trigger0" name="{self.name}-dev0"></device>')

    def _context(self, devices):
        return ('<?xml version="1.0" encoding="utf-8"?>' + DOCTYPE
                + '<context name="emulated" description="no hardware">' + devices + "</context>")

    def read(self, words):
        name = words[-1]
        if words[2:3] == ["INPUT"] and name not in ("label",):
            name = {"scale": "in_scale", "offset": "in_offset"}.get(name, name)
        elif name == "label":
            name = f"in_{words[3]}_label"
        return self.attributes.get(name)

    def write(self, words, value):
        """0, or a negative errno."""
        name = {"scale": "in_scale"}.get(words[-2], words[-2])
        if name not in self.attributes:
            return -2
        if name == "sampling_frequency":
            if float(value) not in self.rates:
                return -22
            value = f"{float(value):f}"
        if name == "current_timestamp_clock":
            if value not in CLOCKS:
                return -22
            self.sensor.clock = value if name not in self.stubborn else self.sensor.clock
        if name not in self.stubborn:
            self.attributes[name] = value
        return 0


class Connection:
    def __init__(self, device, stream):
        self.device, self.sensor, self.stream = device, device.sensor, stream
        self.timeout = 2.5
        self.writer = None

    def send(self, data):
        self.stream.sendall(data)

    def number(self, value):
        self.send(b"%d\n" % value)

    def value(self, text):
        data = text.encode() + b"\0"
        self.send(b"%d\n" % len(data) + data + b"\n")

    def line(self):
        data = b""
        while not data.endswith(b"\n"):
            more = self.stream.recv(1)
            if not more:
                return None
            data += more
        return data.decode().split()

    def bytes(self, count):
        data = b""
        while len(data) < count:
            data += self.stream.recv(count - len(data))
        return data

    def serve(self):
        try:
            while (words := self.line()) is not None:
                if words and not self.answer(words):
                    break
        except OSError:
            pass
        self.stream.close()

    def answer(self, words):
        """Whether the connection goes on."""
        command, device = words[0], self.device
        if command == "EXIT":
            return False
        if command == "VERSION":
            self.send(b"0.24.emulate\n")
        elif command == "PRINT":
            text = device.xml().encode()
            self.send(b"%d\n" % len(text) + text + b"\n")
        elif command == "TIMEOUT":
            self.timeout = int(words[1]) / 1000
            self.number(0)
        elif command in ("SET", "CLOSE"):
            self.number(0)
        elif command == "GETTRIG":
            name = device.trigger.encode()
            self.send(b"%d\n" % len(name) + (name + b"\n" if name else b""))
        elif command == "SETTRIG":
            device.trigger = f"{device.name}-dev0" if len(words) > 2 else ""
            self.number(0)
        elif command == "READ":
            text = device.read(words)
            self.number(-2) if text is None else self.value(text)
        elif command == "WRITE":
            length = int(words[-1])
            result = device.write(words, self.bytes(length).rstrip(b"\0").decode())
            self.number(length if result == 0 else result)
        elif command == "OPEN":
            self.open(words)
        elif command == "READBUF":
            return self.read(int(words[2]))
        else:
            self.number(-22)
        return True

    def open(self, words):
        if self.sensor.is_gone():
            return self.number(-19)
        self.mask = int(words[3], 16)
        self.writer = ScanWriter(self.device.formats, self.mask)
        self.device.attributes["watermark"] = words[2]
        self.sensor.open()
        self.number(0)

    def read(self, byte_count):
        count = byte_count // self.writer.step
        fault = self.sensor.fault(count)
        if fault:
            goes_on, is_answered = self.suffer(fault, byte_count)
            if is_answered or not goes_on:
                return goes_on
        if self.sensor.is_gone():
            self.number(-19)
            return True
        samples = self.sensor.take(count, self.timeout)
        if samples is None:
            self.number(-110)
            return True
        data = b"".join(
            self.writer.scan(self.sensor.frame(k), self.sensor.stamp(k)) for k in samples)
        self.send(b"%d\n%08x\n" % (len(data), self.mask) + data)
        return True

    def suffer(self, fault, byte_count):
        """Whether the connection goes on after the fault, and whether the read has been answered."""
        kind, sensor = fault.kind, self.sensor
        if kind == "stall":
            openings = sensor.openings
            time.sleep(fault.amount)
            return openings == sensor.openings, False
        elif kind == "drop":
            return False, False
        elif kind == "unplug":
            sensor.gone_until = time.monotonic() + fault.amount
        elif kind == "skip":
            sensor.next += int(fault.amount)
        elif kind == "back":
            sensor.shift_stamps(-int(fault.amount))
        elif kind == "error":
            self.number(-int(fault.amount))
            return True, True
        elif kind == "wrong":
            self.send(b"%d\n%08x\n" % (byte_count // 2, self.mask) + bytes(byte_count // 2))
            self.send(b"%d\n" % (byte_count - byte_count // 2 - 1))
            return False, True
        elif kind == "garbage":
            self.send(os.urandom(64) + b"\nno number\n")
        return True, False


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", help="a miniSEED recording to play")
    parser.add_argument("--codes", default="Z,N,E", help="its channels, in the order of --channel")
    parser.add_argument("--channel", action="append", metavar="NAME=FORMAT",
                        help="default: accel_x, accel_y, accel_z as le:s20/32>>12")
    parser.add_argument("--name", default="adxl355")
    parser.add_argument("--label", default="")
    parser.add_argument("--rate", type=float, default=125.0)
    parser.add_argument("--rates", default="31.25,62.5,100,125,200,250")
    parser.add_argument("--rate-text", default="4000.000000", help="sampling_frequency at the start")
    parser.add_argument("--scale", default="0.000038245")
    parser.add_argument("--offset", default="", help="the attribute of every channel; none without")
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--twin", action="store_true", help="a second device of the same name")
    parser.add_argument("--no-stamps", action="store_true")
    parser.add_argument("--stamp-error-ppm", type=float, default=0.0)
    parser.add_argument("--stubborn", action="append", default=[], metavar="ATTRIBUTE",
                        help="takes writes to it and keeps its value")
    parser.add_argument("--fault", action="append", default=[], metavar="KIND@SAMPLE[:AMOUNT]")
    parser.add_argument("--log", help="a file for what happened when")
    options = parser.parse_args()
    axes = ("accel_x", "accel_y", "accel_z")
    options.channel = options.channel or [f"{axis}=le:s20/32>>12" for axis in axes]
    return options


def main():
    options = parse()
    if options.record:
        frames, options.rate = counts_of(options.record, options.codes.split(","))
    else:
        channels = range(len(options.channel))
        frames = lambda k: [(10 * k + c) % 32768 for c in channels]  # noqa: E731
    log = open(options.log, "w") if options.log else None
    sensor = EmulatedSensor(
        frames, options.rate, options.speed, options.fault, options.stamp_error_ppm, log)
    device = Device(options, sensor)
    listener = socket.create_server(("127.0.0.1", 0))
    print("port", listener.getsockname()[1], flush=True)

    def accept():
        while True:
            stream, _ = listener.accept()
            # Without this an answer in two parts waits 40 ms for an acknowledgement.
            stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=Connection(device, stream).serve, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    sys.stdin.read()
    sensor.log(f"ended at sample {sensor.next}")


if __name__ == "__main__":
    main()
