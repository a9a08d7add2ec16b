"""Exit codes and messages, as a shell sees them."""
import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from conftest import EXAMPLES, RECIPES, binary

PAGE_BLOCKS = EXAMPLES / "data" / "page-blocks.csv"


def failing(ballast, code, *arguments):
    done = ballast(*arguments, check=False)
    assert done.returncode == code, f"exit {done.returncode}: {done.stderr}"
    assert done.stdout == "" and done.stderr.strip()
    return done.stderr


def test_the_program_needs_no_library_but_isal_that_a_bare_debian_lacks(ballast):
    """Neither Swift's nor HDF5's: they are in the program as `make build` makes it."""
    listed = subprocess.run(["ldd", binary()], capture_output=True, text=True, check=True).stdout
    names = {Path(line.split()[0]).name.split(".so")[0] for line in listed.splitlines()}
    system = {name for name in names if name.startswith(("linux-vdso", "ld-linux"))}
    assert names - system <= {"libisal", "libz", "libstdc++", "libgcc_s", "libm", "libc"}


def test_usage_is_64_and_lists_the_columns(ballast, tmp_path):
    words = failing(ballast, 64, "augment", PAGE_BLOCKS, "-o", tmp_path / "out")
    assert "Class" in words and "Eccen" in words
    failing(ballast, 64, "augment", PAGE_BLOCKS, "--label", "Class", "--no-such-flag", "-o", tmp_path / "out")


def test_bad_data_is_65_with_file_line_and_column(ballast, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b,y\n1,2,0\n1,n/a,1\n" + "".join(f"{i},{i},{i % 2}\n" for i in range(60)))
    words = failing(ballast, 65, "augment", bad, "--label", "y", "-o", tmp_path / "out")
    assert "bad.csv:3:2" in words and "'n/a'" in words
    assert {p.name for p in tmp_path.iterdir()} <= {"bad.csv", ".out.ballast"}


def test_no_input_is_66(ballast, tmp_path):
    assert "none.csv" in failing(ballast, 66, "augment", tmp_path / "none.csv", "--label", "y", "-o", tmp_path / "out")


def test_a_foreign_file_in_the_output_is_73_and_stays(ballast, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    words = failing(ballast, 73, "augment", PAGE_BLOCKS, "--label", "Class", "-o", tmp_path / "out")
    assert "thesis.txt" in words and (tmp_path / "out" / "thesis.txt").read_text() == "mine"


def test_a_bad_recipe_is_78_with_its_line(ballast, tmp_path):
    recipe = tmp_path / "bad.yaml"
    recipe.write_text("version: 1\ninput: {label: Class}\nmethod: {kind: smote, neighbours: 5}\n")
    words = failing(ballast, 78, "augment", PAGE_BLOCKS, "--recipe", recipe, "-o", tmp_path / "out")
    assert "neighbours" in words and "neighbors" in words and "3" in words


def test_strict_makes_a_notice_65_and_publishes_nothing(ballast, tmp_path):
    few = tmp_path / "few.csv"
    few.write_text("a,y\n" + "".join(f"{i},big\n" for i in range(20)) + "1,small\n2,small\n")
    ballast("augment", few, "--label", "y", "--method", "smote", "-o", tmp_path / "plain")
    failing(ballast, 65, "augment", few, "--label", "y", "--method", "smote", "--strict", "-o", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_verify_finds_a_changed_byte(ballast, tmp_path):
    ballast("augment", "--recipe", RECIPES["rare-event"], "-o", tmp_path / "out")
    shard = tmp_path / "out" / "train-00000.h5"
    content = bytearray(shard.read_bytes())
    content[len(content) // 2] ^= 1
    shard.write_bytes(content)
    words = ballast("verify", tmp_path / "out", check=False)
    assert words.returncode == 65 and "train-00000.h5" in words.stderr + words.stdout


def test_an_interrupt_is_75_and_the_same_command_finishes(ballast, tmp_path, made):
    command = [binary(), "augment", "--recipe", str(RECIPES["accidents"]), "-o", str(tmp_path / "out")]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.3)
    started.send_signal(signal.SIGINT)
    started.communicate(timeout=60)
    assert started.returncode in (75, 0)  # 0: it was quicker than the signal
    if started.returncode == 75:
        assert not (tmp_path / "out" / "manifest.json").exists()
    ballast(*command[1:])
    for path in sorted(made("accidents").glob("*.h5")):
        assert path.read_bytes() == (tmp_path / "out" / path.name).read_bytes()


@pytest.mark.parametrize("command", ["augment", "plan", "inspect", "verify", "imbalance", "init", "doctor"])
def test_json_is_one_machine_readable_result(ballast, tmp_path, command, made):
    arguments = {
        "augment": (PAGE_BLOCKS, "--label", "Class", "-o", tmp_path / "out"), "plan": (PAGE_BLOCKS, "--label", "Class"),
        "inspect": (PAGE_BLOCKS,), "verify": (made("smallest"),), "init": (), "doctor": (),
        "imbalance": (PAGE_BLOCKS, "--label", "Class", "-o", tmp_path / "out")}[command]
    assert json.loads(ballast(command, *arguments, "--json").stdout)


def test_init_prints_a_recipe_that_runs(ballast, tmp_path):
    recipe = tmp_path / "recipe.yaml"
    done = ballast("init", cwd=tmp_path)
    if not recipe.exists():
        recipe.write_text(done.stdout)
    ballast("plan", PAGE_BLOCKS, "--label", "Class", "--recipe", recipe)


def test_plan_writes_nothing(ballast, tmp_path):
    done = ballast("plan", PAGE_BLOCKS, "--label", "Class", cwd=tmp_path)
    assert "24565" in done.stdout.replace(",", "").replace(" ", "") and list(tmp_path.iterdir()) == []
