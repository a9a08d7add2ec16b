"""Where vectors are stored and how numbers are written in them.

float32 values are their bits as whole numbers, float64 values hexadecimal text (`0x1.8p+1`): both
are read back without rounding by any language.
"""
import json
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Interop"))


def bits32(values):
    return np.ascontiguousarray(values, np.float32).view(np.uint32).ravel().tolist()


def hex64(values):
    return [float(v).hex() for v in np.ravel(values)]


def text_of(vectors):
    """One line for each case, so that a change of one case is a change of one line."""
    lines = []
    for group, cases in vectors.items():
        rows = ",\n".join("  " + json.dumps(case) for case in cases)
        lines.append(f'"{group}": [\n{rows}\n]')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def store(name, vectors):
    (HERE / name).write_text(text_of(vectors), encoding="utf-8")
    print(f"{name}: " + ", ".join(f"{len(cases)} {group}" for group, cases in vectors.items()))
