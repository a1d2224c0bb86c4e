#!/usr/bin/env python3
"""Holds the trigger's STA/LTA algorithms to ObsPy's decisions.

usage: judge_trigger.py TRACE            judges the TriggerTrace executable
       judge_trigger.py --fixture FOLDER writes decisions.csv and coincidence.csv, kept in Tests/Fixtures/stalta

The decisions of every sample must be the same, for the traces that ObsPy ships and for made ones.
The recursive averages of the station are in integers: a sample where ObsPy's ratio is within 1e-5 of
the threshold (1e-12 for the exact windows) may fall on either side and is counted. ObsPy 1.5.1's
delayed_sta_lta adds the samples that leave its windows; here they are subtracted, which is its
definition, and the judge says when ObsPy has mended it. Needs numpy and obspy.
"""
import inspect
import os
import re
import subprocess
import sys
import tempfile
import textwrap

import numpy as np
import obspy
from obspy.signal import trigger

TRACES = ["BW.UH1._.SHZ", "BW.UH2._.SHZ", "BW.UH3._.SHZ", "BW.UH4._.EHZ"]
ON, OFF = 3.5, 1.0


def mended_delayed():
    """ObsPy's own function with the sign of the leaving samples turned."""
    source = textwrap.dedent(inspect.getsource(trigger.delayed_sta_lta))
    mended, count = re.subn(r"\*\* 2 \+ a\[", "** 2 - a[", source)
    if count != 2:
        sys.exit("judge_trigger: ObsPy's delayed_sta_lta has changed: compare with it as it is")
    space = {"np": np}
    exec(mended, space)
    return space["delayed_sta_lta"]


DELAYED = mended_delayed()


def ratio(algorithm, counts, short, long):
    signal = counts.astype(np.float64)
    if algorithm == "recursive":
        return trigger.recursive_sta_lta(signal, short, long)
    if algorithm == "classic":
        return trigger.classic_sta_lta(signal, short, long)
    if algorithm == "delayed":
        # Its negative indices reach round to the end, where the zeros are.
        padded = np.concatenate([signal, np.zeros(short + long + 2)])
        with np.errstate(divide="ignore", invalid="ignore"):
            return DELAYED(padded, short, long)[: len(signal)]
    change = np.diff(signal, prepend=0.0)
    return trigger.recursive_sta_lta(np.sqrt(signal**2 + 3 * change**2), short, long)


def shipped():
    folder = os.path.join(os.path.dirname(obspy.__file__), "signal/tests/data/")
    for name in TRACES:
        trace = obspy.read(folder + name + ".D.2010.147.cut.slist.gz")[0]
        data = (trace.data - int(np.median(trace.data))).astype(np.int64) * 64
        rate = trace.stats.sampling_rate
        yield name, np.clip(data, -(2**23), 2**23 - 1), round(0.5 * rate), round(10 * rate)


def band_passed():
    """The four sensors of ObsPy's coincidence tutorial, 10 to 20 Hz."""
    folder = os.path.join(os.path.dirname(obspy.__file__), "signal/tests/data/")
    stream = obspy.Stream(
        [obspy.read(folder + name + ".D.2010.147.cut.slist.gz")[0] for name in TRACES])
    stream.filter("bandpass", freqmin=10, freqmax=20)
    return stream


def made():
    for trace in band_passed():
        rate = trace.stats.sampling_rate
        yield trace.id + " 10-20 Hz", np.round(trace.data * 64).astype(np.int64), int(rate / 2), int(
            10 * rate)
    random = np.random.default_rng(7)
    # Like the traces above, of the station's trigger counts: noise is far above one count.
    noise = random.integers(-20, 21, 40000) * 64
    square = noise.copy()
    square[30000:30500] = np.where(np.arange(500) % 2, 2**23 - 1, -(2**23))
    yield "full-scale square wave", square, 250, 15000
    yield "full-scale noise", random.integers(-(2**23), 2**23, 20000), 5, 500
    steps = noise * (1 + 30 * (np.arange(40000) // 5000 % 2))
    yield "bursts in noise", steps, 50, 1000
    swarm = noise + (random.random(40000) < 0.002) * random.integers(-(2**20), 2**20, 40000)
    yield "spikes in noise", swarm, 10, 1000


def decide(program, counts, algorithm, short, long, on, off):
    with tempfile.TemporaryDirectory() as folder:
        source, target = os.path.join(folder, "in"), os.path.join(folder, "out")
        counts.astype("<i4").tofile(source)
        command = [program, source, target, algorithm]
        subprocess.run(
            command + [str(int(number)) for number in (short, long, on * 256, off * 256)],
            check=True)
        bits = np.fromfile(target, dtype=np.uint8)
    return bits & 1 > 0, bits & 2 > 0


def judge(program):
    failures = ties = compared = 0
    for name, counts, short, long in [*shipped(), *made()]:
        for algorithm in ("recursive", "classic", "delayed", "allen"):
            expected = ratio(algorithm, counts, short, long)
            tolerance = 1e-5 if algorithm in ("recursive", "allen") else 1e-12
            got = decide(program, counts, algorithm, short, long, ON, OFF)
            wrong = np.zeros(len(counts), dtype=bool)
            for decisions, threshold in zip(got, (ON, OFF)):
                differs = decisions != (expected >= threshold)
                near = np.abs(expected - threshold) <= tolerance * threshold
                ties += int(np.sum(differs & near))
                wrong |= differs & ~near
            compared += 2 * len(counts)
            failures += int(wrong.sum())
            on = len(trigger.trigger_onset(expected, ON, OFF))
            verdict = f"{wrong.sum()} differ, first {np.argmax(wrong)}" if wrong.any() else "same"
            print(f"{name:24} {algorithm:10} S {short:4} L {long:6}: {on:4} triggers, {verdict}")
    print(f"{compared} decisions, {failures} differ, {ties} on a threshold itself")
    return failures == 0


def write_fixture(path):
    _, counts, _, _ = next(shipped())
    with open(path, "w") as file:
        file.write("algorithm,short_samples,long_samples,on_q8,off_q8,on_off_indices\n")
        for algorithm in ("recursive", "classic", "delayed", "allen"):
            for short, long, on, off in ((25, 500, 3.5, 1.0), (5, 250, 12, 2), (15, 750, 2.5, 1.25)):
                pairs = trigger.trigger_onset(ratio(algorithm, counts, short, long), on, off)
                indices = " ".join(str(int(index)) for pair in pairs for index in pair)
                row = [algorithm, short, long, int(on * 256), int(off * 256), indices]
                file.write(",".join(map(str, row)) + "\n")


def write_coincidence(path):
    """The triggers of the four sensors, and the events in which ObsPy finds three or more."""
    stream = band_passed()
    with open(path, "w") as file:
        file.write("kind,sensor_or_sum,on_ns,off_ns\n")
        for index, trace in enumerate(stream):
            rate = trace.stats.sampling_rate
            function = trigger.recursive_sta_lta(trace.data, int(rate / 2), int(10 * rate))
            for pair in trigger.trigger_onset(function, ON, OFF):
                times = [(trace.stats.starttime + int(sample) / rate).ns for sample in pair]
                file.write(f"trigger,{index},{times[0]},{times[1]}\n")
        for event in trigger.coincidence_trigger("recstalta", ON, OFF, stream, 3, sta=0.5, lta=10):
            end = (event["time"] + event["duration"]).ns
            file.write(f"event,{int(event['coincidence_sum'])},{event['time'].ns},{end}\n")


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--fixture":
        write_fixture(os.path.join(sys.argv[2], "decisions.csv"))
        write_coincidence(os.path.join(sys.argv[2], "coincidence.csv"))
    elif len(sys.argv) == 2:
        sys.exit(0 if judge(sys.argv[1]) else 1)
    else:
        sys.exit(__doc__)
