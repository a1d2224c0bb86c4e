"""Reads a data set's truth and the features that the station's own code measured on it."""
import csv
import math
import os
from dataclasses import dataclass

import numpy as np

# The order in which the network sees them; `Sources/DataPath/OnsiteModel/NetworkFeatures.swift`
# says what each is. `evaluate --features` writes them as network_NAME_q16, by the station's code.
FEATURES = [
    "velocity", "log_window", "displacement_to_velocity", "acceleration_to_velocity", "tau_c",
    "tau_p", "pgv_to_pv", "pga_to_pa", "pgd_to_pd", "iv2", "id2", "cav", "power", "pv_above",
    "pd_above", "tau_c_above", "dominant_frequency", "horizontal_to_vertical",
    *(f"band{band}" for band in range(9)), "s_wave"]
# What tells the sample rate or the level of the sensor's noise: withheld from the head that tells
# earthquakes from noise, which would learn the instrument instead.
WITHHELD = ["velocity", "band7", "band8"]
PD_MASK = 1 << 2
BAD_FLAGS = {"no_vertical", "borehole", "suspect_channel", "second_half", "clipped", "badgaps",
             "pgv_near_noise"}


def number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return math.nan


@dataclass
class Record:
    """What is known of one record; log10_pgv in cm/s, nan where it may not be used."""
    id: str
    event: str
    split: str
    kind: str
    network: str
    source: str
    licence: str
    is_clean: bool
    is_processed: bool
    is_synthetic: bool
    is_calibrated: bool
    is_from_memory: bool
    log10_pgv: float
    magnitude: float
    log10_distance: float
    p_sample: float
    rate_hertz: float


def read_records(folder):
    """Record by id, by the rules of which records a score may count."""
    excluded = set()
    exclude_path = os.path.join(folder, "exclude.csv")
    if os.path.exists(exclude_path):
        with open(exclude_path, newline="") as file:
            excluded = {row["rec_id"] for row in csv.DictReader(file)}
    with open(os.path.join(folder, "records.csv"), newline="") as file:
        return {row["rec_id"]: _record(row, excluded) for row in csv.DictReader(file)}


def _record(row, excluded):
    flags = {flag for flag in row["flags"].split(";") if flag}
    snr, source = number(row["p_snr"]), row["p_source"]
    has_p = (source == "manual" or (source == "auto" and snr >= 5)
             or (source == "auto_untimed" and snr >= 15)) and math.isfinite(number(row["p_sample"]))
    is_usable = (row["class"] == "earthquake" and row["rec_id"] not in excluded and has_p
                 and not flags & BAD_FLAGS)
    pgv, distance = number(row["pgv_max3"]), number(row["rhyp_km"])
    is_calibrated = row["gain_quality"] != "empirical"
    is_whole = row["complete"].strip() in ("1", "1.0") and pgv > 0 and is_calibrated
    return Record(
        id=row["rec_id"], event=row["event_id"], split=row["split"], kind=row["class"],
        network=row["net"], source=row["source"], licence=row["licence"],
        is_clean=is_usable and "processed" not in flags,
        is_processed=is_usable and "processed" in flags, is_synthetic="synthetic" in flags,
        is_calibrated=is_calibrated, is_from_memory="mag_from_memory" in flags,
        log10_pgv=math.log10(pgv) if is_whole else math.nan, magnitude=number(row["mag"]),
        log10_distance=math.log10(distance) if distance > 0 and "untimed_clock" not in flags
        else math.nan,
        p_sample=number(row["p_sample"]), rate_hertz=number(row["fs_hz"]))


@dataclass
class Windows:
    """Windows measured, one row each: records [n], seconds [n], features [n, FEATURES]."""
    records: np.ndarray
    seconds: np.ndarray
    features: np.ndarray
    observed: np.ndarray
    pd: np.ndarray
    pv: np.ndarray
    pa: np.ndarray
    tau_c: np.ndarray
    may_predict: np.ndarray
    may_warn: np.ndarray

    def take(self, rows):
        return Windows(**{name: value[rows] for name, value in vars(self).items()})

    @staticmethod
    def join(parts):
        names = vars(parts[0])
        return Windows(**{n: np.concatenate([getattr(p, n) for p in parts]) for n in names})

    def of(self, records, attribute):
        """An attribute of each row's record, as an array."""
        names, place = np.unique(self.records, return_inverse=True)
        return np.array([getattr(records[name], attribute) for name in names])[place]


def read_windows(path, records):
    """The windows of a features file, those of unknown records left out.

    Amplitudes are log10 in cm and s; `may_predict` is the station's own rule (a P wave, nothing
    clipped), `may_warn` that for levels above 1 (displacement out of its noise, no teleseism).
    """
    import pandas  # reads 50 MB tables, and nothing else here needs it

    wanted = ["rec_id", "window_ms", "masked", "begins_at_s", "clipped", "teleseism",
              "masked_features", "pgv_pm", "pd_pm", "pv_pm", "pa_pm", "tauc_us",
              *(f"network_{name}_q16" for name in FEATURES)]
    table = pandas.read_csv(path, usecols=wanted)
    table = table[table["rec_id"].isin(records.keys())]
    log = lambda name: np.log10(np.maximum(table[name].to_numpy(float), 1e4)) - 10
    period = table["tauc_us"].to_numpy(float)
    whole = ((table["masked"] == 0) & (table["begins_at_s"] == 0)
             & (table["clipped"] == 0)).to_numpy()
    return Windows(
        records=table["rec_id"].to_numpy(str), seconds=table["window_ms"].to_numpy(float) / 1000,
        features=table[wanted[-len(FEATURES):]].to_numpy(float) / 65536,
        observed=log("pgv_pm"), pd=log("pd_pm"), pv=log("pv_pm"), pa=log("pa_pm"),
        tau_c=np.where(period > 0, np.log10(np.maximum(period, 1)) - 6, 0.0),
        may_predict=whole,
        may_warn=whole & ((table["teleseism"] == 0)
                          & (table["masked_features"] & PD_MASK == 0)).to_numpy())


def event_weights(events, records):
    """One over the square root of an event's records, for each row: no event outweighs the rest."""
    names = {}
    for event, record in zip(events, records):
        names.setdefault(event, set()).add(record)
    return np.array([1 / math.sqrt(len(names[event])) for event in events])


def folds(events, count, seed):
    """Fold of each event, whole events together: event -> 0…count−1."""
    order = sorted(set(events))
    np.random.default_rng(seed).shuffle(order)
    return {event: index % count for index, event in enumerate(order)}
