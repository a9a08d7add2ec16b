"""Format 1.0, shard by shard: names, types, shapes, chunks, filters, attributes, hashes."""
import hashlib

import h5py
import numpy as np

from shards import CHUNK_BYTES, DEFLATE, FEATURE_TYPES, LAYOUT, ROOT_NEEDED, ROOT_TEXT, SHUFFLE, content_digest, text


def check_layout(data, report):
    shapes = {}
    for split in data.splits():
        row_start = 0
        for number, path in enumerate(data.of_split(split)):
            with h5py.File(path, "r") as shard:
                row_start += _check_shard(shard, path.name, split, number, row_start, shapes, report)
    report.check(len(set(map(str, shapes.values()))) <= 1,
                 "shards differ in data sets, types or trailing shapes; every shard must hold the same")
    _check_files(data, report)


def _check_shard(shard, name, split, number, row_start, shapes, report):
    shapes[name] = sorted((key, shard[key].dtype.str, shard[key].shape[1:]) for key in shard)
    axis = {shard[key].shape[:1] for key in shard}
    report.check(len(axis) == 1 and axis != {()}, f"{name}: first axes are {axis}; all must be the same row axis")
    rows = shard["label"].shape[0]
    report.check(rows > 0, f"{name}: holds no row; an empty shard must not be written")
    for key in shard:
        _check_data_set(shard[key], f"{name}:{key}", report)
    missing = [key for key, (_, _, needed) in LAYOUT.items() if needed and key not in shard]
    report.check(not missing, f"{name}: lacks {missing}")
    dense, sparse = "soft_label" in shard, {"soft_index", "soft_weight"} <= set(shard)
    report.check(dense or sparse, f"{name}: has no soft labels in either form")
    _check_attributes(shard, name, split, number, row_start, report)
    return rows


def _check_data_set(item, name, report):
    if item.name[1:] not in LAYOUT:
        report.check(False, f"{name}: is no data set of format 1.0")
        return
    kind, trailing, _ = LAYOUT[item.name[1:]]
    allowed = FEATURE_TYPES if kind is None else {kind}
    report.check(item.dtype.str in allowed, f"{name}: type is {item.dtype.str}; must be one of {sorted(allowed)}")
    if trailing is not None:
        report.check(item.ndim == 1 + trailing, f"{name}: has {item.ndim} axes; must have {1 + trailing}")
    row_bytes = item.dtype.itemsize
    for extent in item.shape[1:]:
        row_bytes *= extent
    chunk_rows = min(item.shape[0], max(1, CHUNK_BYTES // row_bytes))
    expected = (chunk_rows,) + item.shape[1:]
    report.check(item.chunks == expected, f"{name}: chunks are {item.chunks}; must be {expected}")
    properties = item.id.get_create_plist()
    filters = {properties.get_filter(i)[0] for i in range(properties.get_nfilters())}
    right = filters <= {DEFLATE, SHUFFLE}
    report.check(right, f"{name}: filters are {filters}; must be deflate and byte shuffle alone")
    report.check(not item.attrs.keys() & {"CLASS", "DIMENSION_LIST", "REFERENCE_LIST"}, f"{name}: has dimension scales")


def _check_attributes(shard, name, split, number, row_start, report):
    missing = [key for key in ROOT_NEEDED if key not in shard.attrs]
    report.check(not missing, f"{name}: root attributes {missing} are missing")
    for key, value in ROOT_TEXT.items():
        found = text(shard.attrs.get(key, ""))
        report.check(found == value, f"{name}: attribute {key} is '{found}'; must be '{value}'")
    report.check(text(shard.attrs.get("split", "")) == split, f"{name}: attribute split does not match the file's name")
    report.check(int(shard.attrs.get("shard", -1)) == number, f"{name}: attribute shard is not {number}")
    report.check(int(shard.attrs.get("row_start", -1)) == row_start, f"{name}: attribute row_start is not {row_start}")
    for key in ("classes", "features"):
        if key in shard.attrs:
            kind = h5py.check_string_dtype(shard.attrs.get_id(key).dtype)
            report.check(kind is not None and kind.length is not None and kind.encoding == "utf-8",
                         f"{name}: attribute {key} must be fixed-length UTF-8")


def _check_files(data, report):
    listed = data.listed()
    found = {path.name for path in data.paths}
    report.check(found == set(listed), f"files {sorted(found ^ set(listed))} stand in the folder or the manifest alone")
    extra = {p.name for p in data.folder.iterdir()} - found - {"manifest.json", "run.json"}
    report.check(not extra, f"foreign files in the folder: {sorted(extra)}")
    for path in data.paths:
        entry = listed.get(path.name, {})
        content = path.read_bytes()
        size = entry.get("bytes")
        report.check(size == len(content), f"{path.name}: {len(content)} bytes; manifest: {size}")
        digest = hashlib.sha256(content).hexdigest()
        report.check(entry.get("sha256") == digest, f"{path.name}: sha256 differs from the manifest's")
        with h5py.File(path, "r") as shard:
            _check_content(shard, path.name, entry, report)


def _check_content(shard, name, entry, report):
    label = shard["label"][...]
    synthetic = int(shard["synthetic"][...].sum())
    classes = len(shard.attrs["classes"])
    counted = {
        "rows": len(label), "synthetic": synthetic,
        "class_counts": np.bincount(label, minlength=classes).tolist(), "content_digest": content_digest(shard)}
    for key, value in counted.items():
        report.check(entry.get(key) == value, f"{name}: {key} is {value}; manifest: {entry.get(key)}")
