"""A small ballast data set made in Python, so that the audit and the loaders can themselves be tested."""
import hashlib
import json

import h5py
import numpy as np

import arithmetic
import input_table
from check_neighbors import Neighborhood
from check_weights import class_table
from nominal import most_common
from shards import content_digest

RECIPE = {
    "version": 1, "input": {"label": "kind"}, "method": {"kind": "soft-smote", "neighbors": 5},
    "labels": [], "balance": {"to": "majority"}, "seed": 0}


def write_input(path, rows=60):
    """Two classes, a numeric, a whole-number and a nominal column."""
    rng = np.random.default_rng(7)
    lines = ["size,count,color,kind"]
    for i in range(rows):
        rare = i % 5 == 0
        lines.append(f"{rng.normal(2 * rare, 1):.4g},{rng.integers(0, 9)},{rng.choice(['red', 'green', 'blue'])},"
                     f"{'rare' if rare else 'common'}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def make(folder, csv_path):
    """What the design asks for, by brute force: every class up to the largest, soft SMOTE."""
    table = input_table.read([csv_path], RECIPE)
    every = np.arange(len(table))
    near = Neighborhood(table, every, RECIPE)
    counts = np.bincount(table.labels)
    rng = np.random.default_rng(1)
    base, partner, share = list(every), list(every), [0.0] * len(table)
    for c, count in enumerate(counts):
        members = np.flatnonzero(table.labels == c)
        for s in range(counts.max() - count):
            base.append(members[s % count])
            partner.append(rng.choice(near.of(base[-1])))
            share.append(arithmetic.step(rng.random()))
    order = rng.permutation(len(base))
    base, partner = np.array(base)[order], np.array(partner)[order]
    share = np.array(share, np.float32)[order]
    made = (order >= len(table)).astype(np.uint8)
    codes = table.codes[base].copy()
    for at in np.flatnonzero(made):
        codes[at] = most_common(table.codes[near.of(base[at])])
    q = arithmetic.mixture(table.labels[base], table.labels[partner], share, len(counts)).astype(np.float32)
    columns = {
        "x": arithmetic.blend(table.features[base], table.features[partner], share, table.integer_columns),
        "x_categorical": codes, "label": arithmetic.hard_label(q, table.labels[base]), "soft_label": q,
        "weight": np.ones(len(base), np.float32), "synthetic": made, "base": base.astype(np.int64),
        "partner": partner.astype(np.int64), "lambda": share}
    folder.mkdir()
    _write(folder / "train-00000.h5", columns, table, counts)
    write_manifest(folder, table, counts, columns)


def _write(path, columns, table, counts):
    with h5py.File(path, "w", libver=("earliest", "v108")) as shard:
        for name, values in columns.items():
            shard.create_dataset(name, data=values, chunks=values.shape, compression=1, shuffle=True)
        attributes = {
            "format": "ballast-shard", "format_version": "1.0", "split": "train", "shard": 0, "row_start": 0,
            "columns": "[]", "inputs": "[]", "counts_before": json.dumps(counts.tolist()),
            "recipe": json.dumps(RECIPE), "seed": 0, "tool_version": "0",
            "categories": json.dumps(dict(zip(table.code_names, table.categories)))}
        shard.attrs.update(attributes)
        for name, values in (("classes", table.classes), ("features", table.feature_names)):
            kind = h5py.string_dtype("utf-8", max(len(v.encode()) for v in values))
            shard.attrs.create(name, np.array([v.encode() for v in values], kind), dtype=kind)


def write_manifest(folder, table, counts, columns):
    planned = np.bincount(table.labels[columns["base"]])
    after = np.bincount(columns["label"], minlength=len(counts)).tolist()
    mass = columns["soft_label"].astype("f8").sum(axis=0)
    shards = []
    for path in sorted(folder.glob("*.h5")):
        content = path.read_bytes()
        with h5py.File(path, "r") as shard:
            rows, digest = shard["label"].shape[0], content_digest(shard)
        shards.append({
            "name": path.name, "rows": rows, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest(),
            "synthetic": int(columns["synthetic"].sum()), "class_counts": after, "content_digest": digest})
    classes = [{
        "name": name, "before": int(counts[c]), "planned": int(planned[c]), "after": after[c],
        "soft_mass": float(mass[c])} for c, name in enumerate(table.classes)]
    for key, values in class_table(counts, counts, mass, RECIPE).items():
        for entry, value in zip(classes, values):
            entry[key] = float(value)
    manifest = {"splits": {"train": {"shards": shards}}, "classes": classes}
    (folder / "manifest.json").write_text(json.dumps(manifest))
