"""A ballast data set as any reader sees it: manifest.json and shards opened with h5py."""
import json
from pathlib import Path

import h5py
import numpy as np
import xxhash

# Name -> element type, trailing axes and whether every data set has it.
LAYOUT = {
    "x": (None, None, False),
    "x_categorical": ("<i4", 1, False),
    "label": ("<i4", 0, True),
    "soft_label": ("<f4", 1, False),
    "soft_index": ("<i4", 1, False),
    "soft_weight": ("<f4", 1, False),
    "soft_rest": ("<f4", 0, False),
    "weight": ("<f4", 0, True),
    "synthetic": ("|u1", 0, True),
    "base": ("<i8", 0, True),
    "partner": ("<i8", 0, True),
    "lambda": ("<f4", 0, True),
}
FEATURE_TYPES = {"<f4", "|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8"}
ROOT_TEXT = {"format": "ballast-shard"}
ROOT_NEEDED = ["format", "format_version", "split", "shard", "row_start", "classes", "columns", "inputs",
               "counts_before", "recipe", "seed", "tool_version"]
CHUNK_BYTES = 256 * 1024
DEFLATE, SHUFFLE = 1, 2


def text(value):
    return value.decode() if isinstance(value, (bytes, np.bytes_)) else str(value)


def texts(values):
    return [text(v) for v in np.atleast_1d(values)]


class DataSet:
    """All shards of one output directory; `rows(split)` joins them in name order."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.manifest = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        self.paths = sorted(self.folder.glob("*.h5"))

    def listed(self):
        """The manifest's shards by name."""
        return {entry["name"]: entry for part in self.manifest["splits"].values() for entry in part["shards"]}

    def splits(self):
        return sorted({p.name.rsplit("-", 1)[0] for p in self.paths})

    def of_split(self, split):
        return [p for p in self.paths if p.name.rsplit("-", 1)[0] == split]

    def attributes(self, path=None):
        with h5py.File(path or self.paths[0], "r") as shard:
            return dict(shard.attrs)

    def recipe(self):
        return json.loads(text(self.attributes()["recipe"]))

    def rows(self, split):
        joined = {}
        for path in self.of_split(split):
            with h5py.File(path, "r") as shard:
                for name in shard:
                    joined.setdefault(name, []).append(shard[name][...])
        return {name: np.concatenate(parts) for name, parts in joined.items()}


def content_digest(shard):
    """XXH3-128 over the data sets' digests in the table's order; of each: name, type, shape and values."""
    whole = xxhash.xxh3_128()
    for name in (n for n in LAYOUT if n in shard):
        values = shard[name][...]
        part = xxhash.xxh3_128(f"{name} {values.dtype.name} {list(values.shape)}\n".encode())
        part.update(np.ascontiguousarray(values))
        whole.update(part.hexdigest().encode())
    return whole.hexdigest()


def soft_labels(rows, classes):
    """The dense float32 form, whichever form is stored."""
    if "soft_label" in rows:
        return rows["soft_label"]
    index, weight = rows["soft_index"], rows["soft_weight"]
    dense = np.zeros((len(index), classes), np.float32)
    listed = np.zeros(dense.shape, bool)
    at = np.arange(len(index))
    for slot in range(index.shape[1]):
        used = index[:, slot] >= 0
        dense[at[used], index[used, slot]] = weight[used, slot]
        listed[at[used], index[used, slot]] = True
    if "soft_rest" in rows:
        unlisted = np.maximum(classes - listed.sum(axis=1), 1)
        spread = np.broadcast_to((rows["soft_rest"] / unlisted)[:, None], dense.shape)
        dense = np.where(listed, dense, spread).astype(np.float32)
    return dense
