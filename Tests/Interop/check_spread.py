"""SMOTE beyond its parents: steps in their interval, rows by the correction of each class."""
import numpy as np

import arithmetic
from check_rows import first_wrong, same_bits

LONGEST_SEARCH = 2000


def is_corrected(recipe):
    method = recipe["method"]
    changed = method.get("step", "uniform") != "uniform" or method.get("match", "none") != "none"
    return method["kind"] == "smote" and changed


class ClassSpread:
    """Moments of a class's pairs, every row a base equally often, in the scaled space."""

    def __init__(self, members, near, flat, weights):
        values = flat.astype(np.float64) * weights
        self.mean, self.weights = values[members].mean(axis=0), weights
        self.z = values[members] - self.mean
        self.deltas = [values[near.of(row)] - values[row] for row in members]
        self.variance = self.z.var(axis=0)
        self.constant = np.ptp(flat[members], axis=0) == 0

    def extension(self, limit):
        spread = sum((d**2).mean(axis=0).sum() for d in self.deltas) / len(self.z)
        if spread == 0:
            return 0.0
        toward = sum((z * d.mean(axis=0)).sum() for z, d in zip(self.z, self.deltas)) / len(self.z)
        drift = sum(d.mean(axis=0) for d in self.deltas) / len(self.z)
        a = ((drift**2).sum() / 4 - toward) / spread - 0.25
        return min(max((np.sqrt(max(12 * a, 0)) - 1) / 2, 0), limit)

    def expected(self, square):
        """Mean and variance of the rows to come, for steps of mean 1/2 and the given E[lambda^2]."""
        pairs = list(zip(self.z, self.deltas))
        first = sum(z + d.mean(axis=0) / 2 for z, d in pairs) / len(pairs)
        second = sum(z * z + (z * d + square * d**2).mean(axis=0) for z, d in pairs) / len(pairs)
        return first, second - first**2


def check_spread(rows, table, training, recipe, near, report):
    """Every synthetic row of a corrected SMOTE; the classes that are too large to search are left out."""
    method = recipe["method"]
    flat = table.features.reshape(len(table), -1)
    scale = (recipe.get("distance") or {}).get("scale", "standard")
    weights = arithmetic.distance_weights(flat[training], scale)
    made = (rows["synthetic"] == 1) & (rows["base"] != rows["partner"])
    for c, name in enumerate(table.classes):
        members = training[table.labels[training] == c]
        own = np.flatnonzero(made & (table.labels[rows["base"]] == c))
        if len(own) == 0 or len(members) > LONGEST_SEARCH:
            continue
        spread = ClassSpread(members, near, flat, weights)
        reach, square = _step(method, spread)
        share = rows["lambda"][own].astype(np.float64)
        inside = (share >= -reach - 1e-6) & (share <= 1 + reach + 1e-6)
        report.check(inside.all(), f"class '{name}': lambda beyond {-reach} to {1 + reach}: {first_wrong(inside)}")
        if len(own) > 1000:
            report.check(share.min() < 0.02 * (1 + 2 * reach) - reach, f"class '{name}': no lambda near {-reach}")
        _check_values(own, rows, table, flat, spread, square, method["match"] == "columns", name, report)


def _step(method, spread):
    if method["step"] == "structure-preserving":
        return (np.sqrt(2 * method["alpha"] + 1) - 1) / 2, 0.5
    reach = spread.extension(method["maximum_extension"]) if method["step"] == "extended" else 0.0
    return reach, 0.25 + (1 + 2 * reach)**2 / 12


def _check_values(own, rows, table, flat, spread, square, is_matched, name, report):
    base, partner = flat[rows["base"][own]].astype(np.float64), flat[rows["partner"][own]].astype(np.float64)
    values = base + rows["lambda"][own].astype(np.float64)[:, None] * (partner - base)
    if is_matched:
        shift, variance = spread.expected(square)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(spread.constant | (variance <= 0), 1.0, np.sqrt(spread.variance / variance))
        center = (spread.mean + np.where(spread.constant, 0, shift)) / spread.weights
        values = np.where(spread.constant, values, spread.mean / spread.weights + ratio * (values - center))
    whole = list(table.integer_columns or [])
    if whole:
        kept = flat[table.kept]
        values[:, whole] = np.clip(np.rint(values[:, whole]), kept[:, whole].min(axis=0), kept[:, whole].max(axis=0))
    stored = rows["x"][own].reshape(len(own), -1)
    if not is_matched:
        right = same_bits(stored, values.astype(np.float32))
    else:
        # The sums behind the correction run in another order here; a whole number may round to its neighbour.
        allowed = 1e-6 * np.maximum(np.abs(values), 1) + np.isin(np.arange(values.shape[1]), whole) * 1.0
        right = (np.abs(stored - values) <= allowed).all(axis=1)
        exact = (np.abs(stored - values) <= 1e-6 * np.maximum(np.abs(values), 1)).mean()
        report.check(exact > 0.999, f"class '{name}': {1 - exact:.4f} of the matched values differ")
    report.check(right.all(), f"class '{name}': x is not what step and match give: {first_wrong(right)}")
