"""Judges signed alert datagrams and their JSON lines from the written contract alone.

    verify_alerts.py CDDL_FILE PUBLIC_KEY_HEX < lines

A line is `good HEX JSON` (the datagram must verify, fit the schema and mean exactly this JSON
object) or `bad HEX` (it must not be accepted). Every disagreement is printed; exit code 1 if any.
COSE comes from pycose, CBOR from cbor2; nothing is shared with the station's own code.
"""

import hashlib
import io
import json
import sys
from decimal import ROUND_HALF_UP, Decimal, getcontext

import cbor2
from pycose.keys import OKPKey
from pycose.keys.curves import Ed25519
from pycose.messages import Sign1Message

import cddl

getcontext().prec = 60
EXTERNAL_AAD = b"firstbreak-alert-1"
TYPES = ["heartbeat", "pick", "estimate", "alert", "cancel", "advisory"]
NAMES = {
    0: "version", 2: "station", 3: "bootId", 4: "sequence", 5: "sentTime", 6: "clockError",
    7: "test", 8: "position", 9: "sensors", 10: "event", 11: "revision", 12: "onsetTime",
    13: "windowLength", 14: "sampleTime", 15: "level", 16: "pgv", 17: "magnitude",
    18: "distance", 19: "earthquakeProbability", 20: "pd", 21: "tauc", 22: "observed",
    23: "intensity", 24: "flags", 25: "model", 26: "latency", 27: "onsetSigma", 28: "basis",
    29: "cancelReason", 31: "advisory",
}  # fmt: skip
HEALTH = {
    0: "uptimeSeconds", 1: "overruns", 2: "gaps", 3: "sendFailures",
    4: "temperatureCentidegrees", 5: "freeDiskMebibytes", 6: "clockSource", 8: "mode",
    9: "armed", 10: "smallestPredictablePgv", 11: "pps", 12: "throttlingBits",
    13: "storageErrors", 14: "softwareVersion", 15: "configurationHash",
    16: "calibrationHash",
}  # fmt: skip


class Refused(Exception):
    """The datagram is not one a receiver may accept."""


def kid_of(public_key):
    return hashlib.sha256(public_key).digest()[:8]


def payload_of(datagram, public_key, schema):
    """The payload map of a datagram that passes every test."""
    try:
        if len(datagram) > 512:
            raise Refused("size")
        stream = io.BytesIO(datagram)
        outer = cbor2.load(stream)
        if stream.read(1) or cbor2.dumps(outer, canonical=True) != datagram:
            raise Refused("not deterministic")
        schema.check("alert-datagram", outer)
        protected, _, payload, _ = outer.value
        if protected != cbor2.dumps({1: -8, 4: kid_of(public_key)}, canonical=True):
            raise Refused("protected header")
        message = cbor2.loads(payload)
        if cbor2.dumps(message, canonical=True) != payload:
            raise Refused("payload not deterministic")
        signed = Sign1Message.decode(datagram)
        signed.external_aad = EXTERNAL_AAD
        signed.key = OKPKey(crv=Ed25519, x=public_key)
        if not signed.verify_signature():
            raise Refused("signature")
        return message
    except Refused:
        raise
    except Exception as error:  # Whatever the libraries raise, the datagram is not acceptable.
        raise Refused(f"{type(error).__name__}: {error}") from error


def thousandths(value):
    return Decimal(value) / 1000


def power(exponent_thousandths):
    value = Decimal(10) ** (Decimal(exponent_thousandths) / 1000)
    return value.quantize(Decimal("0.001"), ROUND_HALF_UP)


def hundredths_of_micro(value):
    return (Decimal(value) / 10000).quantize(Decimal("0.001"), ROUND_HALF_UP)


def derived(message):
    """The physical values, name and Decimal, of a payload map."""
    values = {}
    for key, mean, is_power, sigma in [
        (16, "pgvCentimetresPerSecond", True, "pgvLog10Sigma"),
        (17, "magnitudeValue", False, "magnitudeSigma"),
        (18, "distanceKilometres", True, "distanceLog10Sigma"),
    ]:
        if key in message:
            values[mean] = (power if is_power else thousandths)(message[key][0])
            values[sigma] = thousandths(message[key][1])
    for key, name in [
        (13, "windowSeconds"), (19, "earthquakeProbabilityFraction"), (21, "taucSeconds"),
        (27, "onsetSigmaSeconds"),
    ]:  # fmt: skip
        if key in message:
            values[name] = thousandths(message[key])
    if 20 in message:
        values["pdMicrometres"] = power(message[20] + 4000)
    if 22 in message:
        names = ["PgaCentimetresPerSecondSquared", "PgvCentimetresPerSecond", "PgdCentimetres"]
        for name, value in zip(names, message[22]):
            values["observed" + name] = hundredths_of_micro(value)
    if 23 in message:
        values["intensityMmi"] = Decimal(message[23][0]) / 10
        if message[23][1] != -999:
            values["intensityJma"] = Decimal(message[23][1]) / 10
    if 31 in message:
        for name, value in zip(["Value", "Baseline", "Sigma"], message[31][2:5]):
            values["advisory" + name] = thousandths(value)
    return values


def plain(value):
    return value.hex() if isinstance(value, bytes) else value


def health_object(health):
    members = {HEALTH[key]: plain(value) for key, value in health.items() if key in HEALTH}
    if 4 in health:
        members["temperatureCelsius"] = Decimal(health[4]) / 100
    if 7 in health:
        names = ["channel", "noiseNanometresPerSecondSquared", "state"]
        members["channels"] = [dict(zip(names, channel)) for channel in health[7]]
    return members


def expected_json(message):
    """The members of the JSON line of a payload map."""
    members = {"type": TYPES[message[1]]}
    members |= {NAMES[key]: plain(value) for key, value in message.items() if key in NAMES}
    if 30 in message:
        members["health"] = health_object(message[30])
    return members | derived(message)


def three_decimals(text):
    if len(text.partition(".")[2]) != 3:
        raise ValueError(f"{text} has not three decimals")
    return Decimal(text)


def disagreements(line, schema, public_key):
    verdict, text, *rest = line.rstrip("\n").split(" ", 2)
    try:
        message = payload_of(bytes.fromhex(text), public_key, schema)
    except Refused as refusal:
        return [] if verdict == "bad" else [f"refused: {refusal}"]
    if verdict == "bad":
        return ["accepted, though it is bad"]
    found = json.loads(rest[0], parse_float=three_decimals)
    expected = expected_json(message)
    return [
        f"{name}: found {found.get(name)!r}, expected {expected.get(name)!r}"
        for name in sorted(found.keys() | expected.keys())
        if found.get(name) != expected.get(name)
    ]


def main():
    with open(sys.argv[1], encoding="ascii") as file:
        schema = cddl.Schema(file.read())
    public_key = bytes.fromhex(sys.argv[2])
    count, failures = 0, 0
    for line in sys.stdin:
        count += 1
        for problem in disagreements(line, schema, public_key):
            failures += 1
            print(f"line {count}: {problem}: {line[:60]}…")
    print(f"{count} datagrams, {failures} disagreements")
    return 1 if failures or not count else 0


if __name__ == "__main__":
    sys.exit(main())
