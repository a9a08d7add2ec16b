"""Partners and nominal votes by brute force over all training rows."""
import numpy as np

import arithmetic

SMOTE_LIKE = ("smote", "soft-smote")


class Neighborhood:
    """The k nearest training rows of any training row, by the distance of the recipe."""

    def __init__(self, table, training, recipe):
        self.table, self.training = table, training
        self.k = recipe["method"].get("neighbors", 5)
        self.same_class = recipe["method"]["kind"] == "smote"
        scale = (recipe.get("distance") or {}).get("scale", "standard")
        flat = table.features.reshape(len(table), -1)
        self.flat = flat
        self.weights = arithmetic.distance_weights(flat[training], scale) if flat.shape[1] else np.zeros(0)
        self.labels = table.labels[training]
        self._squared = {}

    def of(self, row):
        own = self.table.labels[row]
        pool = self.training[self.labels == own] if self.same_class else self.training
        distances = arithmetic.squared_distances(self.flat[row], self.flat[pool], self.weights)
        if self.table.codes.shape[1]:
            mismatches = (self.table.codes[row] != self.table.codes[pool]).sum(axis=1)
            distances = distances + self._squared_mismatch(own) * mismatches
        distances[pool == row] = np.inf
        return pool[arithmetic.nearest(distances, min(self.k, len(pool) - 1))]

    def _squared_mismatch(self, own):
        if own not in self._squared:
            m = arithmetic.mismatch_scale(self.flat[self.training[self.labels == own]], self.weights)
            self._squared[own] = m * m
        return self._squared[own]


def voted(codes):
    """The mode of each column over neighbours, nearest first; a tie goes to the value held by the nearest."""
    winners = []
    for column in codes.T:
        values, first, counts = np.unique(column, return_index=True, return_counts=True)
        winners.append(values[np.lexsort((first, -counts))[0]])
    return np.array(winners, np.int32)


def check_neighbors(rows, table, training, recipe, limit, report):
    """Partners and nominal values of up to `limit` synthetic rows, evenly over the data set."""
    kind = recipe["method"]["kind"]
    made = np.flatnonzero(rows["synthetic"] == 1)
    made = made[np.unique(np.linspace(0, len(made) - 1, min(limit, len(made))).astype(int))] if len(made) else made
    if kind == "mixup":
        return _check_mixup(rows, table, report)
    if kind not in SMOTE_LIKE:
        return 0
    near = Neighborhood(table, training, recipe)
    known = {}
    for at in made:
        base = rows["base"][at]
        found = known.setdefault(base, None)
        if found is None:
            found = known[base] = near.of(base)
        if not _check_row(at, rows, table, found, report):
            break
    return len(made)


def _check_row(at, rows, table, found, report):
    base, partner = rows["base"][at], rows["partner"][at]
    if len(found) == 0 or (partner == base and rows["lambda"][at] == 0):
        fine = partner == base
        return report.check(fine, f"train row {at}: a copy must have its base as partner")
    fine = report.check(
        partner in found, f"train row {at}: partner {partner} is none of base {base}'s neighbours {found}")
    if table.codes.shape[1]:
        right, stored = voted(table.codes[found]), rows["x_categorical"][at]
        wrong = np.flatnonzero(right != stored)
        fine &= report.check(len(wrong) == 0, f"train row {at}: nominal columns {[table.code_names[j] for j in wrong]} "
                             f"hold {stored[wrong]}; the vote of base {base}'s neighbours is {right[wrong]}")
    return fine


def _check_mixup(rows, table, report):
    made = rows["synthetic"] == 1
    apart = rows["base"][made] != rows["partner"][made]
    report.check(apart.all(), "train: a mixed row has its base as partner")
    if table.codes.shape[1]:
        nearer = np.where(rows["lambda"] <= 0.5, rows["base"], rows["partner"])
        right = (rows["x_categorical"] == table.codes[nearer]).all(axis=1)
        report.check(right.all(), "train: a mixed row's nominal values are not those of the nearer parent")
    return int(made.sum())
