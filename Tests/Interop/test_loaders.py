"""Every reader gives the same rows: h5py, h5dump, Hugging Face, PyTorch, scikit-learn's expansion."""
import json
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest

from conftest import EXAMPLES
from shards import DataSet, soft_labels

import sklearn_expand

DEBIAN_PYTHON = "/usr/bin/python3"  # Debian's python3-torch: a small CPU build; PyPI's brings gigabytes
READ_WITH_TORCH = """
import hashlib, json, os, sys
sys.path.insert(0, sys.argv[1])
import numpy as np
from torch.utils.data import DataLoader
from pytorch_loader import ShardBatches, ShardRows

columns = ("x", "soft_label", "weight", "base")
out = {}
rows = ShardRows(sys.argv[2], "train", columns)
rows[0]  # opened in the parent first: the trap that a forked worker must survive
inherited = rows.shards.shard(0)
child = os.fork()
if child == 0:
    os._exit(rows.shards.shard(0) is inherited)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, "a forked process uses its parent's open file"
for workers in (0, 4):
    loader = DataLoader(rows, batch_size=256, num_workers=workers)
    parts = [[t.numpy().copy() for t in batch] for batch in loader]
    joined = [np.concatenate(column) for column in zip(*parts)]
    out[f"rows {workers}"] = [hashlib.sha256(c.tobytes()).hexdigest() for c in joined]
    loader = DataLoader(ShardBatches(sys.argv[2], "train", 256, columns), batch_size=None, num_workers=workers)
    parts = [[t.numpy().copy() for t in batch] for batch in loader]
    joined = [np.concatenate(column) for column in zip(*parts)]
    order = np.lexsort((*joined[0].T, *joined[1].T, joined[3]))
    out[f"batches {workers}"] = [hashlib.sha256(c[order].tobytes()).hexdigest() for c in joined]
print(json.dumps(out))
"""


def digests(columns):
    import hashlib
    return [hashlib.sha256(np.ascontiguousarray(c).tobytes()).hexdigest() for c in columns]


@pytest.mark.parametrize("name", ["smallest", "mixed-columns"])
def test_pytorch_reads_the_same_rows_with_0_and_4_workers(made, name):
    folder = made(name)
    rows = DataSet(folder).rows("train")
    command = [DEBIAN_PYTHON, "-c", READ_WITH_TORCH, EXAMPLES / "loaders", folder]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    columns = [rows[name] for name in ("x", "soft_label", "weight", "base")]
    assert seen["rows 0"] == digests(columns)
    assert seen["rows 4"] == digests(columns)
    order = np.lexsort((*columns[0].T, *columns[1].T, columns[3]))
    assert seen["batches 0"] == seen["batches 4"] == digests([c[order] for c in columns])


def test_the_pytorch_example_trains(made):
    command = [DEBIAN_PYTHON, EXAMPLES / "loaders" / "pytorch_loader.py", made("smallest")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    losses = [float(line.split()[3]) for line in done.stdout.splitlines()]
    assert losses[-1] < losses[0]


@pytest.mark.parametrize("name", ["rare-event", "mixed-columns", "long-tail-mixup"])
def test_hugging_face_reads_the_same_rows(made, name, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    import huggingface
    loaded = huggingface.load(made(name), cache_dir=str(tmp_path))
    data = DataSet(made(name))
    assert set(loaded) == set(data.splits())
    for split, table in loaded.with_format("numpy").items():
        expected = data.rows(split)
        assert set(table.column_names) == set(expected)
        for column, values in expected.items():
            read = np.asarray(table[column][:])
            assert np.array_equal(read.astype(values.dtype).reshape(values.shape), values), (split, column)


def test_h5dump_reads_the_same_values(made):
    path = DataSet(made("smallest")).paths[0]
    with h5py.File(path, "r") as shard:
        for name in ("label", "base", "lambda"):
            command = ["h5dump", "-y", "-w", "0", "-m", "%.9g", "-d", name, path]
            done = subprocess.run(command, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            body = done.stdout.split("DATA {")[1].split("}")[0]
            values = np.array([float(v) for v in body.replace("\n", " ").split(",")])
            assert np.array_equal(values.astype(shard[name].dtype), shard[name][...]), name
    header = subprocess.run(["h5dump", "-H", "-p", path], capture_output=True, text=True)
    assert header.returncode == 0 and "COMPRESSION DEFLATE" in header.stdout


@pytest.mark.parametrize("name", ["smallest", "long-tail-mixup"])
def test_expanded_rows_carry_the_soft_labels(made, name):
    x, q, weight = sklearn_expand.read(made(name))
    rows = DataSet(made(name)).rows("train")
    assert np.allclose(q, soft_labels(rows, q.shape[1]))
    wide, label, expanded = sklearn_expand.expand(x, q, weight)
    assert len(wide) == len(label) == len(expanded) > len(x)
    assert np.allclose(np.bincount(label, expanded), q.astype("f8").sum(axis=0), rtol=1e-5)


def test_the_scikit_learn_example_trains(made):
    scores = sklearn_expand.train(made("rare-event"))
    assert all(score > 0.6 for score in scores.values()), scores
