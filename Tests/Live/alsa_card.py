"""The sound card for tests (ALSADouble), built and configured in a folder of its own.

    with SoundCard(counts, rate=8000, speed=4, patient=1, overrun_at=4000) as card:
        subprocess.run(program, env={**os.environ, **card.environment})   # opens "card"

`counts` is an array of shape (frames, channels) of what the converter gives; the other settings are
those of ALSADouble/double_pcm.c. Its controls are the card "mixer".
"""

import subprocess
import tempfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent


class SoundCard:
    _library_folder = None

    def __init__(self, counts, rate, **settings):
        self._folder = tempfile.TemporaryDirectory(prefix="sound-card-")
        self.folder = Path(self._folder.name)
        counts = np.ascontiguousarray(counts, dtype="<i4")
        counts.tofile(self.folder / "counts")
        library = self._build()
        self._log = self.folder / "log"
        settings = {"file": self.folder / "counts", "log": self._log, "rate": rate,
                    "channels": counts.shape[1], **settings}
        words = " ".join(f'{key} "{value}"' if isinstance(value, Path) else f"{key} {value}"
                         for key, value in settings.items())
        self.set_controls(0, 0, 0, 0)
        (self.folder / "asound.conf").write_text(f"""\
</usr/share/alsa/alsa.conf>
pcm_type.double {{ lib "{library}" }}
ctl_type.double {{ lib "{library}" }}
pcm.card {{ type double {words} }}
ctl.mixer {{ type double file "{self.folder / 'controls'}" }}
""")
        self.environment = {"ALSA_CONFIG_PATH": str(self.folder / "asound.conf"),
                            "LD_PRELOAD": str(library)}

    @classmethod
    def _build(cls):
        if cls._library_folder is None:
            cls._library_folder = tempfile.TemporaryDirectory(prefix="alsa-double-")
            subprocess.run(
                ["gcc", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-DPIC",
                 "-o", f"{cls._library_folder.name}/libalsa_double.so",
                 *sorted(map(str, (HERE / "ALSADouble").glob("*.c"))), "-lasound"], check=True)
        return Path(cls._library_folder.name) / "libalsa_double.so"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._folder.cleanup()

    def set_controls(self, left, right, switch, source):
        """Turns the card's knobs, as another program would."""
        (self.folder / "controls").write_text(f"{left} {right} {switch} {source}\n")

    @property
    def controls(self):
        return [int(word) for word in (self.folder / "controls").read_text().split()]

    @property
    def log(self):
        """What befell the card, a pair of a word and a number each."""
        if not self._log.exists():
            return []
        lines = (line.split() for line in self._log.read_text().splitlines())
        return [(word, int(number)) for word, number in lines]

    def losses(self):
        """The capture frames that nobody could read, for each time that somebody read again."""
        return [number for word, number in self.log if word == "read"][1:]
