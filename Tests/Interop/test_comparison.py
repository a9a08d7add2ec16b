"""The worked comparison runs, on little of one data set with a nominal column, and its committed tables are those of its results."""
import json
import os
import subprocess
import sys

import pytest

from conftest import EXAMPLES, binary

FOLDER = EXAMPLES / "comparison"


@pytest.fixture(scope="module")
def compared(ballast, tmp_path_factory):
    """Results of two methods on about 400 rows in two folds, and what was printed."""
    out = tmp_path_factory.mktemp("comparison")
    command = [sys.executable, FOLDER / "compare.py", "--ballast", binary(), "--data", "abalone19", "--folds", "2",
               "--rows", "400", "--methods", "smote", "mamix", "--out", out]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
    assert done.returncode == 0, done.stderr
    return json.loads((out / "results.json").read_text(encoding="utf-8")), done.stdout


def test_every_strategy_and_learner_has_scores_in_their_ranges(compared):
    results, printed = compared
    strategies = {entry["strategy"] for entry in results}
    assert strategies == {"none", "none, threshold moved", "class weights", "imbalanced-learn smote",
                          "ballast smote", "ballast mamix"}
    assert len(results) == len(strategies) * 4
    for entry in results:
        assert 0 <= entry["ap"] <= 1 and 0 < entry["balanced accuracy"] <= 1, entry
        assert 0 <= entry["brier"] <= 2 and 0 <= entry["brier corrected"] <= 2, entry
        assert entry["strategy"] in printed


def test_offsets_undo_the_balancing(compared):
    """On few rows of few positives: a model of balanced rows overstates them, and the manifest's offsets mend it."""
    results, _ = compared
    of = {(entry["strategy"], entry["learner"]): entry for entry in results}
    for strategy in ("class weights", "ballast smote"):
        entry = of[strategy, "logistic"]
        assert entry["brier corrected"] < entry["brier"]


def test_the_committed_tables_are_those_of_the_committed_results(examples_copy):
    folder = examples_copy / "comparison"
    before = {name: (folder / name).read_text(encoding="utf-8") for name in ("README.md", "RESULTS.md")}
    subprocess.run([sys.executable, folder / "report.py"], check=True, capture_output=True)
    for name, text in before.items():
        assert (folder / name).read_text(encoding="utf-8") == text, f"{name}: run examples/comparison/report.py"
