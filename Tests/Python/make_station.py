"""Makes a folder with which a daemon starts: station file, board file, key.

    python3 make_station.py FOLDER RECORD SENSITIVITY SAMPLES_PER_BLOCK
    python3 make_station.py FOLDER synthetic

RECORD is a miniSEED file and SENSITIVITY its counts per m/s²; either source runs as fast as the
station keeps up. The key is a throw-away.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def board(arguments):
    source = arguments[0]
    name = "synthetic" if source == "synthetic" else "recording"
    content = json.loads((ROOT / f"Boards/{name}.json").read_text())
    settings = content["sources"][0]
    settings["speedFactor"] = 0
    if source != "synthetic":
        settings["files"] = [str(Path(source).resolve())]
        settings["samplesPerBlock"] = int(arguments[2])
        for channel in settings["channels"]:
            channel["sensitivityCountsPerMetrePerSecondSquared"] = float(arguments[1])
    return content


def write(path, text, mode):
    path.write_text(text)
    path.chmod(mode)


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    station = json.loads((ROOT / "Tests/Fixtures/stations/linear.json").read_text())
    station["board"] = "board.json"
    write(folder / "station.json", json.dumps(station), 0o644)
    write(folder / "board.json", json.dumps(board(sys.argv[2:])), 0o644)
    write(folder / "station.key", "5a" * 32 + "\n", 0o600)


if __name__ == "__main__":
    main()
