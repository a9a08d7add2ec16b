"""Imbalanced versions of balanced data, against the formulas of the papers' code."""
import json

import h5py
import numpy as np
import pytest

from audit import audit
from check_imbalance import kept_counts

CIFAR_10_LT = [5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50]


def write_even(folder, classes, rows):
    rng = np.random.default_rng(1)
    np.save(folder / "x.npy", rng.normal(size=(classes * rows, 3)).astype(np.float32))
    np.save(folder / "y.npy", rng.permutation(np.repeat(np.arange(classes), rows)))


def make(ballast, folder, *options, out="out"):
    ballast("imbalance", folder / "x.npy", "--labels", folder / "y.npy", *options, "-o", folder / out)
    return [entry["after"] for entry in json.loads((folder / out / "manifest.json").read_text())["classes"]]


def test_the_formula_of_the_audit_is_that_of_the_papers():
    settings = {"type": "exp", "factor": 100, "order": "code"}
    assert kept_counts([5000] * 10, settings) == CIFAR_10_LT
    assert kept_counts([500] * 4, settings | {"type": "step", "minority": 0.5}) == [500, 500, 5, 5]


def test_a_long_tail_can_be_made_and_read_again(ballast, tmp_path):
    write_even(tmp_path, 10, 5000)
    assert make(ballast, tmp_path, "--type", "exp", "--factor", "100") == CIFAR_10_LT
    wrong, seen = audit(tmp_path / "out", [tmp_path / "x.npy"], labels_file=tmp_path / "y.npy")
    assert wrong == [], f"{seen}: {wrong[:5]}"
    ballast("verify", "--full", tmp_path / "out")
    ballast("augment", f"{tmp_path}/out/train-*.h5", "--set", "input.y=/label", "--method", "smote",
            "-o", tmp_path / "balanced")
    with h5py.File(tmp_path / "balanced" / "train-00000.h5") as shard:
        assert np.bincount(shard["label"][...]).tolist() == [5000] * 10


@pytest.mark.parametrize("options", [
    ("--type", "step", "--factor", "20"), ("--type", "step", "--minority", "0.3", "--order", "count"),
    ("--factor", "7.5", "--order", "count", "--seed", "3"), ("--factor", "30", "--method", "smote"),
    ("--factor", "30", "--method", "mixup", "--split", "0.7,0.1,0.2")])
def test_every_imbalance_is_recounted(ballast, tmp_path, options):
    write_even(tmp_path, 5, 400)
    labels = np.load(tmp_path / "y.npy")
    labels[:150][labels[:150] == 1] = 4  # not quite balanced
    np.save(tmp_path / "y.npy", labels)
    make(ballast, tmp_path, *options)
    wrong, seen = audit(tmp_path / "out", [tmp_path / "x.npy"], labels_file=tmp_path / "y.npy", limit=100)
    assert wrong == [], f"{seen}: {wrong[:5]}"
