#!/usr/bin/env python3
"""Compares the events of a live run with those of a replay of the same counts.

  compare_events.py LIVE.jsonl REPLAY.jsonl [--source NAME] [--tolerance-milliseconds N]
                    [--live-start NS --replay-start NS] [--ignore FIELD]...

LIVE is what `firstbreakd --events` wrote, REPLAY what `firstbreak replay --json` printed. The pick,
estimate, alert and cancel lines must agree in number, order and every field but bootId, sequence,
sentTime, clockError and latency. Times (fields ending in "Time") count from the first sample
(--live-start and --replay-start, UTC nanoseconds; the daemon's log has it as firstSampleTime) or,
where these are not given, from the sampleTime of the first line. They may differ by the tolerance,
1 ms unless given: a sensor's clock is not the recording's. Prints each difference; exit code 0 when
there is none, 1 when there is, 2 for bad usage or a file without such lines.
"""

import argparse
import json
import sys

COMPARED = ("pick", "estimate", "alert", "cancel")
LEFT_OUT = {"bootId", "sequence", "sentTime", "clockError", "latency"}


def comparable(lines, source=None):
    """The lines that must agree, as dictionaries, of one source or of all."""
    events = [json.loads(line) for line in lines if line.strip()]
    events = [event for event in events if event.get("type") in COMPARED]
    if source is not None:
        events = [e for e in events if "sensors" not in e or e["sensors"][0].split("/")[0] == source]
    return events


def differences(live, replay, starts=None, tolerance_nanoseconds=1_000_000, ignored=frozenset()):
    """What differs between two lists of events, a text each; empty when they agree."""
    found = []
    if len(live) != len(replay):
        found.append(f"{len(live)} lines live, {len(replay)} in the replay")
    if not live or not replay:
        return found
    zeros = starts or (live[0].get("sampleTime", 0), replay[0].get("sampleTime", 0))
    for number, (left, right) in enumerate(zip(live, replay), start=1):
        for field in sorted((left.keys() | right.keys()) - LEFT_OUT - set(ignored)):
            text = _difference(field, left.get(field), right.get(field), zeros, tolerance_nanoseconds)
            if text:
                found.append(f"line {number} ({right.get('type')}): {text}")
    return found


def _difference(field, live, replay, zeros, tolerance):
    if field.endswith("Time") and isinstance(live, int) and isinstance(replay, int):
        apart = (live - zeros[0]) - (replay - zeros[1])
        return f"{field} is {apart} ns later" if abs(apart) > tolerance else None
    return f"{field} is {live}, in the replay {replay}" if live != replay else None


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("live")
    parser.add_argument("replay")
    parser.add_argument("--source")
    parser.add_argument("--tolerance-milliseconds", type=float, default=1.0)
    parser.add_argument("--live-start", type=int)
    parser.add_argument("--replay-start", type=int)
    parser.add_argument("--ignore", action="append", default=[])
    arguments = parser.parse_args()
    if (arguments.live_start is None) != (arguments.replay_start is None):
        parser.error("--live-start and --replay-start go together")
    with open(arguments.live) as live, open(arguments.replay) as replay:
        left, right = comparable(live, arguments.source), comparable(replay, arguments.source)
    if not right:
        print(f"{arguments.replay}: no pick, estimate, alert or cancel", file=sys.stderr)
        return 2
    starts = None
    if arguments.live_start is not None:
        starts = (arguments.live_start, arguments.replay_start)
    tolerance = round(arguments.tolerance_milliseconds * 1e6)
    found = differences(left, right, starts, tolerance, frozenset(arguments.ignore))
    for text in found:
        print(text)
    print(f"{len(right)} lines compared, {len(found)} differences", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
