"""Partners and nominal votes by brute force over all training rows."""
import numpy as np

import arithmetic
from check_boxes import IMAGES
import nominal
from principal_axes import compared_rows

SAME_CLASS = ("smote", "adasyn", "safe-level-smote", "borderline-smote", "svm-smote")
ALL_ROWS = ("soft-smote", "knn-mixup")
# Pairs of any two rows. Every method that is in none of these lists joins rows of one class, neighbours or not, or makes
# its second point itself.
ANY_PAIR = ("mixup", "remix", "mamix", "balanced-mixup", "unimix")
# For nominal columns only; the base and its neighbours vote, and there is no second parent.
VOTED = ("smote-n",)


class Neighborhood:
    """The nearest training rows of any training row, by the distance of the recipe."""

    def __init__(self, table, training, recipe):
        self.table, self.training = table, training
        method = recipe["method"]
        self.k = method.get("neighbors", 5)
        self.same_class = method["kind"] in SAME_CLASS
        self.plain_classes = set()
        if method["kind"] == "borderline-smote" and method.get("variant") == 2:
            self.same_class = False
        embedding = table.extra.get("embedding")
        self.counts_nominal = embedding is None and table.codes.shape[1] > 0
        self.flat, self.weights = compared_rows(
            table.features.reshape(len(table), -1), embedding, training, recipe.get("distance") or {})
        self.labels = table.labels[training]
        self._squared, self._known = {}, {}

    def of(self, row):
        """The base's list from which partners and votes come."""
        if row not in self._known:
            own = self.table.labels[row]
            pool = self.training
            if self.same_class or own in self.plain_classes:
                pool = pool[self.labels == own]
            self._known[row] = self._nearest(row, pool, self.k)
        return self._known[row]

    def foreign(self, rows, k):
        """Rows of other classes among the k nearest of all training rows, for each of `rows`."""
        labels = self.table.labels
        return np.array([np.count_nonzero(labels[self._nearest(r, self.training, k)] != labels[r]) for r in rows])

    def _nearest(self, row, pool, k):
        distances = arithmetic.squared_distances(self.flat[row], self.flat[pool], self.weights)
        if self.counts_nominal:
            mismatches = (self.table.codes[row] != self.table.codes[pool]).sum(axis=1)
            distances = distances + self._squared_mismatch(self.table.labels[row]) * mismatches
        distances[pool == row] = np.inf
        return pool[arithmetic.nearest(distances, min(k, len(pool) - 1))]

    def _squared_mismatch(self, own):
        if own not in self._squared:
            m = arithmetic.mismatch_scale(self.flat[self.training[self.labels == own]], self.weights)
            self._squared[own] = m * m
        return self._squared[own]


def check_neighbors(rows, table, recipe, near, limit, report):
    """Partners and nominal values of up to `limit` synthetic rows, evenly over the data set."""
    kind = recipe["method"]["kind"]
    made = np.flatnonzero(rows["synthetic"] == 1)
    if kind == "duplicate":
        copies = (rows["base"] == rows["partner"]) & (rows["lambda"] == 0)
        report.check(copies.all(), "train: a duplicate must have its base as partner and lambda 0")
        return len(made)
    if kind in VOTED:
        return _check_votes(rows, table, recipe, near, limit, report)
    if kind in IMAGES:  # An empty box gives a copy.
        return len(made)
    if kind == "m2m":
        return 0
    in_class = kind not in SAME_CLASS + ALL_ROWS + ANY_PAIR
    if in_class or near.same_class:
        partner = np.where(rows["partner"] < 0, rows["base"], rows["partner"])
        alike = table.labels[rows["base"]] == table.labels[partner]
        report.check(alike.all(), "train: a partner is of another class than its base")
    if in_class:
        return len(made)
    if kind in ANY_PAIR:
        return _check_pairs(rows, table, report)
    sample = _evenly(made, limit)
    for at in sample:
        if not _check_row(at, rows, table, near.of(rows["base"][at]), recipe, report):
            break
    return len(sample)


def _evenly(made, limit):
    return made[np.unique(np.linspace(0, len(made) - 1, min(limit, len(made))).astype(int))] if len(made) else made


def _check_votes(rows, table, recipe, near, limit, report):
    """Values of up to `limit` rows by the base's neighbours in the value difference metric."""
    settings, training = recipe["method"], near.training
    metric = nominal.ValueDifference(table.codes[training], near.labels, len(table.classes))
    sample = _evenly(np.flatnonzero(rows["synthetic"] == 1), limit)
    for at in sample:
        base, place = rows["base"][at], np.searchsorted(training, rows["base"][at])
        members = np.flatnonzero(near.labels == near.labels[place])
        alone = len(members) == 1
        fine = report.check(
            rows["partner"][at] == (base if alone else -1) and rows["lambda"][at] == 0,
            f"train row {at}: a row that neighbours vote on has partner -1 (a copy its base) and lambda 0")
        list_codes = table.codes[training[metric.voters(place, members, settings["neighbors"])]]
        stored = rows["x_categorical"][at]
        if settings["nominal_vote"] == "mode":
            right = stored == nominal.most_common(list_codes)
        else:
            # What values are drawn by is not stored: they can only be those of a voter.
            right = (stored == list_codes).any(axis=0)
        fine &= report.check(right.all(), f"train row {at}: {stored} is no vote of base {base}'s neighbours")
        if not fine:
            break
    return len(sample)


def _check_row(at, rows, table, found, recipe, report):
    base, partner = rows["base"][at], rows["partner"][at]
    if len(found) == 0 or (partner == base and rows["lambda"][at] == 0):
        return report.check(partner == base, f"train row {at}: a copy must have its base as partner")
    fine = report.check(
        partner in found, f"train row {at}: partner {partner} is none of base {base}'s neighbours {found}")
    if table.codes.shape[1]:
        stored = rows["x_categorical"][at]
        if recipe["method"].get("nominal_vote") == "frequency":
            right = nominal.drawn(table.codes[found], int(base), rows["lambda"][at], int(recipe["seed"]))
        else:
            right = nominal.most_common(table.codes[found])
        wrong = np.flatnonzero(right != stored)
        fine &= report.check(len(wrong) == 0, f"train row {at}: nominal columns {[table.code_names[j] for j in wrong]} "
                             f"hold {stored[wrong]}; the vote of base {base}'s neighbours is {right[wrong]}")
    return fine


def _check_pairs(rows, table, report):
    """Methods that draw any two rows: two different ones, and nominal values of the nearer parent."""
    made = rows["synthetic"] == 1
    twice = made & (rows["base"] == rows["partner"])
    report.check(not twice.any(), "train: a mixed row has its base as partner")
    if table.codes.shape[1]:
        nearer = np.where(rows["lambda"] <= 0.5, rows["base"], rows["partner"])
        right = (rows["x_categorical"] == table.codes[nearer]).all(axis=1)
        report.check(right.all(), "train: a mixed row's nominal values are not those of the nearer parent")
    return int(made.sum())
