"""Labels from the training rows nearest to a row, by brute force over the stored x."""
import numpy as np

import arithmetic


class Surroundings:
    """The nearest training rows of stored rows, and of training rows themselves."""

    def __init__(self, rows, table, training, distance):
        self.rows, self.table, self.training = rows, table, training
        self.flat = table.features.reshape(len(table), -1)
        # The columns themselves, wherever the method looks for its partners.
        own = distance.get("embedding") is None and distance.get("metric", "euclidean") == "euclidean"
        scale = distance.get("scale", "standard") if own else "standard"
        width = self.flat.shape[1]
        self.weights = arithmetic.distance_weights(self.flat[training], scale) if width else np.zeros(0)
        m = arithmetic.mismatch_scale(self.flat[training], self.weights)
        self.squared_mismatch = m * m
        self._memberships = {}

    def of(self, at, k, besides=()):
        """Positions among the training rows and squared distances, nearest first."""
        x = self.rows["x"][at].reshape(-1) if "x" in self.rows else np.zeros(0, np.float32)
        codes = self.rows["x_categorical"][at] if "x_categorical" in self.rows else None
        distances = self._distances(x, codes)
        distances[np.isin(self.training, besides)] = np.inf
        found = arithmetic.nearest(distances, k)
        found = found[np.isfinite(distances[found])]
        return found, distances[found]

    def _distances(self, x, codes):
        distances = arithmetic.squared_distances(x, self.flat[self.training], self.weights)
        if codes is not None:
            mismatches = (codes != self.table.codes[self.training]).sum(axis=1)
            distances = distances + self.squared_mismatch * mismatches
        return distances

    def memberships(self, position, k, classes):
        """Fuzzy memberships of a training row: .51 of its own class, .49 shared by its neighbours'."""
        if position not in self._memberships:
            row = self.training[position]
            codes = self.table.codes[row] if self.table.codes.shape[1] else None
            distances = self._distances(self.flat[row], codes)
            distances[position] = np.inf
            own = arithmetic.nearest(distances, min(k, len(distances) - 1))
            u = 0.49 * np.bincount(self.table.labels[self.training[own]], minlength=classes) / len(own)
            u[self.table.labels[row]] += 0.51
            self._memberships[position] = u
        return self._memberships[position]


def posterior(found, squared, rule, around, counts):
    """p of one row from its neighbours."""
    labels, K = around.table.labels[around.training[found]], len(counts)
    estimate, k = rule.get("estimate", "count"), rule.get("neighbors", 10)
    if estimate == "count":
        p = np.bincount(labels, minlength=K).astype(float)
        if rule.get("prior", "balanced") == "natural":
            p += rule.get("pseudo_rows", 1) * np.array(counts) / sum(counts)
    elif estimate == "kernel":
        weights = np.exp(-squared / (2 * squared[-1])) if squared[-1] > 0 else np.ones(len(found))
        p = np.bincount(labels, weights, minlength=K)
    else:
        with np.errstate(divide="ignore"):
            weights = (squared == 0).astype(float) if squared[0] == 0 else 1 / squared
        p = sum(w * around.memberships(i, k, K) for w, i in zip(weights, found))
    if rule.get("prior", "balanced") == "balanced":
        p = p / np.maximum(counts, 1)
    return p / p.sum()


def neighbor_posterior(q, rule, parents):
    """Rows beyond the limit are not recomputed: nan, which the comparison passes over."""
    q, around = q.copy(), parents.around
    mixed = np.flatnonzero(around.rows["base"] != around.rows["partner"])
    known = mixed[np.unique(np.linspace(0, len(mixed) - 1, min(parents.limit, len(mixed))).astype(int))]
    q[np.setdiff1d(mixed, known)] = np.nan
    share = rule.get("share", 0.5)
    for at in known:
        besides = (around.rows["base"][at], around.rows["partner"][at]) if rule.get("leave_parents_out") else ()
        found, squared = around.of(at, rule.get("neighbors", 10), besides)
        if len(found):
            q[at] = (1 - share) * q[at] + share * posterior(found, squared, rule, around, parents.counts)
    return q
