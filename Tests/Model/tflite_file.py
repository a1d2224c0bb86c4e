"""Reads the parts of a .tflite file that the judges need, apart from the station's own reader."""
import struct

import numpy as np

NAMES = {
    0: "ADD", 1: "AVERAGE_POOL_2D", 3: "CONV_2D", 4: "DEPTHWISE_CONV_2D", 9: "FULLY_CONNECTED",
    14: "LOGISTIC", 17: "MAX_POOL_2D", 19: "RELU", 21: "RELU6", 22: "RESHAPE", 25: "SOFTMAX",
    43: "SQUEEZE", 70: "EXPAND_DIMS",
}
TYPES = {2: "<i4", 9: "i1"}
# Slots of the options tables: a name, and the format and default of its number.
PLACEMENT = [("padding", "b", 0), ("stride_w", "<i", 0), ("stride_h", "<i", 0)]
OPTIONS = {
    "CONV_2D": PLACEMENT + [("activation", "b", 0), ("dilation_w", "<i", 1), ("dilation_h", "<i", 1)],
    "DEPTHWISE_CONV_2D": PLACEMENT + [
        ("multiplier", "<i", 0), ("activation", "b", 0), ("dilation_w", "<i", 1),
        ("dilation_h", "<i", 1)],
    "FULLY_CONNECTED": [("activation", "b", 0)],
    "ADD": [("activation", "b", 0)],
    "SOFTMAX": [("beta", "<f", 0.0)],
}
for pool in ("AVERAGE_POOL_2D", "MAX_POOL_2D"):
    OPTIONS[pool] = PLACEMENT + [("filter_w", "<i", 0), ("filter_h", "<i", 0), ("activation", "b", 0)]


class Table:
    def __init__(self, data, position):
        self.data, self.position = data, position
        self.vtable = position - struct.unpack_from("<i", data, position)[0]

    def place(self, slot):
        size = struct.unpack_from("<H", self.data, self.vtable)[0]
        if 4 + 2 * slot >= size:
            return None
        distance = struct.unpack_from("<H", self.data, self.vtable + 4 + 2 * slot)[0]
        return self.position + distance if distance else None

    def number(self, slot, form="<i", default=0):
        place = self.place(slot)
        return default if place is None else struct.unpack_from(form, self.data, place)[0]

    def target(self, slot):
        place = self.place(slot)
        return None if place is None else place + struct.unpack_from("<I", self.data, place)[0]

    def table(self, slot):
        target = self.target(slot)
        return None if target is None else Table(self.data, target)

    def array(self, slot, kind):
        target = self.target(slot)
        if target is None:
            return np.zeros(0, kind)
        count = struct.unpack_from("<I", self.data, target)[0]
        return np.frombuffer(self.data, kind, count, target + 4)

    def tables(self, slot):
        first = self.target(slot)
        offsets = self.array(slot, "<u4")
        return [Table(self.data, first + 4 + 4 * i + int(o)) for i, o in enumerate(offsets)]


class Tensor:
    def __init__(self, table, buffers):
        self.shape = [int(n) for n in table.array(0, "<i4")]
        quantization = table.table(4)
        self.scales = self.zeros = np.zeros(0)
        if quantization:
            self.scales = quantization.array(2, "<f4")
            self.zeros = quantization.array(3, "<i8")
        data = buffers[table.number(2, "<I")].array(0, "u1")
        self.values = None
        if len(data):
            self.values = data.view(TYPES[table.number(1, "b")]).reshape(self.shape)


class Operator:
    def __init__(self, table, codes):
        self.name = NAMES[codes[table.number(0, "<I")]]
        self.inputs = table.array(1, "<i4")
        self.output = int(table.array(2, "<i4")[0])
        self.options = {name: default for name, _, default in OPTIONS.get(self.name, [])}
        options = table.table(4)
        if options:
            for slot, (name, form, default) in enumerate(OPTIONS.get(self.name, [])):
                self.options[name] = options.number(slot, form, default)


class Model:
    def __init__(self, path):
        with open(path, "rb") as file:
            data = file.read()
        root = Table(data, struct.unpack_from("<I", data, 0)[0])
        graph = root.tables(2)[0]
        buffers = root.tables(4)
        codes = [max(code.number(0, "b"), code.number(3)) for code in root.tables(1)]
        self.tensors = [Tensor(table, buffers) for table in graph.tables(0)]
        self.operators = [Operator(table, codes) for table in graph.tables(3)]
        self.input = int(graph.array(1, "<i4")[0])
        self.output = int(graph.array(2, "<i4")[0])
