"""Every row from its parents: values to the bit, lineage, counts."""
import numpy as np

import arithmetic
from shards import soft_labels

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


def made_for(rows, table, recipe):
    """The class for which each row was made: the base's, but with m2m a base without a partner is of another class."""
    base = table.labels[rows["base"]]
    if recipe["method"]["kind"] != "m2m":
        return base
    return np.where(rows["partner"] == -1, rows["label"], base)


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
    report.check(np.isfinite(rows["weight"]).all() and (rows["weight"] >= 0).all(), f"{split}: a weight is below 0")
    if split != "train":
        report.check(not made.any(), f"{split}: holds synthetic rows")
        report.check((np.diff(base) > 0).all(), f"{split}: rows must keep the input's order")


def check_values(split, rows, table, report, is_made_elsewhere=False):
    base, partner = rows["base"], np.maximum(rows["partner"], 0)
    if table.features.size and "x" in rows:
        b, p = table.features[base], table.features[partner]
        if table.features.dtype == np.float32:
            expected = arithmetic.blend(b, p, rows["lambda"], table.integer_columns)
            beyond = rows["lambda"] < 0
            most = np.finfo(np.float32).max
            expected[beyond] = np.clip(expected[beyond], -most, most)
            for j in table.integer_columns if beyond.any() else []:
                column = table.features[:, j]
                expected[beyond, j] = np.clip(expected[beyond, j], np.nanmin(column), np.nanmax(column))
        else:
            # Only a row beyond its base can leave the range of its parents; it ends where the type does.
            limits = np.iinfo(table.features.dtype)
            expected = arithmetic.blend_integers(b, p, rows["lambda"], limits.min, limits.max)
        expected = expected.astype(rows["x"].dtype)
        # A row without a second input row (class mean, noise) is not a blend that can be made again from here.
        right = same_bits(rows["x"], expected) | (rows["partner"] < 0)
        if is_made_elsewhere:  # check_boxes or check_spread looks at them.
            right |= rows["base"] != rows["partner"]
        report.check(np.isfinite(rows["x"]).all(), f"{split}: x holds a value that is not finite")
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


def check_counts(data, split_rows, table, counts, report):
    """Rows of each class and soft mass, against the manifest."""
    if "train" not in split_rows:
        return
    rows = split_rows["train"]
    planned = np.bincount(made_for(rows, table, data.recipe()), minlength=len(table.classes)).tolist()
    after = np.bincount(rows["label"], minlength=len(table.classes)).tolist()
    mass = soft_labels(rows, len(table.classes)).astype(np.float64).sum(axis=0)
    # Methods that draw bases from all rows plan by the classes' shares: their last round need not match row by row.
    by_share = data.recipe()["balance"].keys() & {"rows", "multiply"}
    stated = [entry["planned"] for entry in data.manifest["classes"]]
    report.check(sum(stated) == sum(planned), f"the manifest plans {sum(stated)} rows; there are {sum(planned)}")
    for c, entry in enumerate(data.manifest["classes"]):
        name = entry["name"]
        report.check(str(name) == table.classes[c], f"class {c} is '{name}'; the input's is '{table.classes[c]}'")
        for key, found in (("before", counts[c]), ("planned", planned[c]), ("after", after[c])):
            if key == "planned" and by_share and abs(entry[key] - found) <= 0.01 * len(table):
                continue
            report.check(entry[key] == found, f"class '{name}': manifest says {key} {entry[key]}; the rows say {found}")
        stated = entry["soft_mass"]
        report.check(abs(stated - mass[c]) <= 1e-6 * max(1, mass[c]),
                     f"class '{name}': manifest says soft mass {stated}; the rows say {mass[c]}")
