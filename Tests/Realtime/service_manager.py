"""A service manager of a few lines: what the daemon tells it, by sd_notify(3)'s protocol.

    python3 service_manager.py DAEMON
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEADLINE_SECONDS = 30


def station(folder):
    """A station that listens to made-up counts in real time."""
    subprocess.run(
        [sys.executable, ROOT / "Tests/Python/make_station.py", folder, "synthetic"], check=True
    )
    board = json.loads((folder / "board.json").read_text())
    board["sources"][0]["speedFactor"] = 1
    (folder / "board.json").write_text(json.dumps(board))
    return folder / "station.json"


def run(daemon, folder, address, name):
    """Starts the daemon with a manager at the address; the words it sent, and its log."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(address)
        manager.settimeout(DEADLINE_SECONDS)
        environment = dict(os.environ, NOTIFY_SOCKET=name, WATCHDOG_USEC="300000")
        environment.pop("WATCHDOG_PID", None)
        process = subprocess.Popen(
            [daemon, "--station", station(folder)],
            env=environment, stderr=subprocess.PIPE, text=True,
        )
        words = []
        try:
            while words.count("WATCHDOG=1") < 3:
                words += manager.recv(4096).decode().split("\n")
            process.send_signal(signal.SIGTERM)
            while "STOPPING=1" not in words:
                words += manager.recv(4096).decode().split("\n")
            log = process.communicate(timeout=DEADLINE_SECONDS)[1]
        finally:
            process.kill()
        check(process.returncode == 0, f"the daemon ended with {process.returncode}\n{log}")
    return words, log


def run_hanging(daemon, folder, scratch):
    """Starts the daemon on a disk and a name server that hang; its watchdog must be fed all the same.

    Free space is looked at once at the start and the name asked for at once, so both calls hang from the
    beginning; SIGHUP, which asks for the name again, must not hang the main thread either.
    """
    library = scratch / "hanging_system.so"
    source = Path(__file__).with_name("hanging_system.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    hang = scratch / "hang"
    hang.touch()
    path = station(folder)
    content = json.loads(path.read_text())
    content["destinations"] = [{"host": "name.invalid", "port": 4790}]
    path.write_text(json.dumps(content))
    address = str(scratch / "notify-hanging")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(address)
        manager.settimeout(DEADLINE_SECONDS)
        environment = dict(
            os.environ, NOTIFY_SOCKET=address, WATCHDOG_USEC="300000", HANG=str(hang),
            LD_PRELOAD=str(library),
        )
        environment.pop("WATCHDOG_PID", None)
        with open(scratch / "hanging.log", "w+") as log:
            process = subprocess.Popen(
                [daemon, "--station", path], env=environment, stderr=log, text=True
            )
            try:
                for round_ in range(2):
                    words = []
                    while words.count("WATCHDOG=1") < 3:
                        words += manager.recv(4096).decode().split("\n")
                    if round_ == 0:
                        process.send_signal(signal.SIGHUP)
                process.send_signal(signal.SIGTERM)
                process.wait(DEADLINE_SECONDS)
            finally:
                process.kill()
            log.seek(0)
            text = log.read()
    check(process.returncode == 0, f"on a hanging system the daemon ended with {process.returncode}\n{text}")
    for words in ("hanging: statvfs", "hanging: getaddrinfo", "reload: applied", "left behind"):
        check(words in text, f"on a hanging system the log has no {words!r}\n{text}")


def check(condition, words):
    if not condition:
        sys.exit(f"service manager: {words}")


def main():
    daemon = sys.argv[1]
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        path = str(scratch / "notify")
        for kind, address, name in [
            ("path", path, path),
            ("abstract", f"\0firstbreak-test-{os.getpid()}", f"@firstbreak-test-{os.getpid()}"),
        ]:
            words, log = run(daemon, scratch / kind, address, name)
            check(words.count("READY=1") == 1, f"{kind}: READY=1 came {words.count('READY=1')} times")
            check(words.count("STOPPING=1") == 1, f"{kind}: STOPPING=1 not once in {words}")
            check(
                words.index("READY=1") < words.index("WATCHDOG=1") < words.index("STOPPING=1"),
                f"{kind}: in a wrong order: {words}",
            )
            check("path thread=processing" in log, f"{kind}: the log does not tell of faults\n{log}")
            print(f"{kind} socket: ready, fed {words.count('WATCHDOG=1')} times, stopped")
        run_hanging(daemon, scratch / "hanging", scratch)
        print("hanging disk and name server: the watchdog is fed, a reload applied, the end reached")
        folder = scratch / "nobody"
        process = subprocess.Popen(
            [daemon, "--station", station(folder)],
            env=dict(os.environ, NOTIFY_SOCKET=str(scratch / "absent")),
            stderr=subprocess.PIPE, text=True,
        )
        for line in process.stderr:
            if "service manager:" in line:
                break
        else:
            sys.exit("service manager: an absent socket is not told in the log")
        process.send_signal(signal.SIGTERM)
        check(process.wait(DEADLINE_SECONDS) == 0, "without a socket the daemon fails")
        print("absent socket: told in the log, the station runs")


if __name__ == "__main__":
    main()
