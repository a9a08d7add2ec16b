"""The pipeline's Makefile: nothing twice, all of it after a changed row, nothing rewritten after a touch."""
import os
import subprocess
import sys

import pytest

from conftest import binary

MANIFEST = "train-set/manifest.json"


@pytest.fixture
def make(ballast, examples_copy):
    folder = examples_copy / "pipeline"

    def run_make(*arguments):
        variables = [f"BALLAST={binary()}", f"PYTHON={sys.executable}"]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
        done = subprocess.run(
            ["make", *variables, *arguments], cwd=folder, capture_output=True, text=True, env=environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return folder, run_make


def state(folder):
    return {p.name: (p.stat().st_mtime_ns, p.read_bytes()) for p in (folder / "train-set").glob("*.h5")}


def later(path):
    """A modification time well after everything that was just made."""
    newest = max(p.stat().st_mtime for p in path.parent.rglob("*"))
    os.utime(path, (newest + 2, newest + 2))


def test_raw_to_trained_then_nothing(make):
    folder, run_make = make
    assert "balanced accuracy" in run_make()
    before = state(folder)
    assert before
    assert "Nothing to be done" in run_make(MANIFEST) or "up to date" in run_make()
    assert "augment" not in run_make() and state(folder) == before


def test_a_changed_row_replaces_the_set(make):
    folder, run_make = make
    run_make(MANIFEST)
    before = state(folder)
    raw = folder / "raw.csv"
    lines = raw.read_text().splitlines()
    lines[5] = "0.99," + lines[5].split(",", 1)[1]
    raw.write_text("\n".join(lines) + "\n")
    later(raw)
    assert "augment" in run_make(MANIFEST)
    after = state(folder)
    assert {name: content for name, (_, content) in after.items()} != \
        {name: content for name, (_, content) in before.items()}


def test_a_touch_rewrites_nothing_and_leaves_make_content(make):
    folder, run_make = make
    run_make(MANIFEST)
    before = state(folder)
    os.utime(folder / "raw.csv")
    assert "augment" in run_make(MANIFEST)
    assert state(folder) == before
    assert "augment" not in run_make(MANIFEST)


def test_a_dry_run_makes_nothing(make):
    folder, run_make = make
    run_make("-n")
    assert not (folder / "train-set").exists()
