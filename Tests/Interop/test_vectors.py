"""The stored vectors are what their scripts make today."""
import importlib
import json
import sys
from pathlib import Path

import pytest

VECTORS = Path(__file__).resolve().parent.parent / "Vectors"
sys.path.insert(0, str(VECTORS))


@pytest.mark.parametrize(
    "name", ["arithmetic", "blends", "cleaning", "counts", "family", "labels", "neighbors", "nominal", "trainer"])
def test_stored_vectors_are_current(name, monkeypatch):
    script = importlib.import_module(f"make_{name}")
    made = {}
    monkeypatch.setattr(script, "store", lambda file, vectors: made.update({file: vectors}))
    script.main()
    for file, vectors in made.items():
        stored = json.loads((VECTORS / file).read_text(encoding="utf-8"))
        assert json.loads(json.dumps(vectors)) == stored, f"{file} is stale; run Tests/Vectors/make_all.py"
