#!/usr/bin/env python3
"""Adds what `noise_days.py` counted with a model to that model's card.

    add_noise_days.py CARD.json NOISE_DAYS.json

Refuses days of another model. Writes CARD.json and the Markdown beside it again.
"""
import json
import sys

import card


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        figures = json.load(file)
    with open(sys.argv[2], encoding="utf-8") as file:
        days = json.load(file)
    if days["model_sha256"] != figures["sha256"]:
        sys.exit(f"{sys.argv[2]}: model_sha256 {days['model_sha256']}, expected {figures['sha256']}")
    figures["noiseDays"] = days
    card.write(figures, sys.argv[1])


if __name__ == "__main__":
    main()
