"""Reads and writes data set folders: records.csv, noise.csv and waveforms/*.mseed.

A folder written here has the columns and the layout that `firstbreak evaluate --dataset` reads:
three traces a record (channel codes end in Z, N, E), 512-byte miniSEED, Steim2 int32 counts, and
physical = counts × gain.
"""
import csv
import io
import os

import numpy as np
import obspy

RECORD_COLUMNS = (
    "rec_id,volume,byte_offset,byte_length,source,licence,class,split,event_id,event_time,mag,"
    "mag_type,ev_lat,ev_lon,ev_depth_km,net,sta,loc,chan,sta_lat,sta_lon,repi_km,rhyp_km,fs_hz,"
    "nsamp,start_time,time_known,instrument,quantity,gain,gain_unit,gain_quality,components,"
    "p_sample,s_sample,p_source,p_snr,p_minus_predicted_s,pre_event_s,pga_z,pga_n,pga_e,pga_max3,"
    "pgv_z,pgv_n,pgv_e,pgv_max3,pgv_hvec,pgv_after_p_s,noise_pgv,complete,flags").split(",")
NOISE_COLUMNS = ("rec_id,volume,byte_offset,byte_length,source,net,sta,fs_hz,nsamp,gain,gain_unit,"
                 "rms_max,peak").split(",")
GAIN_UNITS = {"acc": "cm/s/s per count", "vel": "cm/s per count"}
# Steim2 holds differences of 30 bits; no sensor written here has more than 24.
COUNT_LIMIT = 2**28
START = obspy.UTCDateTime(2026, 1, 1)


def rows(path):
    """The rows of a table as dictionaries; none where there is no such file."""
    if not os.path.exists(path):
        return []
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read_counts(folder, row):
    """Counts [3, samples] in the order Z, N, E; None where a component or a piece is missing."""
    with open(os.path.join(folder, "waveforms", row["volume"]), "rb") as file:
        file.seek(int(row["byte_offset"]))
        data = file.read(int(row["byte_length"]))
    traces = obspy.read(io.BytesIO(data), format="MSEED")
    by_component = {trace.stats.channel[-1]: trace.data for trace in traces}
    if len(traces) != 3 or set(by_component) != set("ZNE"):
        return None
    length = min(len(data) for data in by_component.values())
    return np.array([by_component[c][:length] for c in "ZNE"], dtype=np.int64)


def encode(counts, rate_hz, station):
    """The miniSEED bytes of counts [3, samples]; station is at most five letters."""
    stream = obspy.Stream()
    for component, data in zip("ZNE", counts):
        header = {"network": "ZZ", "station": station, "channel": "HN" + component,
                  "sampling_rate": rate_hz, "starttime": START}
        whole = np.clip(data, -COUNT_LIMIT, COUNT_LIMIT).astype(np.int32)
        stream.append(obspy.Trace(np.ascontiguousarray(whole), header))
    buffer = io.BytesIO()
    stream.write(buffer, format="MSEED", encoding="STEIM2", reclen=512)
    return buffer.getvalue()


class Writer:
    """Writes one table and its volume, row after row."""

    def __init__(self, folder, volume, table="records.csv"):
        columns = RECORD_COLUMNS if table == "records.csv" else NOISE_COLUMNS
        os.makedirs(os.path.join(folder, "waveforms"), exist_ok=True)
        self._volume_name, self._offset = volume, 0
        self._volume = open(os.path.join(folder, "waveforms", volume), "wb")
        self._table = open(os.path.join(folder, table), "w", newline="", encoding="utf-8")
        self._rows = csv.DictWriter(self._table, columns, lineterminator="\n")
        self._rows.writeheader()

    def add(self, row, data):
        """Appends the miniSEED bytes of a record and its row."""
        self._volume.write(data)
        self._rows.writerow({**row, "volume": self._volume_name, "byte_offset": self._offset,
                             "byte_length": len(data)})
        self._offset += len(data)
        # A folder cut short is still whole to its last row.
        self._volume.flush()
        self._table.flush()

    def close(self):
        self._volume.close()
        self._table.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
