"""Every method and label rule of the schema, recomputed from outside on numeric and on mixed columns."""
import json

import h5py
import numpy as np
import pytest

from audit import audit
from check_boxes import IMAGES
from check_guards import DROPS, GUARDS
from check_labels import RULES
from check_neighbors import VOTED
from conftest import EXAMPLES, ROOT

SCHEMA = json.loads((ROOT / "schemas" / "recipe.schema.json").read_text())
METHODS = {kind: {"kind": kind} for kind in sorted(SCHEMA["$defs"]["methods"]) if kind not in (*IMAGES, *VOTED)}
METHODS |= {
    "m2m": {"kind": "m2m"}, "m2m, eager": {"kind": "m2m", "beta": 0, "gamma": 0.5, "steps": 30},
    "borderline 2": {"kind": "borderline-smote", "variant": 2}, "many neighbors": {"kind": "smote", "neighbors": 40},
    "drawn values": {"kind": "smote", "nominal_vote": "frequency"},
    "drawn values of any class": {"kind": "soft-smote", "nominal_vote": "frequency", "neighbors": 9},
    "similar pairs": {"kind": "mixup", "step": "similarity"},
    "similar neighbors": {"kind": "knn-mixup", "step": "similarity", "tau_max": 0.4},
    "two clusters": {"kind": "kmeans-smote", "clusters": 2, "neighbors": 3},
    "ball beyond the class": {"kind": "geometric-smote", "selection": "majority", "truncation": -0.5},
    "far outward": {"kind": "svm-smote", "out_step": 1, "danger_neighbors": 5},
    "tempered pairs": {"kind": "mamix", "temper": 0.5}, "steep remix": {"kind": "remix", "kappa": 1, "tau": 0.9}}
LABELS = {
    "margin, sharpening, smoothing": [
        {"kind": "margin", "exponent": -0.5}, {"kind": "sharpening", "temperature": 0.7},
        {"kind": "smoothing", "amount": 0.05}],
    "remix, hard": [{"kind": "remix"}, {"kind": "hard"}],
    "power": [{"kind": "label-aware-smoothing", "law": "power", "exponent": 3, "head": 0.4, "tail": 0.1}],
    "posterior": [{"kind": "neighbor-posterior"}],
    "natural posterior": [{"kind": "neighbor-posterior", "prior": "natural", "share": 1, "neighbors": 7}],
    "kernel posterior": [{"kind": "smoothing"}, {"kind": "neighbor-posterior", "estimate": "kernel",
                          "leave_parents_out": True}, {"kind": "sharpening"}],
    "fuzzy posterior": [{"kind": "neighbor-posterior", "estimate": "fuzzy", "neighbors": 4, "prior": "natural"}],
    "smoothing twice": [{"kind": "smoothing", "amount": 0.1}, {"kind": "smoothing", "amount": 0.2}]}

WEIGHTS = {
    "ones": [], "inverse": ["--ratio", "0.3"], "square-root": ["--method", "smote", "--ratio", "0.3"],
    "effective-number": ["--set", "weights.beta=0.99", "--set", "labels=[{kind: smoothing}]", "--soft-labels", "sparse"],
    "prior": ["--set", "labels=[{kind: label-aware-smoothing}]"]}


def expect_recomputed(ballast, out, source, *arguments, label="Class", limit=300):
    """Augments an example and audits the outcome. Returns the path of the input."""
    path = EXAMPLES / "data" / source
    ballast("augment", path, "--label", label, *arguments, "-o", out)
    wrong, seen = audit(out, [path], label, limit=limit)
    assert wrong == [], f"{seen}: {wrong[:5]}"
    return path


def kinds_of(node):
    """Every constant of a `kind` in a part of the schema."""
    found = set()
    if isinstance(node, dict):
        kind = (node.get("properties") or {}).get("kind")
        if isinstance(kind, dict):
            found.update([kind["const"]] if "const" in kind else kind.get("enum", []))
        node = list(node.values())
    if isinstance(node, list):
        found.update(*map(kinds_of, node))
    return found


def test_the_audit_knows_every_kind_but_of_methods():
    """Of a method that it knows nothing of it checks what holds for all."""
    methods = kinds_of(SCHEMA["$defs"]["methods"])
    assert methods >= {settings["kind"] for settings in METHODS.values()}
    assert kinds_of(SCHEMA) - methods == (set(RULES) | set(WEIGHTS) | set(GUARDS) | set(DROPS)) - methods


@pytest.mark.parametrize("source", ["page-blocks.csv", "abalone19.csv"])
@pytest.mark.parametrize("name", METHODS)
def test_every_method_is_recomputed(ballast, tmp_path, name, source):
    expect_recomputed(ballast, tmp_path / "out", source, "--set", f"method={json.dumps(METHODS[name])}")


SPREAD = [{"kind": "smote"}, {"kind": "soft-smote", "neighbors": 3}, {"kind": "adasyn"}, {"kind": "borderline-smote"},
          {"kind": "knn-mixup", "alpha": 0.3}]


@pytest.mark.parametrize("method", SPREAD, ids=json.dumps)
def test_variance_ratios_are_recomputed(ballast, tmp_path, method):
    out = tmp_path / "out"
    arguments = ["--set", f"method={json.dumps(method)}", "--set", "output.variance_ratio=true"]
    path = expect_recomputed(ballast, out, "page-blocks.csv", *arguments, limit=50)
    ballast("verify", out, "--full")
    manifest = json.loads((out / "manifest.json").read_text())
    assert sum(entry["variance_ratio"] is not None for entry in manifest["classes"]) >= 4
    manifest["classes"][2]["variance_ratio"] += 1e-6
    (out / "manifest.json").write_text(json.dumps(manifest))
    wrong, _ = audit(out, [path], "Class", limit=50)
    assert any("variance ratio" in words for words in wrong)


CORRECTED = [
    {"kind": "smote", "step": "extended"}, {"kind": "smote", "step": "structure-preserving", "alpha": 0.3},
    {"kind": "smote", "match": "columns"}, {"kind": "smote", "match": "columns", "step": "extended", "neighbors": 3}]


@pytest.mark.parametrize("source", ["page-blocks.csv", "abalone19.csv"])
@pytest.mark.parametrize("method", CORRECTED, ids=json.dumps)
def test_corrected_rows_are_recomputed(ballast, tmp_path, method, source):
    out = tmp_path / "out"
    path = expect_recomputed(ballast, out, source, "--set", f"method={json.dumps(method)}", limit=100)
    ballast("verify", out, "--full")
    with h5py.File(out / "train-00000.h5", "r+") as file:
        row = np.flatnonzero(file["synthetic"][:])[7]
        file["x"][row, 0] += 2
    wrong, _ = audit(out, [path], "Class", limit=10)
    assert any("x is not what step and match give" in words for words in wrong)


NOMINAL = [{"kind": "smote-n"}, {"kind": "smote-n", "neighbors": 12, "nominal_vote": "frequency"}, {"kind": "smote"},
           {"kind": "soft-smote", "nominal_vote": "frequency"}, {"kind": "adasyn"}, {"kind": "knn-mixup"}]


@pytest.mark.parametrize("method", NOMINAL, ids=json.dumps)
def test_nominal_data_is_recomputed(ballast, tmp_path, method):
    arguments = ["--set", f"method={json.dumps(method)}", "--split", "0.8,0,0.2", "--seed", "5000000000"]
    expect_recomputed(ballast, tmp_path / "out", "car.csv", *arguments, label="Acceptability")
    ballast("verify", tmp_path / "out", "--full")


def test_the_audit_sees_a_wrong_vote(ballast, tmp_path):
    path, out = EXAMPLES / "data" / "car.csv", tmp_path / "out"
    ballast("augment", path, "--label", "Acceptability", "--method", "smote-n", "-o", out)
    with h5py.File(out / "train-00000.h5", "r+") as file:
        row = np.flatnonzero(file["synthetic"][:])[5]
        file["x_categorical"][row, 0] = (file["x_categorical"][row, 0] + 1) % 3
    wrong, _ = audit(out, [path], "Acceptability", limit=100_000)
    assert any(f"train row {row}: " in words for words in wrong)


@pytest.mark.parametrize("source", ["page-blocks.csv", "abalone19.csv"])
@pytest.mark.parametrize("name", LABELS)
def test_every_label_rule_is_recomputed(ballast, tmp_path, name, source):
    expect_recomputed(ballast, tmp_path / "out", source, "--set", f"labels={json.dumps(LABELS[name])}", limit=50)


@pytest.mark.parametrize("rules", [
    [{"kind": "neighbor-posterior"}], [{"kind": "smoothing", "amount": 1}],
    [{"kind": "smoothing", "amount": 1}, {"kind": "hard"}]], ids=json.dumps)
def test_a_tie_of_a_row_that_m2m_moved_goes_to_the_class_it_was_made_for(ballast, tmp_path, rules):
    arguments = ["--set", f"method={json.dumps(METHODS['m2m, eager'])}", "--set", f"labels={json.dumps(rules)}"]
    expect_recomputed(ballast, tmp_path / "out", "abalone19.csv", *arguments, limit=50)


@pytest.mark.parametrize("kind", WEIGHTS)
def test_every_kind_of_weight_is_recomputed(ballast, tmp_path, kind):
    arguments = ["--set", f"weights.kind={kind}", *WEIGHTS[kind]]
    expect_recomputed(ballast, tmp_path / "out", "page-blocks.csv", *arguments, limit=50)


@pytest.mark.parametrize("source", ["page-blocks.csv", "abalone19.csv"])
@pytest.mark.parametrize("guards", [
    "[{kind: lee}]", "[{kind: enn}, {kind: tomek}]", "[{kind: enn, vote: all, neighbors: 5}, {kind: lee, tries: 3}]",
    "[{kind: ipf}]", "[{kind: ncr, apply_to: both}]", "[{kind: tomek, apply_to: originals, spare_minority: false}]"])
def test_guards_are_judged_again(ballast, tmp_path, guards, source):
    expect_recomputed(ballast, tmp_path / "out", source, "--set", f"guards={guards}", "--ratio", "0.3")


@pytest.mark.parametrize("source", ["page-blocks.csv", "abalone19.csv"])
@pytest.mark.parametrize("drop", ["random", "near-miss", "near-miss, version: 2", "near-miss, version: 3",
                                  "instance-hardness, hardness: 0.4, width: 0.2"])
def test_dropped_rows_take_no_part(ballast, tmp_path, drop, source):
    settings = [f"balance={{to: 200, drop: {{kind: {drop}}}}}", "weights.kind=prior",
                "labels=[{kind: label-aware-smoothing}]"]
    arguments = [word for setting in settings for word in ("--set", setting)]
    expect_recomputed(ballast, tmp_path / "out", source, *arguments)


@pytest.mark.parametrize("source", ["page-blocks.csv", "abalone19.csv"])
def test_a_balance_in_label_mass_is_recomputed(ballast, tmp_path, source):
    expect_recomputed(ballast, tmp_path / "out", source, "--set", "balance.by=mass", limit=50)
