"""Writes Tests/Fixtures/alerting: datagrams made by pycose and cbor2 from the contract alone.

    make_alert_fixtures.py OUTPUT_DIRECTORY

The station's encoder must give the same bytes for the same messages. The key is of this test only.
"""

import json
import os
import re
import sys
from decimal import Decimal

import cbor2
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pycose.algorithms import EdDSA
from pycose.headers import KID, Algorithm
from pycose.keys import OKPKey
from pycose.keys.curves import Ed25519
from pycose.messages import Sign1Message

from verify_alerts import EXTERNAL_AAD, expected_json, kid_of

SEED = bytes(range(32))
START = 1_795_000_000_000_000_000


def station(kind, sequence):
    return {
        0: 1, 1: kind, 2: "XX_DEMO_00", 3: 1_795_000_000, 4: sequence,
        5: START + 2_345_678_901, 6: 250, 7: True, 8: [356895000, 1396917000, 40],
    }  # fmt: skip


def event(revision):
    return {9: ["accelerometer/HNZ", 1, 1], 10: 3, 11: revision, 12: START + 10**9}


def results():
    return {
        13: 1500, 14: START + 25 * 10**8, 15: 3, 19: 1000, 22: [312_345, 45_678, 905],
        23: [62, -999], 24: 0x83, 25: bytes(8), 26: 812, 27: 500, 28: 0,
    }  # fmt: skip


PREDICTION = {16: [1049, 312], 17: [6123, 450], 20: -1234, 21: 873}
FULL_HEALTH = {
    0: 86_400, 1: 1, 2: 2, 3: 3, 4: -1234, 5: 29_000, 6: 1,
    7: [["accel/HNZ", 65_535, 0], ['geo"\\/EHZ', 65_536, 1], ["fifteen-bytes-c", 2**40, 2]] * 2,
    8: 0, 9: True, 10: -2500, 11: False, 12: 0x50005, 13: 4, 14: "0.1.0",
    15: bytes.fromhex("0123456789abcdef"), 16: bytes.fromhex("fedcba9876543210"),
}  # fmt: skip
MODEL = bytes.fromhex("00112233445566ff")
UNSYNCHRONISED = {5: -1, 6: 2**32 - 1, 7: False, 8: [-900000000, -1800000000, -413]}
RADON = ["rd200m", "radon", 151_500, 42_000, 9_500, "Bq/m3"]

MESSAGES = {
    "pick": station(1, 0) | event(0) | {14: START + 12 * 10**8, 24: 0, 27: 500},
    "estimate": station(2, 1) | event(1) | results() | PREDICTION,
    "alert": station(3, 2) | event(2) | results() | PREDICTION | {18: [1200, 250]},
    "alert-observed-only": station(3, 3) | event(0) | results() | {13: 0, 27: 0, 28: 1},
    "estimate-final": station(2, 4) | event(9) | results() | {24: 0xFFF, 25: MODEL, 28: 2},
    "cancel": station(4, 5) | {10: 3, 11: 4, 12: START + 10**9, 29: 1},
    "heartbeat": station(0, 6) | {25: bytes(8), 30: FULL_HEALTH},
    "heartbeat-smallest": station(0, 7) | UNSYNCHRONISED | {25: bytes(8), 30: {0: 0, 1: 0, 2: 0, 3: 0}},
    "advisory": station(5, 8) | {31: RADON},
    "largest-numbers": station(4, 2**64 - 1)
    | {2: "NETWORK8_STATION8_LOCAT-08", 3: 2**64 - 1, 5: 2**63 - 1}
    | {10: 2**64 - 1, 11: 2**32 - 1, 12: -(2**63), 29: 2},
}


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    key = Ed25519PrivateKey.from_private_bytes(SEED)
    public = key.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )
    write(folder, "seed.hex", [SEED.hex()])
    write(folder, "station.pub", [public.hex()])
    datagrams, lines = [], []
    for name, message in MESSAGES.items():
        message = dict(sorted(message.items()))
        signed = Sign1Message(
            phdr={Algorithm: EdDSA, KID: kid_of(public)},
            payload=cbor2.dumps(message, canonical=True),
            external_aad=EXTERNAL_AAD,
        )
        signed.key = OKPKey(crv=Ed25519, d=SEED, x=public)
        datagrams.append(f"{name} {signed.encode().hex()}")
        text = json.dumps(expected_json(message), default=number)
        lines.append(re.sub(r'"(-?\d+\.\d{3})"', r"\1", text))
    write(folder, "datagrams.txt", datagrams)
    write(folder, "messages.jsonl", lines)


def number(value):
    """json cannot write a Decimal with its decimals; the quotation marks are taken off later."""
    assert isinstance(value, Decimal)
    return f"{value:.3f}"


def write(folder, name, lines):
    with open(os.path.join(folder, name), "w", encoding="ascii", newline="\n") as file:
        file.writelines(line + "\n" for line in lines)


if __name__ == "__main__":
    main()
