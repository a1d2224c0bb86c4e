#!/usr/bin/env python3
"""Holds the sound card's driver to what it promises, on an emulated card behind the real libasound.

  judge_alsa_device.py TRACE TABLE

TRACE is the ALSACaptureTrace executable, TABLE the Swift file of the decimator's coefficients. Needs
numpy and scipy.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Accuracy"))

from alsa_card import SoundCard  # noqa: E402
from judge_decimation import integer_model, read_table  # noqa: E402

TRACE, TABLE = sys.argv[1:3]


class Capture:
    """One run of TRACE: its lines, and the station frames it wrote."""

    def __init__(self, card, channels, *words, during=None):
        with tempfile.NamedTemporaryFile() as output:
            process = subprocess.Popen(
                [TRACE, output.name, "device=card", f"channels={channels}", *words],
                env={**os.environ, **card.environment}, stdout=subprocess.PIPE, text=True)
            self.lines = []
            for line in process.stdout:
                self.lines.append(line.split())
                if during:
                    during(self, process)
            process.wait()
            use = next((int(w[4:]) for w in words if w.startswith("use=")), channels)
            self.frames = np.fromfile(output.name, "<i4").reshape(-1, use)
        assert process.returncode == 0, self.lines[-3:]

    def of(self, word):
        return [line[1:] for line in self.lines if line[0] == word]

    def stamps(self):
        """Frame numbers (lost ones counted) and the stamps of each block's newest frame."""
        number, numbers, stamps = 0, [], []
        for count, stamp, _, lost in self.of("block"):
            number += int(count) + (int(lost) if lost != "unknown" else 0)
            numbers.append(number)
            stamps.append(int(stamp))
        return np.array(numbers), np.array(stamps)


def ramp(frames, channels, bits=32):
    """Counts that tell their place, in the range of so many bits."""
    values = np.arange(frames * channels, dtype=np.int64).reshape(frames, channels)
    span = 1 << bits
    return ((values * 40503 + span // 2) % span - span // 2).astype(np.int32)


def counts_pass_unchanged():
    for format_, bits in (("S16_LE", 16), ("S24_3LE", 24), ("S24_LE", 24), ("S32_LE", 32)):
        counts = ramp(1000, 3, bits)
        with SoundCard(counts, rate=100, speed=50, patient=1) as card:
            for words in ((), ("use=2",)):
                run = Capture(card, 3, f"format={format_}", "rate=100", *words)
                assert np.array_equal(run.frames, counts[:, :run.frames.shape[1]]), format_
                assert all(block[2] == "true" for block in run.of("block"))


def counts_are_decimated():
    table = read_table(TABLE)
    for capture, station, format_, bits, fraction in (
            (8000, 100, "S16_LE", 16, 8), (44100, 300, "S24_3LE", 24, 0),
            (192000, 250, "S24_LE", 24, 7), (48000, 1000, "S32_LE", 32, 0)):
        counts = np.cumsum(np.random.default_rng(3).integers(-50, 51, (capture * 2, 2)), axis=0)
        counts = np.clip(counts, -30000, 30000) << (bits - 16)
        with SoundCard(counts, rate=capture, speed=4, patient=1) as card:
            run = Capture(card, 2, f"format={format_}", f"rate={capture}",
                          f"station-microhertz={station * 1000000}", f"fraction-bits={fraction}")
        for channel in range(2):
            expected = integer_model(
                counts[:, channel], (capture, station, bits, fraction), table)
            assert np.array_equal(run.frames[:, channel], expected), (capture, station)


def frames_have_the_drivers_time():
    with SoundCard(ramp(48000, 1, 24), rate=48000, patient=1) as card:
        run = Capture(card, 1, "format=S24_3LE", "rate=48000")
        numbers, stamps = run.stamps()
        errors = stamps - stamps[0] - (numbers - numbers[0]) * 10_000_000
        # A frame of 20.8 µs is the finest that a pointer can tell.
        assert np.abs(errors).max() <= 2, errors
    with SoundCard(ramp(48000, 1, 24), rate=48000, patient=1, delay_frames=96) as card:
        later = Capture(card, 1, "format=S24_3LE", "rate=48000")
    assert len(later.frames) == len(run.frames)


def overruns_are_measured():
    for capture, station, lost in ((100, 100, 37), (8000, 100, 8000), (8000, 100, 12345),
                                   (48000, 500, 500), (192000, 100, 3000)):
        factor = capture // station
        counts = ramp(capture * 8, 1, 24)
        at = capture * 2 + factor // 3
        with SoundCard(counts, rate=capture, speed=2, patient=1, overrun_at=at,
                       overrun_frames=lost, overrun_count=2) as card:
            run = Capture(card, 1, "format=S24_LE", f"rate={capture}",
                          f"station-microhertz={station * 1000000}")
            truth = sum(card.losses())
        assert truth == 2 * lost, card.log
        blocks = run.of("block")
        said = [int(block[3]) for block in blocks[1:] if block[3] != "0"]
        assert len(said) == 2, said
        assert all(abs(gap - lost / factor) <= 1 for gap in said), (said, lost / factor)
        if factor == 1:
            assert said == [lost, lost], said
        # Lost frames counted, every station frame is where it would have been.
        assert len(run.frames) + sum(said) == len(counts) // factor
        numbers, stamps = run.stamps()
        errors = stamps - stamps[0] - (numbers - numbers[0]) * 1_000_000_000 // station
        assert np.abs(errors).max() <= 1_000_000_000 // capture + 2, errors


def a_late_reader_knows_what_it_missed():
    stopped = []

    def pause(run, process):
        if len(run.lines) == 100 and not stopped:
            stopped.append(process)
            os.kill(process.pid, signal.SIGSTOP)
            # The card goes on without its reader for longer than its buffer holds.
            time.sleep(0.7)
            os.kill(process.pid, signal.SIGCONT)

    counts = ramp(8000 * 5, 1, 24)
    with SoundCard(counts, rate=8000) as card:
        run = Capture(card, 1, "format=S24_LE", "rate=8000", "buffer=2000", during=pause)
        truth = sum(card.losses())
    said = sum(int(block[3]) for block in run.of("block")[1:])
    assert truth >= 2000, card.log
    assert abs(said - truth / 80) <= 1, (said, truth)


def a_card_can_be_unplugged():
    with SoundCard(ramp(2000, 1, 24), rate=100, speed=20, patient=1, gone_at=500,
                   gone_opens=2) as card:
        run = Capture(card, 1, "format=S24_LE", "rate=100", "reopen=1")
    assert run.of("failed") == [["unplugged"]], run.of("failed")
    assert len(run.of("refused")) == 2, run.of("refused")
    # After the new start only the time tells what was missed.
    assert [block[3] for block in run.of("block")].count("unknown") == 2
    numbers, stamps = run.stamps()
    assert (np.diff(stamps) > 0).all()


def controls_are_set_and_guarded():
    changed = []

    def turn_a_knob(run, _):
        if len(run.lines) == 100 and not changed:
            changed.append(card.controls)
            card.set_controls(12, 13, 1, 1)

    words = ("format=S24_LE", "rate=100", "reopen=1", "card=mixer",
             "control=ADC Capture Volume:12", "control=ADC Capture Switch:on",
             "control=ADC Input:Microphone")
    # A patient card waits for a late reader and goes on where it was: no load makes it lose frames.
    with SoundCard(ramp(2000, 1, 24), rate=100, speed=10, patient=1) as card:
        run = Capture(card, 1, *words, during=turn_a_knob)
        assert changed == [[12, 12, 1, 1]]
        assert run.of("failed") == [["reconfigured"]], run.of("failed")
        # Opened again, the card is as the board file wants it.
        assert card.controls == [12, 12, 1, 1]
    # Every frame in its order, but for those in hand when the knob was seen: fewer than the buffer's.
    place_of = {count: place for place, count in enumerate(ramp(2000, 1, 24)[:, 0])}
    places = np.array([place_of[count] for count in run.frames[:, 0]])
    jumps = np.flatnonzero(np.diff(places) != 1)
    print(f"controls: {len(places)} of 2000 frames, jumps behind {places[jumps]}")
    assert places[0] == 0 and places[-1] == 1999 and len(jumps) <= 1, places[jumps]
    assert len(places) > 2000 - 100
    # A turned knob is seen with the next block: what came after it is not delivered.
    facts = [" ".join(fact) for fact in run.of("fact")]
    assert 'control="ADC Capture Volume" index=0 value=12' in facts, facts


def wrong_settings_are_named():
    with SoundCard(ramp(200, 2, 24), rate=8000) as card:
        for words, expected in (
                (("rate=16000",), "card: captureRateHertz is 16000, expected what the device can"),
                (("rate=8000", "control=ADC Capture Volume:99", "card=mixer"),
                 'control "ADC Capture Volume" is 99, expected steps from 0 to 40'),
                (("rate=8000", "control=ADC Capture Volume:on", "card=mixer"),
                 'control "ADC Capture Volume" is on, expected steps from 0 to 40'),
                (("rate=8000", "control=ADC Input:Phono", "card=mixer"),
                 'control "ADC Input" is "Phono", expected an item out of Line, Microphone'),
                (("rate=8000", "control=Gain:1", "card=mixer"), 'control "Gain" is absent'),
                (("rate=8000", "control=Gain:1"), "expected a device that belongs to a card"),
                (("rate=8000", "station-microhertz=110000000"),
                 "sampleRateHertz is 110, expected a rate that 8000 Hz is a whole multiple of")):
            run = Capture(card, 2, "format=S24_LE", *words)
            refused = " ".join(run.of("refused")[0])
            assert expected in refused, refused


def main():
    for check in (counts_pass_unchanged, counts_are_decimated, frames_have_the_drivers_time,
                  overruns_are_measured, a_late_reader_knows_what_it_missed,
                  a_card_can_be_unplugged, controls_are_set_and_guarded,
                  wrong_settings_are_named):
        check()
        print(check.__name__.replace("_", " "), flush=True)


if __name__ == "__main__":
    main()
