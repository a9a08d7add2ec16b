"""Every row from its parents: values to the bit, labels, lineage, counts."""
import numpy as np

import arithmetic
from shards import soft_labels

RULE_TOLERANCE = {"smoothing": 6e-8, "label-aware-smoothing": 1e-6}


def same_bits(a, b):
    a, b = np.ascontiguousarray(a), np.ascontiguousarray(b)
    if a.dtype != b.dtype or a.shape != b.shape:
        return np.zeros(len(a), bool)
    if a.size == 0:
        return np.ones(len(a), bool)
    bits = a.dtype.str.replace("f", "u")
    return (a.view(bits) == b.view(bits)).reshape(len(a), -1).all(axis=1)


def first_wrong(right):
    wrong = np.flatnonzero(~right)
    return f"{len(wrong)} rows are wrong, the first is row {wrong[0]}" if len(wrong) else ""


def check_lineage(split, rows, table, report):
    base, partner, share = rows["base"], rows["partner"], rows["lambda"]
    made = rows["synthetic"] == 1
    inside = (base >= 0) & (base < len(table)) & (partner >= -1) & (partner < len(table))
    report.check(inside.all(), f"{split}: base or partner outside the input: {first_wrong(inside)}")
    report.check(table.kept[base].all(), f"{split}: a row stands on an input row that was dropped as missing")
    plain = ~made
    own = (base == partner) & (share == 0)
    report.check(own[plain].all(), f"{split}: an original must be its own base and partner with lambda 0")
    counts = np.bincount(base[plain], minlength=len(table))
    most = counts.max(initial=0)
    report.check(most <= 1, f"{split}: input row {counts.argmax()} stands {most} times as an original")
    report.check(np.isin(rows["synthetic"], [0, 1]).all(), f"{split}: synthetic must be 0 or 1")
    report.check(np.isfinite(rows["weight"]).all() and (rows["weight"] == 1).all(), f"{split}: weights must be 1 here")
    if split != "train":
        report.check(not made.any(), f"{split}: holds synthetic rows")
        report.check((np.diff(base) > 0).all(), f"{split}: rows must keep the input's order")


def check_values(split, rows, table, report):
    base, partner = rows["base"], np.maximum(rows["partner"], 0)
    if table.features.size and "x" in rows:
        b, p = table.features[base], table.features[partner]
        if table.features.dtype == np.float32:
            expected = arithmetic.blend(b, p, rows["lambda"], table.integer_columns)
        else:
            used = table.features[np.unique(base)]
            low, high = table.extra.get("range", (used.min(axis=0), used.max(axis=0)))
            expected = arithmetic.blend_integers(b, p, rows["lambda"], low, high)
        expected = expected.astype(rows["x"].dtype)
        right = same_bits(rows["x"], expected)
        report.check(right.all(), f"{split}: x differs from base + lambda (partner - base): {first_wrong(right)}")
        if table.integer_columns and rows["x"].ndim == 2:
            whole = rows["x"][:, table.integer_columns]
            report.check((whole == np.rint(whole)).all(), f"{split}: an integer column holds a fraction")
    else:
        report.check("x" not in rows, f"{split}: x stands though no column is numeric")
    if table.codes.shape[1]:
        still = rows["synthetic"] == 0
        right = (rows["x_categorical"][still] == table.codes[base[still]]).all(axis=1)
        report.check(right.all(), f"{split}: nominal values of originals differ: {first_wrong(right)}")
    else:
        report.check("x_categorical" not in rows, f"{split}: x_categorical stands though no column is nominal")


def check_draws(rows, table, recipe, report):
    """Steps on their grid, bases used evenly: their counts differ by at most one inside a class."""
    made = rows["synthetic"] == 1
    share = rows["lambda"][made & (rows["base"] != rows["partner"])].astype(np.float64)
    on_grid = (share > 0) & (share < 1) & ((share * 2.0**24) % 2 == 1)
    report.check(on_grid.all(), f"train: lambda is no odd multiple of 2^-24: {first_wrong(on_grid)}")
    pools = [np.flatnonzero(table.labels == c) for c in range(len(table.classes))]
    if recipe["method"]["kind"] == "mixup":
        pools = [np.arange(len(table))]
    used = np.bincount(rows["base"][made], minlength=len(table))
    training = np.unique(rows["base"])
    for pool in pools:
        counts = used[np.intersect1d(pool, training)]
        if counts.size and counts.max() - counts.min() > 1:
            report.check(False, f"train: bases are used {counts.min()} to {counts.max()} times; may differ by one")


def expected_labels(split, rows, table, recipe, counts):
    """Soft labels in float64 and the tolerance with which the stored ones must agree."""
    y = table.labels
    base, partner = y[rows["base"]], y[np.maximum(rows["partner"], 0)]
    hard = recipe["method"]["kind"] in ("smote", "duplicate")
    share = np.zeros_like(rows["lambda"]) if hard else rows["lambda"]
    q = arithmetic.mixture(base, base if hard else partner, share, len(table.classes))
    tolerance = 0.0
    if split == "train":
        for rule in recipe.get("labels") or []:
            if rule["kind"] == "smoothing":
                q = arithmetic.smooth(q, rule.get("amount", 0.1))
            elif rule["kind"] == "label-aware-smoothing":
                head, tail = rule.get("head", 0.3), rule.get("tail", 0.0)
                law, exponent = rule.get("law", "concave"), rule.get("exponent", 2)
                amounts = arithmetic.label_aware_amounts(counts, head, tail, law, exponent)
                q = arithmetic.smooth(q, amounts)
            tolerance = max(tolerance, RULE_TOLERANCE.get(rule["kind"], 1e-6))
    return q, tolerance


def check_labels(split, rows, table, recipe, counts, report):
    q, tolerance = expected_labels(split, rows, table, recipe, counts)
    stored = soft_labels(rows, len(table.classes))
    if tolerance == 0 and "soft_rest" not in rows:
        right = same_bits(stored, q.astype(np.float32))
    else:
        right = (np.abs(stored - q) <= max(tolerance, 6e-8)).all(axis=1)
    report.check(right.all(), f"{split}: soft labels differ from the rules': {first_wrong(right)}")
    total = stored.astype(np.float64).sum(axis=1)
    report.check((np.abs(total - 1) <= 1.3e-7).all(), f"{split}: soft labels do not sum to 1")
    report.check((stored >= 0).all(), f"{split}: a soft label is negative")
    label = arithmetic.hard_label(stored, table.labels[rows["base"]])
    right = label == rows["label"]
    report.check(right.all(), f"{split}: label is not the class of the largest soft label: {first_wrong(right)}")


def check_counts(data, split_rows, table, counts, report):
    """Rows of each class and soft mass, against the manifest."""
    if "train" not in split_rows:
        return
    rows = split_rows["train"]
    planned = np.bincount(table.labels[rows["base"]], minlength=len(table.classes)).tolist()
    after = np.bincount(rows["label"], minlength=len(table.classes)).tolist()
    mass = soft_labels(rows, len(table.classes)).astype(np.float64).sum(axis=0)
    for c, entry in enumerate(data.manifest["classes"]):
        name = entry["name"]
        report.check(str(name) == table.classes[c], f"class {c} is '{name}'; the input's is '{table.classes[c]}'")
        for key, found in (("before", counts[c]), ("planned", planned[c]), ("after", after[c])):
            report.check(entry[key] == found, f"class '{name}': manifest says {key} {entry[key]}; the rows say {found}")
        stated = entry["soft_mass"]
        report.check(abs(stated - mass[c]) <= 1e-6 * max(1, mass[c]),
                     f"class '{name}': manifest says soft mass {stated}; the rows say {mass[c]}")
