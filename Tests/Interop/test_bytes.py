"""The same recipe and input give the same bytes, whatever the threads, the moment and the path."""
import gzip
import re
import shutil
import time

import numpy as np
import pytest

from audit import audit
from conftest import EXAMPLES, RECIPES
from shards import DataSet


def contents(folder):
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.suffix == ".h5"}


@pytest.mark.parametrize("name", ["mixed-columns", "long-tail-mixup"])
def test_one_and_two_threads_seconds_apart(ballast, tmp_path, name):
    ballast("augment", "--recipe", RECIPES[name], "-o", tmp_path / "one", "--threads", "1")
    time.sleep(2.1)  # object times have a resolution of one second
    ballast("augment", "--recipe", RECIPES[name], "-o", tmp_path / "two", "--threads", "2")
    assert contents(tmp_path / "one") == contents(tmp_path / "two") != {}
    manifests = [(tmp_path / folder / "manifest.json").read_bytes() for folder in ("one", "two")]
    assert manifests[0] == manifests[1]


def test_an_input_under_another_path(made, ballast, examples_copy, tmp_path):
    ballast("augment", "--recipe", examples_copy / "rare-event.yaml", "-o", tmp_path / "moved")
    assert contents(tmp_path / "moved") == contents(made("rare-event"))
    for content in contents(tmp_path / "moved").values():
        assert str(tmp_path).encode() not in content


def test_another_seed_gives_other_rows(ballast, tmp_path, made):
    ballast("augment", "--recipe", RECIPES["rare-event"], "--seed", "8", "-o", tmp_path / "other")
    assert contents(tmp_path / "other") != contents(made("rare-event"))


def test_a_gzipped_input_gives_the_same_rows(ballast, tmp_path):
    source = EXAMPLES / "data" / "yeast6.csv"
    (tmp_path / "packed.csv.gz").write_bytes(gzip.compress(source.read_bytes()))
    ballast("augment", source, "--label", "Class", "-o", tmp_path / "plain")
    ballast("augment", tmp_path / "packed.csv.gz", "--label", "Class", "-o", tmp_path / "packed")
    plain, packed = (DataSet(tmp_path / name).rows("train") for name in ("plain", "packed"))
    assert all(np.array_equal(plain[name], packed[name]) for name in plain)


@pytest.mark.parametrize("element", ["float32", "float64", "uint8", "int16"])
def test_arrays_keep_or_become_their_type(ballast, tmp_path, element):
    rng = np.random.default_rng(5)
    x = (rng.normal(100, 20, (300, 6)) if element != "uint8" else rng.integers(0, 256, (300, 6))).astype(element)
    y = (rng.random(300) < 0.2).astype(np.int64)
    np.save(tmp_path / "x.npy", x)
    np.save(tmp_path / "y.npy", y)
    ballast("augment", tmp_path / "x.npy", "--labels", tmp_path / "y.npy", "-o", tmp_path / "out")
    wrong, seen = audit(tmp_path / "out", [tmp_path / "x.npy"], labels_file=tmp_path / "y.npy")
    assert wrong == [], f"{seen}: {wrong[:5]}"


def test_images_keep_their_axes(ballast, tmp_path):
    rng = np.random.default_rng(6)
    np.save(tmp_path / "x.npy", rng.integers(0, 256, (120, 8, 8, 3), dtype=np.uint8))
    np.save(tmp_path / "y.npy", np.arange(120) % 7 // 5)
    ballast("augment", tmp_path / "x.npy", "--labels", tmp_path / "y.npy", "-o", tmp_path / "out")
    assert DataSet(tmp_path / "out").rows("train")["x"].shape[1:] == (8, 8, 3)
    wrong, seen = audit(tmp_path / "out", [tmp_path / "x.npy"], labels_file=tmp_path / "y.npy")
    assert wrong == [], f"{seen}: {wrong[:5]}"


def test_a_finished_set_is_left_alone(ballast, tmp_path):
    source = tmp_path / "in.csv"
    shutil.copy(EXAMPLES / "data" / "yeast6.csv", source)
    arguments = ("augment", source, "--label", "Class", "-o", tmp_path / "out")
    ballast(*arguments)
    before = {p.name: p.stat().st_mtime_ns for p in (tmp_path / "out").iterdir()}
    ballast(*arguments)
    assert {p.name: p.stat().st_mtime_ns for p in (tmp_path / "out").iterdir()} == before


@pytest.fixture(scope="module")
def three_classes(tmp_path_factory):
    """A folder with 75,000 rows of 400 columns, 120 MB: classes of 50,000, 20,000 and 5,000."""
    folder = tmp_path_factory.mktemp("three")
    rng = np.random.default_rng(8)
    y = rng.permutation(np.repeat([0, 1, 2], [50_000, 20_000, 5_000]))
    np.save(folder / "y.npy", y)
    np.save(folder / "x.npy", rng.standard_normal((len(y), 400), dtype=np.float32) + y[:, None].astype(np.float32))
    return folder


@pytest.mark.parametrize("method", ["smote", "rose"])
def test_rows_that_memory_does_not_hold_give_the_same_bytes(ballast, tmp_path, three_classes, method):
    arguments = ["augment", three_classes / "x.npy", "--labels", three_classes / "y.npy", "--method", method,
                 "--set", "balance.to=22000", "--compression", "0", "-o", tmp_path / "out"]
    refused = ballast(*arguments, "--memory", "60MiB", check=False)
    needed = int(re.search(r"give at least (\d+)MiB", refused.stderr)[1])
    found = []
    # The rows of no class stay in memory, those of the smallest, those of both that get rows, or all.
    for memory in (needed, needed + 25, 4096):
        ballast(*arguments, "--memory", f"{memory}MiB")
        found.append(contents(tmp_path / "out"))
        shutil.rmtree(tmp_path / "out")
    assert all(content == found[0] != {} for content in found)
