#!/usr/bin/env python3
"""Cuts the power of a machine whose daemon records, again and again, and looks at its disk.

usage: power_cut.py FIRSTBREAKD KERNEL_FOLDER CUTS [SEED]

KERNEL_FOLDER holds what a Debian linux-image package unpacks to (boot/vmlinuz-*, lib/modules/*). The
machine is qemu's (software emulation), its root an initramfs with busybox, the daemon and its
libraries, its disk an ext4 image. A cut is a SIGKILL of qemu: what the guest had not yet written is
gone. Afterwards the journal is replayed, e2fsck must find the file system clean, and of each channel
every sample must be there that was taken more than a flush interval before the guest last told its
time: readable, bit by bit those of the made-up sensor, none twice. The last word is that of a start
after the last cut, which has cut torn ends off.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from archive_station import Archive, segments_of_records, synthetic, write_station
from kill_loop import run_once

CODES = ("HNZ", "HNN", "HNE")
HERTZ = 200
FLUSH_SECONDS = 5
# A flush takes time itself, on an emulated machine the more.
FLUSH_TAKES_SECONDS = 5
MODULES = ("virtio_blk", "virtio_pci", "ext4")
INIT = """#!/bin/sh
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
for module in MODULES; do modprobe $module; done
mkdir -p /disk
mount -t ext4 /dev/vda /disk || poweroff -f
echo MOUNTED
/station/firstbreakd --station /station/station.json &
while :; do echo "TIME $(adjtimex | sed -n 's/.*time.tv_sec: *//p')"; usleep 500000; done
"""


def settings(root):
    return {
        "root": root, "format": "miniseed2", "recordLengthBytes": 512, "keepEvents": False,
        "flushIntervalSeconds": FLUSH_SECONDS, "minimumFreeMebibytes": 0,
    }


def station(folder, root):
    source = synthetic("made", CODES, HERTZ, seed=3, noiseCounts=5000)
    return write_station(folder, [source], settings(root))


def copy_libraries(program, root):
    listed = subprocess.run(["ldd", program], check=True, capture_output=True, text=True).stdout
    for path in re.findall(r"(/\S+) \(0x", listed):
        target = root / "lib64" / Path(path).name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(path, target)


def copy_modules(kernel, root):
    version = next((kernel / "lib/modules").iterdir())
    target = root / "lib/modules" / version.name
    target.mkdir(parents=True)
    for name in ("modules.order", "modules.builtin", "modules.builtin.modinfo"):
        if (version / name).exists():
            shutil.copy(version / name, target / name)
    for part in ("drivers/virtio", "drivers/block/virtio_blk.ko", "fs/ext4", "fs/jbd2",
                 "fs/mbcache.ko", "lib", "arch/x86/crypto", "crypto"):
        source = version / "kernel" / part
        if source.is_dir():
            shutil.copytree(source, target / "kernel" / part)
        elif source.exists():
            (target / "kernel" / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target / "kernel" / part)
    subprocess.run(["/sbin/depmod", "-b", root, version.name], check=True)


def make_initramfs(daemon, kernel, work):
    root = work / "root"
    for folder in ("bin", "proc", "sys", "dev", "tmp", "disk"):
        (root / folder).mkdir(parents=True)
    shutil.copy("/bin/busybox", root / "bin/busybox")
    for tool in ("sh", "mount", "modprobe", "mkdir", "echo", "poweroff", "adjtimex", "sed", "usleep"):
        os.symlink("busybox", root / "bin" / tool)
    station(root / "station", "/disk/archive")
    shutil.copy(daemon, root / "station/firstbreakd")
    copy_libraries(daemon, root)
    for name in ("lib64", "lib"):
        (root / name).mkdir(exist_ok=True)
    # Libraries lie in one folder, whatever path the program or its loader looks in.
    (root / "usr").mkdir()
    os.symlink("../lib64", root / "usr/lib64")
    os.symlink("../lib64", root / "lib/x86_64-linux-gnu")
    copy_modules(kernel, root)
    (root / "init").write_text(INIT.replace("MODULES", " ".join(MODULES)))
    (root / "init").chmod(0o755)
    image = work / "initrd"
    pack = f"cd {root} && find . | cpio -o -H newc --quiet | gzip -1 > {image}"
    subprocess.run(["bash", "-c", pack], check=True)
    return image


def boot(kernel, initramfs, disk, chance):
    """Runs the machine, cuts its power some seconds after it began to record, returns its console."""
    vmlinuz = next((kernel / "boot").glob("vmlinuz-*"))
    command = [
        "qemu-system-x86_64", "-accel", "tcg,thread=multi", "-m", "512", "-smp", "2", "-nographic",
        "-no-reboot", "-kernel", vmlinuz, "-initrd", initramfs, "-nic", "none",
        "-append", "console=ttyS0 quiet panic=-1 rdinit=/init",
        "-drive", f"file={disk},if=virtio,format=raw,cache=writeback",
    ]
    machine = subprocess.Popen(
        [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace")
    console, cut_at = [], None
    for line in machine.stdout:
        console.append(line.rstrip())
        if cut_at is None and "starting station" in line:
            cut_at = time.monotonic() + chance.uniform(2, 4 * FLUSH_SECONDS)
        if cut_at is not None and time.monotonic() >= cut_at:
            machine.send_signal(signal.SIGKILL)
            break
    machine.wait()
    assert cut_at is not None, "the machine recorded nothing:\n" + "\n".join(console[-40:])
    return console


def told_time(console):
    """The last whole second the guest told, and when its daemon had started recording."""
    times = [int(line.split()[1]) for line in console if re.fullmatch(r"TIME \d+", line)]
    return times[-1]


def archive_on(disk, work):
    """The archive as a reader finds it: the journal replayed, the files taken off the image."""
    copied = work / "disk.copy"
    shutil.copy(disk, copied)
    subprocess.run(["/sbin/e2fsck", "-fp", copied], capture_output=True)
    check = subprocess.run(["/sbin/e2fsck", "-fn", copied], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout
    taken = work / "taken"
    shutil.rmtree(taken, ignore_errors=True)
    taken.mkdir()
    subprocess.run(
        ["/sbin/debugfs", "-R", f"rdump /archive {taken}", copied], check=True, capture_output=True)
    return Archive(taken / "archive", "miniseed2")


def whole_records(archive, code):
    """The records of a channel; of a torn end what is whole."""
    found = []
    for path in archive.files(code):
        size = path.stat().st_size // 512 * 512
        os.truncate(path, size)
        found += [one[:3] for one in archive.records_of(path)]
    return found


def judge(archive, given, last_told, cut):
    worst = 0.0
    for code in CODES:
        records = whole_records(archive, code)
        end = None
        for start, rate, data in records:
            assert end is None or start >= end - 0.5e9 / rate, f"cut {cut} {code}: a sample twice"
            end = start + len(data) * 1e9 / rate
        segments = segments_of_records(records)
        for _, _, data in segments:
            count = min(len(data), len(given[code]))
            assert np.array_equal(data[:count], given[code][:count]), f"cut {cut} {code}: others"
        worst = max(worst, last_told - (end or 0) / 1e9)
    limit = FLUSH_SECONDS + FLUSH_TAKES_SECONDS
    assert worst <= limit, f"cut {cut}: the last {worst:.1f} s are missing, at most {limit} s may"
    print(f"cut {cut}: clean file system, {len(segments)} stretches, all but the last "
          f"{max(worst, 0):.1f} s there", flush=True)


def reference(daemon, work):
    folder = work / "reference"
    run_once(daemon, station(folder, str(folder / "archive")), 60, signal.SIGTERM)
    archive = Archive(folder / "archive", "miniseed2")
    return {code: archive.segments(code)[0][2] for code in CODES}


def main():
    daemon, kernel, cuts = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), int(sys.argv[3])
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        given = reference(daemon, work)
        initramfs = make_initramfs(daemon, kernel, work)
        disk = work / "disk"
        with disk.open("wb") as file:
            file.truncate(64 << 20)
        subprocess.run(["/sbin/mkfs.ext4", "-q", "-F", disk], check=True)
        for cut in range(1, cuts + 1):
            console = boot(kernel, initramfs, disk, chance)
            judge(archive_on(disk, work), given, told_time(console), cut)


if __name__ == "__main__":
    main()
