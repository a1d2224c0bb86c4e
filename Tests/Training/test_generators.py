#!/usr/bin/env python3
"""Tests of the generators of training data in Tools/training."""
import argparse
import contextlib
import csv
import io
import json
import os
import sys
import tempfile
import unittest
from unittest import mock

import numpy as np
from scipy.signal import butter, sosfilt

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
TOOLS = os.path.join(ROOT, "Tools", "training")
sys.path.insert(0, TOOLS)
import dataset_folder  # noqa: E402
import disturbances  # noqa: E402
import negatives  # noqa: E402
import noise_bank  # noqa: E402
import noise_days  # noqa: E402
import peak_motion  # noqa: E402
import rupture  # noqa: E402
import site_motion  # noqa: E402
import stochastic  # noqa: E402
import synthetics  # noqa: E402


def run(tool, *arguments):
    """Runs a tool's main in this process; starting Python anew takes seconds."""
    with mock.patch.object(sys, "argv", [tool.__name__, *arguments]), contextlib.redirect_stdout(
            io.StringIO()):
        tool.main()


def contents(folder):
    found = {}
    for directory, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(directory, name), "rb") as file:
                found[name] = file.read()
    return found


class PointSource(unittest.TestCase):
    def test_spectrum_is_boores(self):
        path = os.path.join(ROOT, "Tests", "Fixtures", "boore", "fas_M6_R30.csv")
        with open(path, newline="", encoding="utf-8") as file:
            table = np.array([[float(v) for v in row.values()] for row in csv.DictReader(file)])
        f, expected = table.T
        moment = stochastic.seismic_moment(6.0)
        corner = stochastic.corner_frequency(moment, 100.0, 3.5)
        self.assertAlmostEqual(corner, 0.3560100, places=6)
        factor = stochastic.source_factor(3.5, 2.8, 0.55, 0.707)
        found = (factor * stochastic.source_spectrum(f, moment, corner) * stochastic.spreading(30.0)
                 * stochastic.attenuation(f, 30.0, 3.5, 180.0, 0.45, 0.04))
        np.testing.assert_allclose(found, expected, rtol=1e-6)

    def test_windowed_noise_has_unit_power_and_begins_at_its_start(self):
        random = np.random.default_rng(1)
        noise = stochastic.windowed_noise(random, 4096, 100.0, 3.0, channels=3, start=500)
        self.assertTrue(np.all(noise[:, :500] == 0))
        power = np.mean(np.abs(np.fft.fft(noise, axis=1)) ** 2, axis=1)
        np.testing.assert_allclose(power, 1, rtol=1e-4)

    def test_minimum_phase_keeps_the_amplitude_and_is_causal(self):
        f = np.fft.rfftfreq(8192, 0.01)
        amplitude = stochastic.attenuation(f, 80.0, 3.5, 180.0, 0.45, 0.04)
        spectrum = stochastic.minimum_phase(amplitude)
        np.testing.assert_allclose(np.abs(spectrum), amplitude, rtol=1e-6)
        response = np.fft.irfft(spectrum)
        before, after = np.sum(response[4096:] ** 2), np.sum(response[:4096] ** 2)
        self.assertLess(before, 1e-4 * after)


class Rupture(unittest.TestCase):
    def setUp(self):
        self.whole = rupture.make(np.random.default_rng(5), 7.0, 12.0, 100.0, 3.5)
        self.f = np.geomspace(0.01, 30, 60)

    def test_pulses_add_up_to_the_source_of_each_stage(self):
        patches = self.whole.patches
        self.assertGreater(len(patches), 8)
        total = np.zeros(len(self.f), dtype=complex)
        for patch in patches:
            total += rupture.coherent_increment(self.f, patch, 1.0) / patch.strength
            stage = stochastic.source_spectrum(self.f, patch.moment_after, patch.corner_after_hz)
            np.testing.assert_allclose(np.abs(total), stage, rtol=1e-9)
        self.assertAlmostEqual(patches[-1].moment_after / stochastic.seismic_moment(7.0), 1)

    def test_powers_add_up_to_the_source(self):
        power = sum(np.abs(rupture.loose_increment(self.f, p, 1.0) / p.strength) ** 2
                    for p in self.whole.patches)
        stage = self.whole.patches[-1]
        expected = stochastic.source_spectrum(self.f, stage.moment_after, stage.corner_after_hz)
        np.testing.assert_allclose(np.sqrt(power), expected, rtol=0.12)

    def test_breaks_outwards_no_faster_than_its_front(self):
        start = self.whole.patches[0].position_km
        self.assertEqual(self.whole.patches[0].time_s, 0)
        for patch in self.whole.patches[1:]:
            away = np.linalg.norm(patch.position_km - start)
            self.assertLess(away / patch.time_s, 3.5 * 1.2)


class Motion(unittest.TestCase):
    def test_nothing_moves_before_p(self):
        random = np.random.default_rng(2)
        source = rupture.make(random, 7.0, 12.0, 100.0, 3.5)
        site = site_motion.make_site(random, 60.0, 1.0)
        radiation = site_motion.make_radiation(random)
        ground, p_s, s_s = site_motion.motion(
            random, source, stochastic.Medium(), site, radiation, 100.0, 20.0)
        p, s = round(p_s * 100), round(s_s * 100)
        largest = np.max(np.abs(ground[:, p:s]))
        self.assertLess(np.max(np.abs(ground[:, p - 100:p])), 1e-3 * largest)
        # What rings on beyond the end of the padded spectrum comes back at the record's start.
        self.assertLess(np.max(np.abs(ground[:, :p - 100])), 5e-3 * largest)
        self.assertGreater(np.max(np.abs(ground[:, s:])), np.max(np.abs(ground[:, p:s])))


class Disturbances(unittest.TestCase):
    def test_every_one_has_a_peak_of_one(self):
        for kind, make in disturbances.MAKERS.items():
            for rate in (31.3, 100.0, 200.0):
                data = make(np.random.default_rng(3), rate, int(60 * rate))
                self.assertEqual(data.shape, (3, int(60 * rate)), kind)
                self.assertAlmostEqual(np.max(np.abs(data)), 1, msg=kind)

    def test_teleseisms_stay_far_below_damaging_velocities(self):
        for seed in range(20):
            random = np.random.default_rng(seed)
            data, _ = disturbances.scaled(random, "teleseism", 50.0, 3000, 0.01)
            velocity = peak_motion.high_pass(peak_motion.integrate(data, 50.0), 50.0)
            self.assertLess(np.max(np.abs(velocity)), 0.5)

    def test_extended_noise_keeps_its_level(self):
        random = np.random.default_rng(4)
        noise = random.standard_normal((3, 1500))
        long = noise_bank.extended(random, noise, 40000, 200)
        np.testing.assert_allclose(np.std(long, axis=1), 1, atol=0.05)
        np.testing.assert_allclose(np.std(long[:, 1300:1500], axis=1), 1, atol=0.35)

    def test_poisson_bound(self):
        self.assertAlmostEqual(noise_days.upper_bound(0, 30.0), 2.99573227 / 30, places=6)
        self.assertAlmostEqual(noise_days.upper_bound(3, 1.0), 7.75366, places=4)


class NoiseDays(unittest.TestCase):
    def test_events_are_blamed_on_what_was_added_and_levels_kept_apart_by_basis(self):
        begin = int(dataset_folder.START.ns)
        message = lambda event, onset, kind, **more: {
            "event": event, "type": kind, "onsetTime": begin + int(onset * 1e9), **more}
        messages = [
            message(1, 30.0, "pick"), message(2, 100.2, "pick"),
            message(2, 100.2, "alert", level=2, basis=0), message(2, 100.2, "alert", level=4, basis=1),
            message(3, 500.0, "alert", level=3, basis=2)]
        self.assertEqual(
            noise_days.judge(messages, [(100.0, "knock", 7.5)]),
            [("knock", 4, 2, True, 7.5), ("noise", 3, 3, False, 0.0)])

    def test_kept_hours_are_taken_up_and_those_of_another_seed_or_station_file_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            station, other = (os.path.join(folder, name) for name in ("station.json", "other.json"))
            for path, model in ((station, "a"), (other, "b")):
                with open(path, "w", encoding="utf-8") as file:
                    json.dump({"modelSha256": model}, file)
            options = argparse.Namespace(
                seed=1, rates={"knock": 2.0}, largest=50.0, step=1, highest_rate=100.0, firstbreak="f",
                station=station, hours=3, hours_file=os.path.join(folder, "hours"))
            self.assertEqual(noise_days.kept_hours(options), {})
            with open(options.hours_file, "a", encoding="utf-8") as file:
                file.write('[1, "OE", 31.0, [], [], 17.0]\n[7, "OE", 31.0, [], [], 17.0]\n')
            self.assertEqual(list(noise_days.kept_hours(options)), [1])
            options.station = other
            with self.assertRaises(SystemExit):
                noise_days.kept_hours(options)
            options.station, options.seed = station, 2
            with self.assertRaises(SystemExit):
                noise_days.kept_hours(options)


class Folders(unittest.TestCase):
    def test_same_seed_same_bytes_and_pgv_as_defined(self):
        with tempfile.TemporaryDirectory() as folder:
            first, second, other = (os.path.join(folder, name) for name in "abc")
            small = ("--events", "2", "--stations", "1")
            run(synthetics, "--output", first, "--seed", "7", *small)
            run(synthetics, "--output", second, "--seed", "7", "--jobs", "2", *small)
            run(synthetics, "--output", other, "--seed", "8", *small)
            self.assertEqual(contents(first), contents(second))
            self.assertNotEqual(contents(first)["synthetic.mseed"],
                                contents(other)["synthetic.mseed"])
            for row in dataset_folder.rows(os.path.join(first, "records.csv")):
                self.check_pgv(first, row)
            negative, again = os.path.join(folder, "d"), os.path.join(folder, "e")
            for output in (negative, again):
                run(negatives, "--dataset", first, "--output", output, "--records", "12")
            self.assertEqual(contents(negative), contents(again))
            for row in dataset_folder.rows(os.path.join(negative, "records.csv")):
                self.assertNotEqual(row["class"], "earthquake")
                counts = dataset_folder.read_counts(negative, row)
                self.assertEqual(counts.shape[1], int(row["nsamp"]))
                self.assertLess(int(row["p_sample"]), counts.shape[1])

    def check_pgv(self, folder, row):
        if "clipped" in row["flags"]:
            return
        rate, p = float(row["fs_hz"]), int(row["p_sample"])
        data = dataset_folder.read_counts(folder, row) * float(row["gain"])
        data = data - np.median(data[:, :p], axis=1, keepdims=True)
        velocity = np.array([np.append(0, np.cumsum(0.5 * (c[1:] + c[:-1]) / rate)) for c in data])
        sections = butter(2, 0.075, "highpass", fs=rate, output="sos")
        pgv = np.max(np.abs(sosfilt(sections, velocity, axis=1)))
        self.assertAlmostEqual(pgv / float(row["pgv_max3"]), 1, places=3)


if __name__ == "__main__":
    unittest.main()
