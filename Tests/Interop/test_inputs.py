"""The same table in every spelling, and rows that are missing, grouped or assigned to a split."""
import csv
import io

import numpy as np
import pytest

from audit import audit
from conftest import EXAMPLES
from shards import DataSet


@pytest.fixture(scope="module")
def table():
    with open(EXAMPLES / "data" / "yeast6.csv", newline="") as handle:
        rows = list(csv.reader(handle))
    return rows[0], rows[1:401] + [row for row in rows[401:] if row[-1] == "positive"]


def spelled(header, rows, **dialect):
    out = io.StringIO(newline="")
    csv.writer(out, **{"lineterminator": "\n", **dialect}).writerows([header, *rows])
    return out.getvalue()


def made_from(ballast, folder, *arguments, **options):
    ballast("augment", *arguments, "--label", "Class", "-o", folder, **options)
    return DataSet(folder).rows("train")


def same(a, b):
    return set(a) == set(b) and all(np.array_equal(a[name], b[name]) for name in a)


@pytest.mark.parametrize("name, dialect", [
    ("tabs.tsv", {"delimiter": "\t"}), ("semicolons.csv", {"delimiter": ";"}),
    ("windows.csv", {"lineterminator": "\r\n"}), ("quoted.csv", {"quoting": csv.QUOTE_ALL})])
def test_every_spelling_is_the_same_table(ballast, tmp_path, table, name, dialect):
    (tmp_path / "plain.csv").write_text(spelled(*table))
    mark = "\ufeff" if name == "windows.csv" else ""
    (tmp_path / name).write_bytes((mark + spelled(*table, **dialect)).encode())
    plain = made_from(ballast, tmp_path / "one", tmp_path / "plain.csv")
    assert same(plain, made_from(ballast, tmp_path / "other", tmp_path / name))


def test_several_files_are_one_table(ballast, tmp_path, table):
    header, rows = table
    (tmp_path / "all.csv").write_text(spelled(header, rows))
    for part, start in enumerate((0, 150, 300)):
        end = (150, 300, len(rows))[part]
        (tmp_path / f"part-{part}.csv").write_text(spelled(header, rows[start:end]))
    plain = made_from(ballast, tmp_path / "one", tmp_path / "all.csv")
    parts = [tmp_path / f"part-{part}.csv" for part in range(3)]
    assert same(plain, made_from(ballast, tmp_path / "parts", *parts))


def test_standard_input_is_an_input(ballast, tmp_path, table):
    (tmp_path / "all.csv").write_text(spelled(*table))
    plain = made_from(ballast, tmp_path / "one", tmp_path / "all.csv")
    piped = made_from(ballast, tmp_path / "piped", "-", "--format", "csv", input=spelled(*table))
    assert same(plain, piped)


@pytest.mark.parametrize("policy", ["drop", "mean", "median", "most_frequent"])
def test_missing_cells(ballast, tmp_path, table, policy):
    header, rows = table
    holed = [list(row) for row in rows]
    for at in range(3, len(holed), 17):
        holed[at][at % 4] = "NA"
    (tmp_path / "holes.csv").write_text(spelled(header, holed))
    arguments = (tmp_path / "holes.csv", "--label", "Class", "-o", tmp_path / "out")
    refused = ballast("augment", *arguments, check=False)
    assert refused.returncode == 65 and "input.missing" in refused.stderr
    ballast("augment", *arguments, "--set", f"input.missing={policy}")
    wrong, seen = audit(tmp_path / "out", [tmp_path / "holes.csv"], "Class")
    assert wrong == [], f"{seen}: {wrong[:5]}"
    if policy == "drop":
        dropped = {at for at, row in enumerate(holed) if "NA" in row}
        assert dropped.isdisjoint(DataSet(tmp_path / "out").rows("train")["base"].tolist())


def test_a_group_never_stands_in_two_splits(ballast, tmp_path, table):
    header, rows = table
    grouped = [row[:-1] + [f"patient {at // 5}", row[-1]] for at, row in enumerate(rows)]
    (tmp_path / "in.csv").write_text(spelled(header[:-1] + ["patient", "Class"], grouped))
    ballast("augment", tmp_path / "in.csv", "--label", "Class", "-o", tmp_path / "out",
            "--set", "split={train: 0.6, validation: 0.2, test: 0.2, group: patient}")
    data = DataSet(tmp_path / "out")
    groups = [set((data.rows(split)["base"] // 5).tolist()) for split in data.splits()]
    assert len(groups) == 3 and sum(map(len, groups)) == len(set.union(*groups))
    wrong, seen = audit(tmp_path / "out", [tmp_path / "in.csv"], "Class")
    assert wrong == [], f"{seen}: {wrong[:5]}"


def test_a_column_can_say_the_split(ballast, tmp_path, table):
    header, rows = table
    names = ["train", "train", "train", "val", "test"]
    folds = [row[:-1] + [names[at % 5], row[-1]] for at, row in enumerate(rows)]
    (tmp_path / "in.csv").write_text(spelled(header[:-1] + ["fold", "Class"], folds))
    ballast("augment", tmp_path / "in.csv", "--label", "Class", "-o", tmp_path / "out", "--set", "split.column=fold")
    data = DataSet(tmp_path / "out")
    assert set(data.rows("validation")["base"] % 5) == {3} and set(data.rows("test")["base"] % 5) == {4}
    assert set(data.rows("train")["base"] % 5) <= {0, 1, 2}
    wrong, seen = audit(tmp_path / "out", [tmp_path / "in.csv"], "Class")
    assert wrong == [], f"{seen}: {wrong[:5]}"


def test_fractions_hold_in_each_class(made):
    data = DataSet(made("rare-event"))
    parts = {split: data.rows(split) for split in data.splits()}
    for label, total in ((0, 1449), (1, 35)):
        shares = [np.count_nonzero((parts[s]["label"] == label) & (parts[s]["synthetic"] == 0))
                  for s in ("train", "validation", "test")]
        assert sum(shares) == total
        assert all(abs(n - total * f) < 1 for n, f in zip(shares, (0.7, 0.1, 0.2))), shares
