"""Frames of counts as the scans of an industrial I/O buffer, for the emulated sensors of this folder.

A scan holds the enabled channels in the order of their index, each aligned to its own size; the
driver's 64-bit time stamp comes last. Bits outside a value are random, as they may be in hardware.
"""

import random
import re


class ScanFormat:
    """One channel's place in a scan, from the kernel's text such as `be:s20/32>>12`."""

    def __init__(self, text):
        match = re.fullmatch(r"([bl])e:([suSU])(\d+)/(\d+)(?:X(\d+))?>>(\d+)", text)
        if not match:
            raise ValueError(f"scan format {text!r}")
        order, sign, bits, storage, repeat, shift = match.groups()
        self.text = text
        self.order = "big" if order == "b" else "little"
        self.is_signed = sign in "sS"
        self.is_sign_extended = sign in "SU"
        self.bits, self.storage = int(bits), int(storage)
        self.repeat, self.shift = int(repeat or 1), int(shift)

    @property
    def size(self):
        return self.storage // 8 * self.repeat

    def pack(self, value, noise):
        """The value's bytes; `noise` gives the bits around it."""
        mask = (1 << self.bits) - 1
        if not (-(1 << self.bits - 1) if self.is_signed else 0) <= value <= (
                mask >> 1 if self.is_signed else mask):
            raise ValueError(f"{value} does not fit {self.text}")
        around = 0 if self.is_sign_extended else noise.getrandbits(self.storage)
        stored = (around & ~(mask << self.shift)) | (value & mask) << self.shift
        if self.is_sign_extended:
            stored = (value << self.shift) & ((1 << self.storage) - 1)
        return stored.to_bytes(self.storage // 8, self.order)


class ScanWriter:
    """Writes scans of some of a device's channels."""

    def __init__(self, formats, mask, seed=1):
        self.enabled = [i for i in range(len(formats)) if mask >> i & 1]
        self.formats = formats
        self.noise = random.Random(seed)
        self.step = len(self._scan([0] * len(formats), 0))

    def scan(self, values, stamp):
        """One scan: a value a channel (repeated where the channel repeats), and the time stamp."""
        return self._scan(values, stamp)

    def _scan(self, values, stamp):
        scan = bytearray()
        largest = 1
        for index in self.enabled:
            form = self.formats[index]
            largest = max(largest, form.size)
            scan += bytes(-len(scan) % form.size)
            value = stamp if index == len(self.formats) - 1 else values[index]
            for repetition in range(form.repeat):
                scan += form.pack(value + repetition if form.repeat > 1 else value, self.noise)
        return bytes(scan + bytes(-len(scan) % largest))
