"""Images: boxes of pixels recomputed from outside, and a false pixel found."""
import json
import shutil

import h5py
import numpy as np
import pytest

from audit import audit
from check_boxes import IMAGES

SHAPES = {"bytes": ((9, 11, 3), np.uint8), "one channel": ((12, 8), np.float32), "channels first": ((3, 8, 10), np.int16)}


def write_images(folder, shape, kind, counts=(60, 25, 5)):
    rng = np.random.default_rng(3)
    labels = np.repeat(np.arange(len(counts)), counts)
    order = rng.permutation(len(labels))
    np.save(folder / "x.npy", rng.integers(0, 200, (len(labels), *shape)).astype(kind))
    np.save(folder / "y.npy", labels[order])


def make(ballast, folder, method, *more):
    ballast("augment", folder / "x.npy", "--labels", folder / "y.npy", "--set", f"method={json.dumps(method)}", *more,
            "-o", folder / "out")


@pytest.mark.parametrize("kind", IMAGES)
@pytest.mark.parametrize("name", SHAPES)
def test_every_box_is_recomputed(ballast, tmp_path, kind, name):
    write_images(tmp_path, *SHAPES[name])
    method = {"kind": kind, "channels": "first" if name == "channels first" else "last"}
    make(ballast, tmp_path, method, "--set", "balance.rows=720", "--split", "0.8,0.2")
    wrong, seen = audit(tmp_path / "out", [tmp_path / "x.npy"], labels_file=tmp_path / "y.npy")
    assert wrong == [], f"{seen}: {wrong[:5]}"
    ballast("verify", "--full", tmp_path / "out")


def other_pixel(shard, at):
    row = shard["x"][at]
    row[0, 0, 0] += 1
    shard["x"][at] = row


def other_area(shard, at):
    shard["lambda"][at] = shard["lambda"][at] + np.float32(1e-3)


def second_box(shard, at):
    """Every other pixel of the partner's."""
    base, partner = (np.flatnonzero((shard["base"][...] == shard[name][at]) & (shard["synthetic"][...] == 0))[0]
                     for name in ("base", "partner"))
    row = shard["x"][base]
    row[::2] = shard["x"][partner][::2]
    shard["x"][at] = row


@pytest.mark.parametrize("change, words", [
    (other_pixel, "neither"), (other_area, "no area"), (second_box, "one box")])
def test_a_false_image_is_named(ballast, tmp_path, change, words):
    write_images(tmp_path, *SHAPES["bytes"])
    make(ballast, tmp_path, {"kind": "cutmix"})
    path = tmp_path / "out" / "train-00000.h5"
    with h5py.File(path, "r+") as shard:
        change(shard, int(np.flatnonzero(shard["lambda"][...])[0]))
    wrong = audit(tmp_path / "out", [tmp_path / "x.npy"], labels_file=tmp_path / "y.npy")[0]
    assert any(words in line for line in wrong), wrong


def test_memory_that_does_not_hold_the_rows_gives_the_same_bytes(ballast, tmp_path):
    rng = np.random.default_rng(5)
    np.save(tmp_path / "x.npy", rng.integers(0, 256, (24_000, 64, 64, 1)).astype(np.uint8))
    np.save(tmp_path / "y.npy", rng.integers(0, 4, 24_000) ** 2)
    settings = ("--set", "balance.rows=6000", "--set", "output.originals=false", "--compression", "0")
    digests = []
    for memory in ("4GiB", "150MiB"):
        make(ballast, tmp_path, {"kind": "cmo"}, *settings, "--memory", memory)
        digests.append(json.loads((tmp_path / "out" / "manifest.json").read_text())["result_digest"])
        shutil.rmtree(tmp_path / "out")
    assert digests[0] == digests[1]
