#!/usr/bin/env python3
"""An earthquake through a real kernel into the packaged station, judged by what leaves its card.

    judge_kernel.py MACHINE TAPE LISTENER

MACHINE is the folder of make-machine, TAPE a folder that the machine finds as /tape, to which this adds
the station's files and the counts, and LISTENER the `firstbreak` of this machine. In the machine a record
plays through an industrial I/O device and through a sound card at once; its datagrams come to a socket
of this process, which passes them on to `firstbreak listen`. What that accepts must verify by
Tests/Python/verify_alerts.py, tell that both sensors agree, and reach the level of a replay of the same
counts. Needs numpy, scipy and ObsPy. Prints how long everything took.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cbor2
import numpy as np
import obspy
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from scipy.signal import resample_poly

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
RECORD = ROOT / "Tests/Fixtures/records/08_ferndale_M6.4_KCT_60s.mseed"
# 0.00046745108 cm/s² a count.
COUNTS_PER_UNIT = 1 / 0.0000046745108
CAPTURE_FACTOR = 80
LONGEST_SECONDS = 3600
CHANNELS = (("HNZ", "accel_z", 0, -90), ("HNN", "accel_y", 0, 0), ("HNE", "accel_x", 90, 0))


def channels(has_elements):
    return [
        {"code": code, **({"element": element} if has_elements else {}),
         "azimuthDegrees": azimuth, "dipDegrees": dip, "fullScaleCounts": 2147483647,
         "sensitivityCountsPerMetrePerSecondSquared": COUNTS_PER_UNIT}
        for code, element, azimuth, dip in CHANNELS]


def board(rate):
    return {"schemaVersion": 1, "board": "virtual", "sources": [
        {"name": "accelerometer", "driver": "iio", "device": "accel_3d", "sampleRateHertz": rate,
         "samplesPerBlock": 10, "realTimePriority": 60, "channels": channels(True)},
        {"name": "geophone", "driver": "alsa", "device": "hw:CARD=Loopback,DEV=1",
         "sampleRateHertz": rate, "captureRateHertz": rate * CAPTURE_FACTOR, "format": "S32_LE",
         "samplesPerBlock": 10, "realTimePriority": 50, "channels": channels(False)}]}


def counts():
    """The record's counts, shape [frames][Z, N, E], and its rate."""
    stream = obspy.read(str(RECORD))
    traces = [next(t for t in stream if t.stats.channel == code) for code, *_ in CHANNELS]
    return np.stack([t.data for t in traces], axis=1), round(traces[0].stats.sampling_rate)


def write_tape(folder, port):
    """Adds the station's files and the counts to what the machine is to find in /tape."""
    frames, rate = counts()
    frames[:, ::-1].astype("<i4").tofile(folder / "accelerometer.raw")
    fine = np.rint(resample_poly(frames.astype(float), CAPTURE_FACTOR, 1, axis=0))
    fine.astype("<i4").tofile(folder / "geophone.raw")
    station = json.loads((ROOT / "Tests/Fixtures/stations/linear.json").read_text())
    station.update({
        "board": "board.json", "mode": "commissioning", "keyFile": "/etc/firstbreak/station.key",
        "stateDirectory": "/var/lib/firstbreak",
        "destinations": [{"host": "10.0.2.2", "port": port}]})
    (folder / "station.json").write_text(json.dumps(station))
    (folder / "board.json").write_text(json.dumps(board(rate)))
    (folder / "station.key").write_text("5a" * 32 + "\n")
    (folder / "settings").write_text(f"rate={rate}\ncapture_rate={rate * CAPTURE_FACTOR}\n")


def memory_with(machine, tape, work):
    """The machine's root file system, an archive in memory, with another one behind it that brings
    /tape."""
    (work / "root").mkdir()
    (work / "root/tape").symlink_to(tape.resolve())
    memory = work / "initrd.cpio"
    memory.write_bytes((machine / "initrd.cpio").read_bytes())
    with memory.open("ab") as file:
        subprocess.run(
            "find -L tape | cpio --quiet --dereference -o -H newc --owner 0:0", shell=True, check=True,
            stdout=file, cwd=work / "root")
    return memory


def replayed_level(listener, folder):
    """The highest level of a replay of the record's counts."""
    station = json.loads((ROOT / "Tests/Fixtures/stations/linear.json").read_text())
    station["board"] = str(ROOT / "Boards/recording.json")
    file = folder / "replay.json"
    file.write_text(json.dumps(station))
    file.chmod(0o644)
    run = subprocess.run(
        [listener, "replay", "--station", file, "--input", RECORD, "--speed", "max", "--json",
         "--sensitivity", str(COUNTS_PER_UNIT), "--quantity", "acceleration"],
        capture_output=True, text=True, check=True)
    events = [json.loads(line) for line in run.stdout.splitlines()]
    return max(event["level"] for event in events if event["type"] == "alert")


def start_machine(machine, memory):
    """The emulator; its clock counts instructions and skips idle time, so that on a busy host no sample
    comes late for want of a processor, and a minute of waiting takes none."""
    return subprocess.Popen(
        ["qemu-system-aarch64", "-M", "virt", "-cpu", "cortex-a72", "-m", "1024", "-accel", "tcg",
         "-icount", "shift=2,sleep=off", "-rtc", "clock=vm",
         "-nographic", "-nodefaults", "-serial", "stdio",
         "-kernel", machine / "vmlinuz", "-initrd", memory,
         "-append", "console=ttyAMA0 quiet systemd.show_status=no net.ifnames=0",
         "-netdev", "user,id=card", "-device", "virtio-net-pci,netdev=card"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def watch(machine, incoming, pass_to):
    """Passes datagrams on until the machine ends; the datagrams, and whether it ended in time."""
    outgoing = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    deadline = time.monotonic() + LONGEST_SECONDS
    datagrams, text = [], b""
    while time.monotonic() < deadline:
        ready, _, _ = select.select([incoming, machine.stdout], [], [], 1)
        if incoming in ready:
            datagrams.append(incoming.recv(2048))
            outgoing.sendto(datagrams[-1], pass_to)
        if machine.stdout in ready:
            part = os.read(machine.stdout.fileno(), 65536)
            if not part:
                return datagrams, text, True
            text += part
            sys.stdout.write(part.decode(errors="replace"))
            sys.stdout.flush()
    return datagrams, text, False


def start_listener(listener, folder):
    trust = folder / "trust"
    trust.mkdir()
    public = trust / "XX_REPLAY_.pub"
    public.write_text(public_key() + "\n")
    public.chmod(0o644)
    process = subprocess.Popen(
        [listener, "listen", "--bind", "127.0.0.1:0", "--trust", trust, "--accept-test", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if line.startswith("listening on "):
            return process, ("127.0.0.1", int(line.rsplit(":", 1)[1]))
    raise SystemExit("judge_kernel: the listener does not listen")


def public_key():
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex("5a" * 32))
    return key.public_key().public_bytes_raw().hex()


def verified(lines, datagrams):
    """What verify_alerts.py finds wrong with the listener's lines and the datagrams they came in."""
    by_number = {}
    for datagram in datagrams:
        payload = cbor2.loads(cbor2.loads(datagram).value[2])
        by_number[payload[3], payload[4]] = datagram.hex()
    judged = ""
    for line in lines:
        message = json.loads(line)
        text = line.replace(',"timeTrusted":true', "").replace(',"timeTrusted":false', "")
        judged += f"good {by_number[message['bootId'], message['sequence']]} {text}\n"
    run = subprocess.run(
        [sys.executable, ROOT / "Tests/Python/verify_alerts.py",
         ROOT / "Sources/DataPath/Alerting/Wire/alert-datagram.cddl", public_key()],
        input=judged, capture_output=True, text=True)
    print("verify_alerts.py: " + run.stdout.strip().splitlines()[-1] if run.stdout else run.stderr)
    return [] if run.returncode == 0 else [run.stdout + run.stderr]


def judge(lines, datagrams, expected):
    """What is wrong with what left the machine's card; empty when all is well."""
    messages = [json.loads(line) for line in lines]
    summary = next((m for m in messages if m["type"] == "summary"), None)
    lines = [line for line, m in zip(lines, messages) if m["type"] != "summary"]
    messages = [m for m in messages if m["type"] != "summary"]
    found = []
    if not summary or sum(summary["refused"].values()) > 0:
        found.append(f"the listener refused datagrams or gave no summary: {summary}")
    if not lines:
        return found + [f"of {len(datagrams)} datagrams none was accepted"]
    found += verified(lines, datagrams)
    # Of one event: the sensor that triggered, how many agree with it, how many there are.
    sensors = sorted({tuple(m["sensors"]) for m in messages if "sensors" in m})
    if not any(agreeing == available == 2 for _, agreeing, available in sensors):
        found.append(f"sensors {sensors}, expected both to agree")
    levels = [m["level"] for m in messages if m["type"] == "alert"]
    if max(levels, default=0) != expected:
        found.append(f"levels {levels}, in a replay up to {expected}")
    kinds = {kind: sum(m["type"] == kind for m in messages) for kind in ("pick", "estimate", "alert")}
    waits = sorted(m["latency"] for m in messages if "latency" in m)
    print(f"{len(datagrams)} datagrams left the card, {len(lines)} messages accepted, {kinds}, "
          f"levels {levels}, sensors {sensors}; latency up to {waits[-1] if waits else '?'} µs in the emulator")
    return found


def main():
    machine_folder, tape, listener = (Path(word) for word in sys.argv[1:])
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kernel-") as name:
        folder = Path(name)
        incoming = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        incoming.bind(("127.0.0.1", 0))
        expected = replayed_level(listener, folder)
        write_tape(tape, incoming.getsockname()[1])
        process, address = start_listener(listener, folder)
        machine = start_machine(machine_folder, memory_with(machine_folder, tape, folder))
        try:
            datagrams, text, has_ended = watch(machine, incoming, address)
        finally:
            machine.kill()
            process.send_signal(signal.SIGINT)
        lines = process.communicate(timeout=30)[0].splitlines()
    found = [] if has_ended else [f"the machine did not end within {LONGEST_SECONDS} s"]
    found += [line for line in text.decode(errors="replace").splitlines() if line.startswith("guest: ")]
    found += judge(lines, datagrams, expected)
    for words in found:
        print(f"kernel: {words}")
    print(f"kernel: {'FAILED' if found else 'passed'}, {time.monotonic() - began:.0f} s")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
