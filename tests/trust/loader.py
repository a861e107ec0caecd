"""`make fuzz`: atheris lets coverage lead the mutations of files through document, load's models and shape.

python tests/trust/loader.py -runs=20000 -seed=1        what libFuzzer understands
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from importlib import import_module
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

import atheris

with atheris.instrument_imports(include=["prongsai"]):
    import_module("prongsai.load")

from fuzzing.mutated_bodies import bodies
from fuzzing.mutations import MODELS
from fuzzing.promises import keep_reading


def read(data: bytes) -> None:
    """A file of any bytes is read, or told; the first byte says which model it is of."""
    models = [*MODELS.values()]
    keep_reading(models[data[0] % len(models) if data else 0], data[1:])


def main() -> None:
    """Begin with the files of the corpus; libFuzzer ends the process."""
    folder = Path(tempfile.mkdtemp(prefix="loader-"))
    names = [*MODELS]
    for number, (path, data) in enumerate(item for body in bodies() for item in body.items()):
        name = path.rpartition("/")[2]
        first = names.index(name) if name in names else names.index("measure")
        (folder / str(number)).write_bytes(bytes([first]) + data)
    atheris.Setup([*sys.argv, "-max_len=20000", "-timeout=20", "-rss_limit_mb=2048", str(folder)], read)
    with contextlib.suppress(SystemExit):
        atheris.Fuzz()


if __name__ == "__main__":
    main()
