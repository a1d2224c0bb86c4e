#!/usr/bin/env python3
"""Writes into a .tflite file what the station must know of it, as the metadata entry "firstbreak".

usage: model_contract.py MODEL.tflite CONTRACT.txt OUTPUT.tflite

The text is the one that `NetworkContract` (Sources/DataPath/OnsiteModel/Network) describes: format, chain,
features with offset and scale in Q16, outputs. Needs TensorFlow, for the schema of its files, and
flatbuffers. From Python:

    contract = contract_text(chain=1, features=[("pd_log10", mean, 1 / deviation)], outputs=["pgv_log10_mean"])
    open("model.tflite", "wb").write(with_contract(converter.convert(), contract))
"""
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

NAME = b"firstbreak"


def contract_text(chain, features, outputs):
    """The text: features are (name, offset, scale) or (name, offset, scale, count), real numbers."""
    lines = ["format=1", f"chain={chain}"]
    for name, offset, scale, *count in features:
        numbers = [round(offset * 65536), round(scale * 65536), *count]
        if not -(2**31) <= numbers[0] <= 2**31 or not 1 <= numbers[1] <= 2**31:
            raise ValueError(f"feature {name}: offset {offset} or scale {scale} leaves Q16")
        lines.append(f"feature={name} " + " ".join(map(str, numbers)))
    lines += [f"output={name}" for name in outputs]
    return "".join(line + "\n" for line in lines)


def with_contract(model_bytes, text):
    """The model with the text, in place of one that it had."""
    import flatbuffers
    from tensorflow.lite.python import schema_py_generated as schema

    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(bytearray(model_bytes), 0))
    buffer = schema.BufferT()
    buffer.data = list(text.encode("ascii"))
    model.buffers.append(buffer)
    entry = schema.MetadataT()
    entry.name = NAME
    entry.buffer = len(model.buffers) - 1
    model.metadata = [old for old in model.metadata or [] if old.name != NAME] + [entry]
    builder = flatbuffers.Builder(len(model_bytes) + 1024)
    builder.Finish(model.Pack(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    with open(sys.argv[1], "rb") as file:
        model = file.read()
    with open(sys.argv[2], encoding="ascii") as file:
        text = file.read()
    with open(sys.argv[3], "wb") as file:
        file.write(with_contract(model, text))
