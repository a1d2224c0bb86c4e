"""An emulated machine that records: Debian's kernel, a root in memory, a disk whose writes are noted."""

import os
import re
import select
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

INIT = """#!/bin/sh
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
for module in $(cat /modules); do insmod $module; done
mount -t ext4 /dev/vda /disk || poweroff -f
/station/firstbreakd --station /station/station.json &
while :; do
  echo TIME $(adjtimex | sed -n 's/.*time.tv_u*sec: *//p')
  usleep 250000
done
"""
TOOLS = ("sh", "mount", "insmod", "cat", "echo", "poweroff", "adjtimex", "sed", "usleep")
TIME = re.compile(r"TIME (\d+) (\d+)\r?")
LONGEST_SECONDS = 1800


def copy_libraries(program, root):
    listed = subprocess.run(["ldd", program], check=True, capture_output=True, text=True).stdout
    # Libraries lie in one folder, whatever path the program or its loader looks in.
    (root / "lib64").mkdir()
    for folder in ("lib", "usr"):
        (root / folder).mkdir()
        os.symlink("../lib64", root / folder / "x86_64-linux-gnu")
    os.symlink("../lib64", root / "usr/lib")
    for path in re.findall(r"(/\S+) \(0x", listed):
        shutil.copy(path, root / "lib64" / Path(path).name)


def copy_modules(kernel, root):
    version = next((kernel / "lib/modules").iterdir()).name
    subprocess.run(["/sbin/depmod", "--basedir", kernel, version], check=True)
    shown = subprocess.run(
        ["/sbin/modprobe", "--dirname", kernel, "--set-version", version, "--show-depends", "--all",
         "virtio_pci", "virtio_blk", "crc32c_generic", "ext4"],
        check=True, capture_output=True, text=True).stdout
    names = list(dict.fromkeys(re.findall(r"insmod (\S+)", shown)))
    (root / "lib/modules").mkdir()
    for name in names:
        shutil.copy(name, root / "lib/modules")
    (root / "modules").write_text("".join(f"/lib/modules/{Path(name).name}\n" for name in names))


def make_root(daemon, kernel, write_station, work):
    """The machine's root as an initramfs; `write_station` writes the station into a folder."""
    root = work / "root"
    for folder in ("bin", "proc", "sys", "dev", "disk"):
        (root / folder).mkdir(parents=True)
    shutil.copy("/bin/busybox", root / "bin/busybox")
    for tool in TOOLS:
        os.symlink("busybox", root / "bin" / tool)
    write_station(root / "station")
    shutil.copy(daemon, root / "station/firstbreakd")
    copy_libraries(daemon, root)
    copy_modules(kernel, root)
    (root / "init").write_text(INIT)
    (root / "init").chmod(0o755)
    image = work / "root.cpio"
    with image.open("wb") as file:
        subprocess.run(
            "find . | cpio --quiet -o -H newc --owner 0:0", shell=True, check=True, stdout=file, cwd=root)
    return image


@dataclass
class Run:
    """What was seen of a machine: (bytes of the log of writes, the time it told in seconds) again and
    again, and its console."""

    told: list
    console: list


def command(kernel, root, disk, log):
    vmlinuz = next((kernel / "boot").glob("vmlinuz-*"))
    # Its clock counts instructions while it works: on a busy host it runs more slowly, and nothing in
    # it comes late. The host need not bring anything to storage: it is not its power that is cut.
    return [
        "qemu-system-x86_64", "-accel", "tcg", "-icount", "shift=1,sleep=on", "-rtc", "clock=vm",
        "-m", "512", "-nodefaults", "-display", "none", "-serial", "stdio", "-no-reboot",
        "-kernel", vmlinuz, "-initrd", root, "-append", "console=ttyS0 quiet panic=-1 rdinit=/init",
        "-blockdev", f"driver=file,node-name=store,filename={disk},cache.no-flush=on",
        "-blockdev", f"driver=file,node-name=notes,filename={log},cache.no-flush=on",
        "-blockdev", "driver=blklogwrites,node-name=disk,file=store,log=notes,log-sector-size=512",
        "-device", "virtio-blk-pci,drive=disk,write-cache=on,physical_block_size=4096",
    ]


def run(kernel, root, disk, log, seconds):
    """Runs the machine until so many seconds by its clock after it began to record; kills it then."""
    log.write_bytes(b"")
    os.truncate(log, 0)
    words = [str(word) for word in command(kernel, root, disk, log)]
    machine = subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    seen = Run([], [])
    try:
        watch(machine, log, seen, seconds)
    finally:
        machine.kill()
        machine.wait()
    return seen


def watch(machine, log, seen, seconds):
    deadline, rest, began = time.monotonic() + LONGEST_SECONDS, b"", None
    while time.monotonic() < deadline:
        if not select.select([machine.stdout], [], [], 1)[0]:
            continue
        part = os.read(machine.stdout.fileno(), 65536)
        *lines, rest = (rest + part).split(b"\n")
        for line in lines:
            text = line.decode(errors="replace")
            match = TIME.fullmatch(text)
            if not match:
                seen.console.append(text)
                continue
            told = int(match[1]) + int(match[2]) / 1e6
            seen.told.append((log.stat().st_size, told))
            is_recording = any("starting station" in one for one in seen.console)
            began = told if began is None and is_recording else began
        if began is not None and seen.told[-1][1] >= began + seconds:
            return
        assert part, "the machine ended by itself:\n" + "\n".join(seen.console[-40:])
    raise AssertionError("the machine is too slow:\n" + "\n".join(seen.console[-40:]))
