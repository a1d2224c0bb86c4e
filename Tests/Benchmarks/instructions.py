"""What one three-component sample of the whole path executes, counted by callgrind, by room.

    python3 instructions.py STATION_BENCH

Instructions, and among them the products of 64 × 64 to 128 bits. Two runs that differ in their number of
laps alone; the difference is the laps'. What a room's function has inlined of another's counts as its
own. Callgrind reads a copy of the program without debug information, which it cannot parse; the symbols
stay.
"""

import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np

FRAMES = 20_000
#: The one-operand forms of x86 multiply into 128 bits.
PRODUCT = re.compile(r"\b(?:mul|imul|mulx)q?\s+[^,]+$|\bmulx\s")


def count(program, counts, laps, output):
    """Runs the path under callgrind with so many laps; gives how often each address was executed."""
    run = subprocess.run(
        [
            "valgrind", "--tool=callgrind", "--dump-instr=yes",
            f"--callgrind-out-file={output}", program, "path", counts, "200000", "64", "1",
        ],
        input="\n" * laps, capture_output=True, text=True,
    )
    if run.returncode != 0 or "Collected : " not in run.stderr:
        sys.exit(f"instructions: callgrind failed:\n{run.stderr}")
    return addresses(output, program)


def addresses(output, program):
    """How often each instruction of the program was executed."""
    executed, address, is_call, is_own = Counter(), 0, False, False
    objects = {}
    for line in output.read_text().splitlines():
        if named := re.match(r"(c?)ob=\((\d+)\)(?: (.*))?", line):
            # A number is given its name where it first stands, be it as the object that is called.
            if named[3]:
                objects[named[2]] = named[3]
            if not named[1]:
                is_own = objects[named[2]] == str(program)
        elif line.startswith("calls="):
            # The next line gives the cost of the call, which its own lines give again.
            is_call = True
        elif cost := re.match(r"(0x[0-9a-f]+|[+-]\d+|\*) \S+ (\d+)", line):
            place = cost[1]
            if place.startswith("0x"):
                address = int(place, 16)
            elif place != "*":
                address += int(place)
            if is_own and not is_call:
                executed[address] += int(cost[2])
            is_call = False
    return executed


def rooms(program):
    """The room and the kind of each instruction of the program: address → (room, is a product)."""
    listing = subprocess.run(
        ["objdump", "--disassemble", "--no-show-raw-insn", program],
        capture_output=True, text=True, check=True,
    ).stdout
    places, room = {}, ""
    for line in listing.splitlines():
        if begin := re.match(r"[0-9a-f]+ <(.*)>:$", line):
            # A mangled name begins with its module's length and name.
            module = re.match(r"\$s(\d+)(.*)", begin[1])
            room = module[2][: int(module[1])] if module else "other"
        elif instruction := re.match(r"\s+([0-9a-f]+):\s+(.*)", line):
            places[int(instruction[1], 16)] = (room, bool(PRODUCT.search(instruction[2])))
    return places


def measure(program):
    """Per three-component sample: room → (instructions, products); "all" is their sum."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        counts, copy = folder / "counts", folder / "StationBench"
        noise = np.random.default_rng(1).normal(scale=400, size=(FRAMES, 3))
        noise.round().astype("<i4").tofile(counts)
        subprocess.run(["objcopy", "--strip-debug", program, copy], check=True)
        few, many = (count(copy, counts, laps, folder / f"{laps}.out") for laps in (1, 4))
        places = rooms(copy)
    instructions, products = Counter(), Counter()
    for address, times in many.items():
        room, is_product = places.get(address, ("other", False))
        share = (times - few[address]) / 3 / FRAMES
        instructions[room] += share
        products[room] += share if is_product else 0
    parts = {
        room: (instructions[room], products[room])
        for room in sorted(instructions, key=instructions.get, reverse=True)
        if instructions[room] >= 0.5
    }
    return {"all": (instructions.total(), products.total()), **parts}


def main():
    for room, (instructions, products) in measure(sys.argv[1]).items():
        print(f"{room:16} {instructions:8.1f} instructions {products:6.1f} products")


if __name__ == "__main__":
    main()
