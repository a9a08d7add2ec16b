"""Rows that a classifier moved: what can be said of them without fitting it again, which the audit does not do."""
import numpy as np

from check_rows import first_wrong, made_for


def check_translations(rows, table, training, recipe, report):
    """Seeds are rows of larger classes, values stay in the range of the training rows. Returns how many rows there are."""
    if recipe["method"]["kind"] != "m2m":
        return 0
    moved = (rows["synthetic"] == 1) & (rows["partner"] == -1)
    counts = np.bincount(table.labels[training], minlength=len(table.classes))
    seed, target = table.labels[rows["base"]], made_for(rows, table, recipe)
    larger = counts[seed] > counts[target]
    report.check(larger[moved].all(), f"train: a seed is of no larger class: {first_wrong(larger | ~moved)}")
    report.check((rows["lambda"][moved] == 0).all(), "train: a row made from a seed has a lambda")
    if "x" in rows:
        flat = table.features.reshape(len(table), -1)[training]
        x = rows["x"].reshape(len(moved), -1)
        inside = ((x >= flat.min(axis=0)) & (x <= flat.max(axis=0))).all(axis=1) | ~moved
        report.check(inside.all(), f"train: a value leaves the range of its column: {first_wrong(inside)}")
    return int(moved.sum())
