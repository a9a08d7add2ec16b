"""The audit finds what it says it finds: a true set passes, each single falsehood is named."""
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest

import reference_set
from audit import audit

HERE = Path(__file__).parent


@pytest.fixture
def data_set(tmp_path):
    reference_set.write_input(tmp_path / "in.csv")
    reference_set.make(tmp_path / "out", tmp_path / "in.csv")
    return tmp_path


def wrong_after(folder, change):
    """Applies `change` to the shard, renews the manifest's hash and audits."""
    path = folder / "out" / "train-00000.h5"
    with h5py.File(path, "r+") as shard:
        change(shard)
    manifest = json.loads((folder / "out" / "manifest.json").read_text())
    content = path.read_bytes()
    manifest["splits"]["train"]["shards"][0] |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    (folder / "out" / "manifest.json").write_text(json.dumps(manifest))
    return audit(folder / "out", [folder / "in.csv"])[0]


def test_a_true_data_set_passes(data_set):
    assert audit(data_set / "out", [data_set / "in.csv"])[0] == []


def first_made(shard):
    return int(np.flatnonzero(shard["synthetic"][...])[0])


def one_bit_of_a_made_row(shard):
    row = shard["x"][first_made(shard)]
    row[0] = np.nextafter(row[0], np.float32(np.inf))
    shard["x"][first_made(shard)] = row


def one_bit_of_an_original(shard):
    at = int(np.flatnonzero(shard["synthetic"][...] == 0)[3])
    row = shard["x"][at]
    row[0] = np.nextafter(row[0], np.float32(np.inf))
    shard["x"][at] = row


def other_vote(shard):
    at = first_made(shard)
    shard["x_categorical"][at] = (shard["x_categorical"][at] + 1) % 3


def other_partner(shard):
    """A far row as partner, with x and label made to fit: only the neighbours can tell."""
    at = first_made(shard)
    shard["lambda"][at] = np.float32(0)
    shard["partner"][at] = (shard["partner"][at] + 31) % 60
    original = int(np.flatnonzero((shard["base"][...] == shard["base"][at]) & (shard["synthetic"][...] == 0))[0])
    shard["x"][at] = shard["x"][original]
    shard["soft_label"][at] = shard["soft_label"][original]
    shard["label"][at] = shard["label"][original]


def other_label(shard):
    shard["label"][5] = 1 - shard["label"][5]


def other_soft_label(shard):
    shard["soft_label"][5] = shard["soft_label"][5][::-1]


def an_original_twice(shard):
    plain = np.flatnonzero(shard["synthetic"][...] == 0)
    for name in shard:
        shard[name][int(plain[0])] = shard[name][int(plain[1])]


def a_made_row_called_original(shard):
    shard["synthetic"][first_made(shard)] = 0


def a_step_off_the_grid(shard):
    shard["lambda"][first_made(shard)] = np.float32(0.5)


def a_base_too_often(shard):
    made = np.flatnonzero(shard["synthetic"][...])
    for name in shard:
        shard[name][int(made[0])] = shard[name][int(made[1])]
        shard[name][int(made[2])] = shard[name][int(made[1])]


def other_lambda_bits(shard):
    at = int(np.flatnonzero(shard["synthetic"][...] == 0)[0])
    shard["lambda"][at] = np.float32(-0.0)


def a_weight(shard):
    shard["weight"][0] = 2


def foreign_data_set(shard):
    shard.create_dataset("id", data=np.arange(shard["label"].shape[0]))


def contiguous_labels(shard):
    values = shard["label"][...]
    del shard["label"]
    shard.create_dataset("label", data=values)


def other_format(shard):
    shard.attrs["format"] = "other"


def other_class_names(shard):
    shard.attrs["classes"] = np.array([b"a", b"b"], "S1")


@pytest.mark.parametrize("change, words", [
    (one_bit_of_a_made_row, "x differs"), (one_bit_of_an_original, "x differs"), (other_vote, "nominal"),
    (other_partner, "none of base"), (other_label, "label is not"), (other_soft_label, "soft labels differ"),
    (an_original_twice, "2 times"), (a_made_row_called_original, "its own base"), (a_weight, "weights must be 1"),
    (a_step_off_the_grid, "odd multiple"), (a_base_too_often, "bases are used"),
    (foreign_data_set, "no data set of format"), (contiguous_labels, "chunks are"), (other_format, "ballast-shard"),
    (other_lambda_bits, "content_digest"),
    (other_class_names, "classes are")])
def test_a_falsehood_is_named(data_set, change, words):
    assert any(words in line for line in wrong_after(data_set, change))


def test_a_changed_byte_is_seen_by_its_hash(data_set):
    path = data_set / "out" / "train-00000.h5"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    assert any("sha256" in line for line in audit(data_set / "out", [data_set / "in.csv"])[0])


def test_a_wrong_count_in_the_manifest_is_seen(data_set):
    path = data_set / "out" / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["classes"][1]["planned"] += 1
    path.write_text(json.dumps(manifest))
    assert any("says planned" in line for line in audit(data_set / "out", [data_set / "in.csv"])[0])


def test_a_wrong_margin_in_the_manifest_is_seen(data_set):
    path = data_set / "out" / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["classes"][1]["ldam_margin"] *= 1.001
    path.write_text(json.dumps(manifest))
    assert any("says ldam_margin" in line for line in audit(data_set / "out", [data_set / "in.csv"])[0])


def test_the_command_exits_with_1_and_says_why(data_set):
    (data_set / "out" / "extra.txt").write_text("x")
    command = [sys.executable, HERE / "audit.py", data_set / "out", "--input", data_set / "in.csv"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1 and "extra.txt" in done.stderr
