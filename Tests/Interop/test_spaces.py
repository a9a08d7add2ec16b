"""Neighbours in an embedding, by the cosine and in principal components, by brute force from outside."""
import json

import numpy as np
import pytest

from audit import audit
from conftest import EXAMPLES

PAGES = EXAMPLES / "data" / "page-blocks.csv"
SPACES = {
    "components": {"components": 4}, "all components, unscaled": {"components": 10, "scale": "none"},
    "cosine": {"metric": "cosine"}, "components of the cosine": {"metric": "cosine", "components": 3},
    "embedding": {"embedding": "emb.npy"}, "scaled embedding": {"embedding": "emb.npy", "scale": "standard"},
    "cosine of the embedding": {"embedding": "emb.npy", "metric": "cosine"},
    "components of the embedding": {"embedding": "emb.npy", "components": 2}}


def wrong(ballast, folder, source, label, distance, method="soft-smote"):
    recipe = folder / "recipe.yaml"
    recipe.write_text(json.dumps({"version": 1, "method": {"kind": method}, "distance": distance}))
    ballast("augment", source, "--label", label, "--recipe", recipe, "--split", "0.8,0.1,0.1", "-o", folder / "out")
    ballast("verify", "--full", folder / "out")
    embedding = folder / "emb.npy" if "embedding" in distance else None
    return audit(folder / "out", [source], label, limit=200, embedding=embedding)[0]


@pytest.mark.parametrize("distance", SPACES.values(), ids=SPACES)
def test_partners_are_the_nearest_in_the_space(ballast, tmp_path, distance):
    rows = sum(1 for _ in open(PAGES)) - 1
    emb = np.random.default_rng(5).normal(size=(rows, 6)).astype("<f8" if "scale" in distance else "<f4")
    emb[7] = 0
    np.save(tmp_path / "emb.npy", emb if "metric" in distance else np.asfortranarray(emb))
    assert wrong(ballast, tmp_path, PAGES, "Class", distance) == []


@pytest.mark.parametrize("distance", [{"components": 1}, {"metric": "cosine"}, {"embedding": "emb.npy"}])
@pytest.mark.parametrize("method", ["smote", "borderline-smote"])
def test_nominal_columns_count_beside_columns_and_not_beside_an_embedding(ballast, tmp_path, distance, method):
    draw = np.random.default_rng(9)
    rows = [f"{draw.normal():.3f},{draw.normal():.2f},{'abc'[draw.integers(3)]},{int(i % 9 == 0)}" for i in range(400)]
    (tmp_path / "in.csv").write_text("x,y,color,target\n" + "\n".join(rows) + "\n")
    np.save(tmp_path / "emb.npy", draw.normal(size=(400, 2)).astype(np.float32))
    assert wrong(ballast, tmp_path, tmp_path / "in.csv", "target", distance, method) == []


def test_the_audit_tells_another_space(ballast, tmp_path):
    """Partners of one space are not those of another: the check above can fail."""
    np.save(tmp_path / "emb.npy", np.random.default_rng(1).normal(size=(5472, 3)))
    assert wrong(ballast, tmp_path, PAGES, "Class", {"embedding": "emb.npy"}) == []
    np.save(tmp_path / "emb.npy", np.random.default_rng(2).normal(size=(5472, 3)))
    found = audit(tmp_path / "out", [PAGES], "Class", limit=50, embedding=tmp_path / "emb.npy")[0]
    assert any("is none of base" in words for words in found)
