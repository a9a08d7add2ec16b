"""Which rows are bases and how often, and the grid of the steps."""
import numpy as np

import arithmetic
from check_boxes import IMAGES
from check_rows import first_wrong
from check_spread import is_corrected

EVEN_IN_CLASS = ("smote", "soft-smote", "duplicate", "rose", "smote-n", "geometric-smote")
EVEN_OVER_ALL = ("mixup", "remix", "mamix", "knn-mixup", "balanced-mixup", "unimix")
FIXED_STEPS = ("polynom-fit-smote", *IMAGES)
# Methods whose rows may lie beyond the base, away from the partner: the setting that says how far.
OUTWARD = {"svm-smote": ("out_step", 0.5)}
LONGEST_SEARCH = 2000


def check_draws(rows, table, training, recipe, near, report):
    kind = recipe["method"]["kind"]
    if not is_corrected(recipe):
        _check_steps(rows, kind, report)
    made = rows["synthetic"] == 1
    used = np.bincount(rows["base"][made], minlength=len(table))
    if kind in (*EVEN_OVER_ALL, *IMAGES) and recipe["method"].get("temper", 1) == 1:
        _check_even(used[training], report)
        return
    for c in range(len(table.classes)):
        members = training[table.labels[training] == c]
        if used[members].sum() == 0:
            continue
        if kind in EVEN_IN_CLASS:
            _check_even(used[members], report)
        elif len(members) <= LONGEST_SEARCH and len(members) > 1:
            _check_chosen(kind, used, members, near, recipe, table, report)


def _check_steps(rows, kind, report):
    """Odd multiples of 2^-24 between 0 and 1, where there is a second row and the step is drawn and leads toward it;
    safe-level SMOTE also copies bases that its rule holds back."""
    if kind in FIXED_STEPS:
        return
    made = (rows["synthetic"] == 1) & (rows["base"] != rows["partner"]) & (rows["partner"] >= 0)
    if kind in OUTWARD:
        made &= rows["lambda"] >= 0
    share = rows["lambda"][made].astype(np.float64)
    if kind == "safe-level-smote":
        share = share[share != 0]
    on_grid = (share > 0) & (share < 1) & ((share * 2.0**24) % 2 == 1)
    report.check(on_grid.all(), f"train: lambda is no odd multiple of 2^-24: {first_wrong(on_grid)}")


def _check_even(counts, report):
    if counts.size and counts.max() - counts.min() > 1:
        report.check(False, f"train: bases are used {counts.min()} to {counts.max()} times; may differ by one")


def _check_chosen(kind, used, members, near, recipe, table, report):
    """Bases of the class by the neighbourhoods of all its rows."""
    name = table.classes[table.labels[members[0]]]
    if kind == "adasyn":
        foreign = near.foreign(members, recipe["method"]["neighbors"])
        shares = arithmetic.largest_remainder(foreign.tolist(), int(used[members].sum()))
        even = used[members].tolist() == shares
        report.check(even, f"class '{name}': bases are not used as their foreign shares say")
    elif kind == "borderline-smote":
        asked = min(recipe["method"]["danger_neighbors"], len(near.training) - 1)
        foreign = near.foreign(members, asked)
        danger = (2 * foreign >= asked) & (foreign < asked)
        chosen = members[danger] if danger.any() else members
        if not danger.any():
            near.plain_classes.add(table.labels[members[0]])
        outside = used[np.setdiff1d(members, chosen)].sum()
        report.check(outside == 0, f"class '{name}': {outside} rows stand on bases that are not in danger")
        _check_even(used[chosen], report)
    elif kind == "svm-smote":
        asked = min(recipe["method"]["danger_neighbors"], len(near.training) - 1)
        noise = near.foreign(members, asked) == asked
        outside = used[members[noise]].sum()
        # A class without a base in the sense of the method is made from all of its rows.
        plain = np.ptp(used[members]) <= 1
        report.check(outside == 0 or plain, f"class '{name}': {outside} rows stand on bases that are noise")
        _check_even(used[members][used[members] > 0], report)


def check_intervals(rows, table, recipe, near, limit, report):
    """Methods whose step ends before the partner, or begins after the base, because of what the two are."""
    kind = recipe["method"]["kind"]
    if is_corrected(recipe):
        return
    made = np.flatnonzero((rows["synthetic"] == 1) & (rows["base"] != rows["partner"]))[:limit]
    base, partner, share = rows["base"][made], rows["partner"][made], rows["lambda"][made].astype(np.float64)
    low, high = np.zeros(len(made)), np.ones(len(made))
    if kind in OUTWARD:
        setting, default = OUTWARD[kind]
        asked = min(recipe["method"]["danger_neighbors"], len(near.training) - 1)
        foreign = dict(zip(np.unique(base), near.foreign(np.unique(base), asked)))
        safe = np.array([2 * foreign[row] < asked for row in base], bool)
        outward = np.unique(table.labels[base[share < 0]])
        safe &= np.isin(table.labels[base], outward)
        low[safe], high[safe] = -recipe["method"].get(setting, default), 0
    elif kind == "borderline-smote":
        high[table.labels[base] != table.labels[partner]] = 0.5
    elif kind == "safe-level-smote":
        k = min(recipe["method"]["neighbors"], len(near.training) - 1)
        rank = {row: k - near.foreign([row], k)[0] for row in np.unique(np.concatenate([base, partner]))}
        p, n = (np.array([rank[row] for row in side], float) for side in (base, partner))
        plain = (p == 0) & (n == 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            low = np.where(plain | (p >= n), 0.0, 1 - p / n)
            high = np.where(plain | (p < n), 1.0, n / p)
    inside = (share >= low - 2.0**-23) & (share <= high + 2.0**-23)
    report.check(inside.all(), f"train: lambda outside its pair's interval: {first_wrong(inside)}")
