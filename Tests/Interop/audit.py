"""Recomputes a ballast data set from its input with NumPy and h5py alone.

    python Tests/Interop/audit.py OUT --input FILE... [--label COL] [--labels FILE]
        [--embedding FILE] [--rows 1000]

Every original must equal the input's row in every bit, every synthetic row the blend of its base,
partner and lambda; labels, counts, lineage, layout and hashes are checked, and the nominal votes and
neighbours of up to --rows rows by brute force. Exit 0 and one line when all is true, else 1 and
what is wrong.
"""
import argparse
import json
import sys

import numpy as np

import input_table
from check_boxes import IMAGES, check_boxes
from check_imbalance import check_imbalance
from check_layout import check_layout
from check_m2m import check_translations
from check_draws import check_draws, check_intervals
from check_guards import check_dropped, check_guards, dropped_rows
from check_labels import check_labels
from check_mass import check_mass
from check_neighbors import Neighborhood, check_neighbors
from check_rows import check_counts, check_lineage, check_values
from check_weights import check_weights
from check_spread import check_spread, is_corrected
from check_variance import check_variance
from shards import DataSet, text, texts


class Report:
    """Collects what is wrong; `check` returns whether the thing was right."""

    def __init__(self):
        self.wrong, self.checks = [], 0

    def check(self, right, words):
        self.checks += 1
        if not right:
            self.wrong.append(words)
        return bool(right)


def check_coding(data, table, report):
    """Classes, features, categories and the order of their codes, against the input."""
    attributes = data.attributes()
    classes = texts(attributes["classes"])
    report.check(classes == table.classes, f"classes are {classes}; the input's, in order, are {table.classes}")
    if "features" in attributes:
        names = texts(attributes["features"])
        expected = table.feature_names
        report.check(names == expected, f"features are {names}; the input's numeric columns are {expected}")
    if table.code_names:
        categories = json.loads(text(attributes["categories"]))
        for name, values in zip(table.code_names, table.categories):
            found = categories.get(name) if isinstance(categories, dict) else categories[table.code_names.index(name)]
            report.check(found == values, f"categories of '{name}' are {found}; the input's, in order, are {values}")


def check_originals(split_rows, table, dropped, recipe, report):
    """Every kept input row stands exactly once over all splits, but for those that were dropped."""
    if (recipe.get("output") or {}).get("originals", True) is False:
        return
    plain = np.concatenate([rows["base"][rows["synthetic"] == 0] for rows in split_rows.values()])
    counts = np.bincount(plain, minlength=len(table))
    kept = table.kept.copy()
    kept[dropped] = False
    wrong = np.flatnonzero(counts != kept)
    report.check(len(wrong) == 0, f"{len(wrong)} input rows do not stand exactly once, the first is row {wrong[:1]}")


def check_parents(split_rows, training, report):
    rows = split_rows.get("train")
    if rows is None:
        return
    allowed = np.append(training, -1)
    for name in ("base", "partner"):
        right = np.isin(rows[name], allowed)
        report.check(right.all(), f"train: {name} of {np.count_nonzero(~right)} rows is no training row")


def training_rows(split_rows, table):
    """Rows of the input that stand in no other split: the training rows, also where originals are left out."""
    held = [rows["base"] for split, rows in split_rows.items() if split != "train"]
    free = table.kept.copy()
    if held:
        free[np.concatenate(held)] = False
    return np.flatnonzero(free)


def read_embedding(path, recipe, table, report):
    """The matrix that the recipe looks for neighbours in: an input without a path in the shards, so it must be named."""
    asked = (recipe.get("distance") or {}).get("embedding") is not None
    if not report.check(asked == (path is not None), "the recipe and the audit must both name an embedding, or neither"):
        return
    if path is not None:
        table.extra["embedding"] = np.load(path).astype(np.float32)
        rows = len(table.extra["embedding"])
        report.check(rows == len(table), f"the embedding has {rows} rows, the input {len(table)}")


def audit(folder, inputs, label=None, labels_file=None, limit=1000, embedding=None):
    """Returns what is wrong and a line that says what was seen."""
    report, data = Report(), DataSet(folder)
    check_layout(data, report)
    recipe = data.recipe()
    table = input_table.read(inputs, recipe, label, labels_file)
    read_embedding(embedding, recipe, table, report)
    split_rows = {split: data.rows(split) for split in data.splits()}
    dropped = dropped_rows(data, report)
    check_imbalance(split_rows, table, dropped, recipe, report)
    training = training_rows(split_rows, table)
    mask = np.zeros(len(table), bool)
    mask[training] = True
    input_table.impute(table, (recipe.get("input") or {}).get("missing", "error"), mask)
    before = np.bincount(table.labels[training], minlength=len(table.classes)).tolist()
    check_dropped(data, dropped, training, table, recipe, report)
    training = np.setdiff1d(training, dropped)
    counts = np.bincount(table.labels[training], minlength=len(table.classes)).tolist()
    check_coding(data, table, report)
    for split, rows in split_rows.items():
        check_lineage(split, rows, table, report)
        is_made_elsewhere = recipe["method"]["kind"] in IMAGES or is_corrected(recipe)
        check_values(split, rows, table, report, is_made_elsewhere)
        check_labels(split, rows, table, recipe, counts, training, limit, report)
    check_originals(split_rows, table, dropped, recipe, report)
    check_boxes(split_rows["train"], table, recipe, limit, report)
    check_parents(split_rows, training, report)
    check_counts(data, split_rows, table, before, report)
    check_weights(data, split_rows, table, recipe, before, counts, report)
    near = Neighborhood(table, training, recipe)
    # Where guards leave rows out, bases are no longer used as the method says.
    if not (data.manifest.get("guards") or {}).get("refused"):
        check_mass(data, table, training, recipe, near, counts, report)
        check_draws(split_rows["train"], table, training, recipe, near, report)
    check_guards(data, split_rows["train"], table, training, recipe, limit, report)
    check_intervals(split_rows["train"], table, recipe, near, limit, report)
    if is_corrected(recipe):
        check_spread(split_rows["train"], table, training, recipe, near, report)
    check_variance(data, split_rows["train"], table, training, recipe, near, report)
    voted = check_neighbors(split_rows["train"], table, recipe, near, limit, report)
    taken = check_translations(split_rows["train"], table, training, recipe, report)
    total = sum(len(rows["label"]) for rows in split_rows.values())
    made = sum(int(rows["synthetic"].sum()) for rows in split_rows.values())
    unseen = f"; {taken} rows that m2m's classifier moved were not made again" if taken else ""
    return report.wrong, f"{total} rows, {made} synthetic, {voted} by brute force, {report.checks} checks{unseen}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--input", nargs="+", required=True)
    parser.add_argument("--label")
    parser.add_argument("--labels", help="the second array of an NPY input")
    parser.add_argument("--embedding", help="the matrix that distance.embedding names")
    parser.add_argument("--rows", type=int, default=1000, help="synthetic rows whose neighbours are searched")
    arguments = parser.parse_args()
    wrong, seen = audit(arguments.folder, arguments.input, arguments.label, arguments.labels, arguments.rows,
                        arguments.embedding)
    for words in wrong[:20]:
        print(f"audit: {arguments.folder}: {words}", file=sys.stderr)
    print(f"audit: {arguments.folder}: {seen}: {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
