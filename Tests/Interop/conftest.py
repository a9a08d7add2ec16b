"""Where the binary and the examples are; every data set of the examples is made once for all tests."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(ROOT / "examples" / "loaders"))
EXAMPLES = ROOT / "examples"
RECIPES = {path.stem: path for path in sorted(EXAMPLES.glob("*.yaml"))}


def binary():
    return os.environ.get("BALLAST") or str(ROOT / ".build" / "static" / "release" / "ballast")


def run(*arguments, check=True, **options):
    """Runs ballast; on failure the error names what it said."""
    done = subprocess.run([binary(), *map(str, arguments)], capture_output=True, text=True, **options)
    if check and done.returncode != 0:
        raise AssertionError(f"ballast {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stderr}")
    return done


@pytest.fixture(scope="session")
def ballast():
    if not Path(binary()).exists():
        pytest.exit(f"no binary at {binary()}; build it with `make build` or set BALLAST", returncode=2)
    return run


@pytest.fixture(scope="session")
def made(ballast, tmp_path_factory):
    """`made(name)` is the output folder of one example recipe, made once."""
    folder = tmp_path_factory.mktemp("examples")
    done = {}

    def of(name):
        if name not in done:
            ballast("augment", "--recipe", RECIPES[name], "-o", folder / name)
            done[name] = folder / name
        return done[name]

    return of


@pytest.fixture
def examples_copy(tmp_path):
    """The examples folder under another path, free to be written in."""
    target = tmp_path / "examples"
    shutil.copytree(EXAMPLES, target, ignore=shutil.ignore_patterns("fars*", ".build", "swift", "train-set*"))
    return target
