"""The input as ballast must see it, read a second time with the csv module and NumPy alone."""
import csv
import glob
import gzip
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

import arithmetic

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
WHOLE = re.compile(r"[+-]?\d+$")
FEW_VALUES = 20


@dataclass
class InputTable:
    """All data rows of the inputs in order. Rows dropped as missing keep their number and are `kept` False."""
    features: np.ndarray
    feature_names: list
    integer_columns: list
    codes: np.ndarray
    code_names: list
    categories: list
    labels: np.ndarray
    classes: list
    kept: np.ndarray
    missing: np.ndarray
    extra: dict = field(default_factory=dict)

    def __len__(self):
        return len(self.labels)


def read(paths, recipe, label=None, labels_file=None):
    files = [f for p in paths for f in (sorted(glob.glob(str(p))) or [str(p)])]
    if files[0].endswith(".npy"):
        return _arrays(files, labels_file)
    return _text(files, recipe, label)


# --- arrays -------------------------------------------------------------------------------------

def _arrays(files, labels_file):
    x = np.concatenate([np.load(f) for f in files])
    if x.dtype.kind == "f":
        x = x.astype(np.float32)
    elif x.dtype.kind == "b":
        x = x.astype(np.uint8)
    x = np.ascontiguousarray(x.astype(x.dtype.newbyteorder("<")))
    classes, labels = coded([str(v) for v in np.load(labels_file).tolist()])
    width = int(np.prod(x.shape[1:], dtype=int))
    names = [f"column_{i}" for i in range(width)] if x.ndim == 2 else []
    return InputTable(
        x, names, list(range(width)) if x.dtype.kind in "iu" else [], np.zeros((len(x), 0), np.int32), [], [],
        labels, classes, np.ones(len(x), bool), np.zeros((len(x), width), bool))


# --- text ---------------------------------------------------------------------------------------

def _text(files, recipe, label):
    settings = recipe.get("input", {})
    tokens = set(settings.get("missing_tokens", ["", "NA", "?"]))
    header, rows = _rows(files, settings, label)
    columns = dict(zip(header, map(list, zip(*rows))))
    label = settings.get("label", label) if label is None else label
    label = _column_named(label, header)
    split = recipe.get("split") or {}
    extra = {k: columns[split[k]] for k in ("group", "column") if isinstance(split, dict) and split.get(k) in columns}
    asked = settings.get("columns") or {}
    kept = np.array([v not in tokens for v in columns[label]])
    numeric, nominal = [], []
    for name in header:
        if name == label or name in [split.get("group"), split.get("column")]:
            continue
        kind = asked.get(name) or inferred_kind(columns[name], tokens)
        if kind in ("numeric", "integer"):
            numeric.append((name, kind))
        elif kind == "categorical":
            nominal.append(name)
    if settings.get("missing", "error") == "drop":
        for name in [n for n, _ in numeric] + nominal:
            kept &= np.array([v not in tokens for v in columns[name]])
    return _typed(columns, label, numeric, nominal, tokens, kept, extra)


def _rows(files, settings, label):
    header, rows = None, []
    for name in files:
        opener = gzip.open if name.endswith(".gz") else open
        with opener(name, "rt", encoding="utf-8-sig", newline="") as handle:
            delimiter = "\t" if name.removesuffix(".gz").endswith(".tsv") else ","
            lines = [line for line in csv.reader(handle, delimiter=delimiter) if line]
        first = lines[0]
        named = settings.get("header", "auto")
        if named == "auto":
            named = label in first or not any(NUMBER.match(cell) for cell in first)
        header = header or (first if named else [f"column_{i}" for i in range(len(first))])
        rows += lines[1:] if named else lines
    return header, rows


def _column_named(label, header):
    if label in header:
        return label
    return header[int(label)]


def inferred_kind(cells, tokens):
    """integer, numeric, categorical or ignore, from every cell of the file."""
    present = [c for c in cells if c not in tokens]
    distinct = set(present)
    if all(NUMBER.match(c) for c in distinct):
        return "integer" if all(WHOLE.match(c) for c in distinct) else "numeric"
    if not any(NUMBER.match(c) for c in distinct) and len(distinct) > 0.9 * len(present) and len(distinct) > FEW_VALUES:
        return "ignore"
    return "categorical"


def _typed(columns, label, numeric, nominal, tokens, kept, extra):
    rows = len(kept)
    features = np.zeros((rows, len(numeric)), np.float32)
    missing = np.zeros(features.shape, bool)
    for j, (name, _) in enumerate(numeric):
        cells = columns[name]
        missing[:, j] = [c in tokens for c in cells]
        features[:, j] = np.array([0.0 if c in tokens else float(c) for c in cells], np.float64).astype(np.float32)
    codes = np.full((rows, len(nominal)), -1, np.int32)
    categories = []
    for j, name in enumerate(nominal):
        present = [c for c in columns[name] if c not in tokens]
        values, coded_cells = coded(present)
        categories.append(values)
        codes[[c not in tokens for c in columns[name]], j] = coded_cells
    labels = np.full(rows, -1, np.int32)
    has_label = np.array([c not in tokens for c in columns[label]])
    classes, known = coded([c for c in columns[label] if c not in tokens])
    labels[has_label] = known
    return InputTable(
        features, [n for n, _ in numeric], [j for j, (_, kind) in enumerate(numeric) if kind == "integer"],
        codes, nominal, categories, labels, classes, kept, missing, extra)


def coded(cells):
    """Values in sorted order and each cell's code: by value if all are numbers, else by UTF-8 bytes."""
    distinct = set(cells)
    if distinct and all(NUMBER.match(c) for c in distinct):
        by_value = {}
        for cell in cells:
            by_value.setdefault(float(cell), cell)
        order = sorted(by_value)
        code = {cell: order.index(float(cell)) for cell in distinct}
        return [by_value[v] for v in order], np.array([code[c] for c in cells], np.int32)
    order = sorted(distinct, key=lambda c: c.encode())
    code = {cell: i for i, cell in enumerate(order)}
    return order, np.array([code[c] for c in cells], np.int32)


def impute(table, policy, training):
    """Fills missing numeric cells from the training rows alone; the filled columns are returned."""
    filled = []
    for j in range(table.features.shape[1]):
        gaps = table.missing[:, j]
        if not gaps.any():
            continue
        known = table.features[training & ~gaps, j]
        if policy == "mean":
            value = arithmetic.sum_rows(known[:, None])[0] / len(known)
        elif policy == "median":
            value = np.median(known.astype(np.float64))
        else:
            values, counts = np.unique(known, return_counts=True)
            value = values[counts.argmax()]
        if j in table.integer_columns:
            value = np.rint(value)
        table.features[gaps, j] = np.float32(value)
        filled.append(j)
    return filled
