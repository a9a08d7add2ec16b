"""Training rows that were taken away: how many of each class must be left."""
import numpy as np


def kept_counts(available, settings):
    """Rows that each class keeps of those it has, by the formulas of the papers' code."""
    classes = list(range(len(available)))
    if settings["order"] == "count":
        classes.sort(key=lambda c: (-available[c], c))
    fits = [n for n in range(available[classes[0]] + 1)
            if all(m <= available[c] for m, c in zip(_rows(n, len(classes), settings), classes))]
    rows = _rows(fits[-1], len(classes), settings)
    kept = [0] * len(classes)
    for c, count in zip(classes, rows):
        kept[c] = count
    return kept


def _rows(largest, count, settings):
    mu = 1 / settings["factor"]
    if settings["type"] == "exp":
        # What is whole but for the rounding of the power is that number.
        return [int(largest * mu ** (c / (count - 1)) * (1 + 1e-12)) for c in range(count)]
    small = min(max(int(settings["minority"] * count * (1 + 1e-12)), 1), count - 1)
    return [largest] * (count - small) + [int(largest * mu * (1 + 1e-12))] * small


def check_imbalance(split_rows, table, dropped, recipe, report):
    """Takes the rows that do not stand in the output from those that are kept, if each class has as many as it must.

    Rows that guards or under-sampling dropped were there when the imbalance chose.
    """
    settings = recipe.get("imbalance") or {"type": "none"}
    if settings["type"] == "none":
        return
    originals = (recipe.get("output") or {}).get("originals", True)
    if not report.check(originals, "without originals nobody can tell which rows an imbalance kept"):
        return
    stands = np.zeros(len(table), bool)
    held = stands.copy()
    for split, rows in split_rows.items():
        stands[rows["base"][rows["synthetic"] == 0]] = True
        stands[dropped] = True
        if split != "train":
            held[rows["base"]] = True
    free = table.kept & ~held
    classes = len(table.classes)
    available = np.bincount(table.labels[free], minlength=classes).tolist()
    found = np.bincount(table.labels[stands & ~held], minlength=classes).tolist()
    wanted = kept_counts(available, settings)
    report.check(found == wanted, f"the classes keep {found} of {available} rows; the imbalance says {wanted}")
    table.kept = table.kept & stands
