"""Every example recipe makes a data set that verifies, that the audit recomputes, and that the schemas describe."""
import json

import h5py
import jsonschema
import pytest
import yaml
from scipy import stats

from audit import audit
from conftest import RECIPES, ROOT
from shards import DataSet


def schema(name):
    return json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))


def input_of(name):
    settings = yaml.safe_load(RECIPES[name].read_text(encoding="utf-8"))["input"]
    return RECIPES[name].parent / settings["path"], settings["label"]


@pytest.mark.parametrize("name", RECIPES)
def test_the_audit_recomputes_every_row(made, name):
    path, label = input_of(name)
    wrong, seen = audit(made(name), [path], label, limit=1000)
    assert wrong == [], f"{seen}: {wrong[:5]}"


@pytest.mark.parametrize("name", RECIPES)
def test_verify_full_finds_it_whole_and_true(made, ballast, name):
    ballast("verify", "--full", made(name))


@pytest.mark.parametrize("name", RECIPES)
def test_recipe_and_manifest_fit_their_schemas(made, name):
    jsonschema.validate(yaml.safe_load(RECIPES[name].read_text(encoding="utf-8")), schema("recipe"))
    data = DataSet(made(name))
    jsonschema.validate(data.manifest, schema("manifest"))
    jsonschema.validate(data.manifest["recipe"], schema("recipe"))


@pytest.mark.parametrize("name, label", [("page-blocks.csv", "Class"), ("abalone19.csv", "Class")])
def test_one_command_with_the_defaults(ballast, tmp_path, name, label):
    source = ROOT / "examples" / "data" / name
    ballast("augment", source, "--label", label, "-o", tmp_path / "out")
    ballast("verify", "--full", tmp_path / "out")
    wrong, seen = audit(tmp_path / "out", [source], label, limit=300)
    assert wrong == [], f"{seen}: {wrong[:5]}"


def test_the_resolved_recipe_makes_the_same_bytes(made, ballast, tmp_path):
    data = DataSet(made("rare-event"))
    resolved = tmp_path / "resolved.yaml"
    resolved.write_text(json.dumps(data.manifest["recipe"]))
    ballast("augment", input_of("rare-event")[0], "--recipe", resolved, "-o", tmp_path / "again")
    for path in data.paths:
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


def test_steps_follow_their_law(made):
    """Uniform for SMOTE, Beta(0.4, 0.4) for the mixup example: mean, variance and the distance of the distributions."""
    for name, law in (("smallest", stats.uniform()), ("long-tail-mixup", stats.beta(0.4, 0.4))):
        rows = DataSet(made(name)).rows("train")
        share = rows["lambda"][(rows["synthetic"] == 1) & (rows["base"] != rows["partner"])].astype(float)
        assert len(share) > 5000
        assert stats.kstest(share, law.cdf).statistic < 2 / len(share) ** 0.5, name


def symbols_of(shard):
    """The shape symbols of the layout, as this shard has them."""
    return {
        "N": (shard["label"].shape[0],), "row": shard["x"].shape[1:] if "x" in shard else None,
        "m": shard["x_categorical"].shape[1:] if "x_categorical" in shard else None,
        "C": (len(shard.attrs["classes"]),), "K": shard["soft_index"].shape[1:] if "soft_index" in shard else None}


@pytest.mark.parametrize("name", RECIPES)
def test_shards_hold_what_the_layout_lists_and_nothing_else(made, name):
    layout = schema("shard")
    described = {entry["name"]: entry for entry in layout["data_sets"]}
    attributes = {entry["name"]: entry for entry in layout["attributes"]}
    for path in DataSet(made(name)).paths:
        with h5py.File(path, "r") as shard:
            symbols = symbols_of(shard)
            for key, values in shard.items():
                assert values.dtype.name in described[key]["type"], key
                assert values.shape == sum((symbols[s] for s in described[key]["shape"]), ()), key
            assert set(shard.attrs) <= set(attributes)
            for present, listed in ((set(shard), described), (set(shard.attrs), attributes)):
                assert {key for key, entry in listed.items() if entry["present"] == "always"} <= present
