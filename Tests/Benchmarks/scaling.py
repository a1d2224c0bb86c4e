"""Draws how the path's cost grows with channels, rate and block size, as SVG.

    python3 scaling.py FIGURES.json PICTURE.svg
"""

import json
import math
import sys
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 960, 360
LEFT, TOP, PANEL, BOTTOM, GAP = 64, 72, 252, 290, 48
INK, FAINT, CURVE = "#1b1f24", "#d7dbe0", "#0b62a4"

# Axes of the figures, title, label of the axis. The second axis is another curve, drawn open: of a
# converter that is faster than the path may be, brought down to 200 Hz before it.
PANELS = [
    (["channels"], "Channels", "channels in groups of three, 200 Hz"),
    (["hertz", "captureHertz"], "Sample rate", "Hz, three channels; ○ decimated to 200 Hz"),
    (["samplesPerBlock"], "Block size", "samples a block, three channels, 200 Hz"),
]


def text(x, y, words, size=12, anchor="start", extra=""):
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"'
            f'{extra}>{escape(words)}</text>')


def line(x1, y1, x2, y2, colour, width=1):
    return (f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"'
            f' stroke-width="{width}"/>')


def step(largest):
    """A round distance of grid lines, of which about five reach the largest value."""
    power = 10 ** math.floor(math.log10(largest / 5))
    return next(power * times for times in (1, 2, 5, 10) if power * times * 5 >= largest)


def panel(left, title, label, curves, top_value):
    """Curves of points (value, nanoseconds), the value on a logarithmic axis."""
    values = sorted(value for curve in curves for value, _ in curve)
    low, high = math.log2(values[0]), math.log2(values[-1])

    def x(value):
        return left + PANEL * (math.log2(value) - low) / max(high - low, 1e-9)

    def y(nanoseconds):
        return BOTTOM - (BOTTOM - TOP) * nanoseconds / top_value

    parts = [text(left, TOP - 16, title, 14, extra=' font-weight="600"')]
    distance = step(top_value)
    for index in range(int(top_value / distance) + 1):
        height = y(index * distance)
        parts.append(line(left, height, left + PANEL, height, FAINT))
        parts.append(text(left - 6, height + 4, f"{index * distance:g}", 11, "end"))
    for value in values:
        parts.append(line(x(value), BOTTOM, x(value), BOTTOM + 4, INK))
        parts.append(text(x(value), BOTTOM + 18, f"{value:g}", 10, "middle"))
    for curve, fill in zip(curves, (CURVE, "white")):
        path = " ".join(f"{x(value):.1f},{y(cost):.1f}" for value, cost in curve)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{CURVE}" stroke-width="2"/>')
        for value, cost in curve:
            parts.append(
                f'<circle cx="{x(value):.1f}" cy="{y(cost):.1f}" r="3.5" fill="{fill}"'
                f' stroke="{CURVE}"><title>{value:g}: {cost:g} ns</title></circle>')
    parts.append(text(left + PANEL / 2, BOTTOM + 38, label, 11, "middle"))
    return parts


def picture(result):
    """The SVG of a run's figures; every panel has the same vertical axis."""
    rows = [row for row in result["figures"] if row.get("axis")]
    largest = max(row["ours"] for row in rows)
    top_value = step(largest) * math.ceil(largest / step(largest))
    words = (f"commit {result['commit']}, {result['machine']['processor']}, "
             f"load average {result['machine']['loadAverage']:.1f}")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}"'
        f' height="{HEIGHT}" font-family="sans-serif" fill="{INK}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        text(LEFT - 40, 28, "Cost of the whole path, ns per three-component sample", 16),
    ]
    for index, (axes, title, label) in enumerate(PANELS):
        curves = [
            sorted((row["value"], row["ours"]) for row in rows if row["axis"] == axis)
            for axis in axes
        ]
        if any(curves):
            left = LEFT + index * (PANEL + GAP)
            parts += panel(left, title, label, curves, top_value)
    parts.append(text(LEFT - 40, HEIGHT - 8, words, 10))
    return "\n".join(parts + ["</svg>", ""])


def main():
    figures, drawing = map(Path, sys.argv[1:])
    drawing.write_text(picture(json.loads(figures.read_text())))


if __name__ == "__main__":
    main()
