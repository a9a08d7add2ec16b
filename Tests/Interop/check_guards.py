"""Rows that guards and under-sampling left out, and the verdicts on synthetic rows by brute force."""
import numpy as np
import xxhash

import arithmetic

GUARDS = ("enn", "ipf", "lee", "ncr", "tomek")
DROPS = ("instance-hardness", "near-miss", "random")


def dropped_rows(data, report):
    """The row numbers of the manifest's runs, which must be in order and as many as it says."""
    stated = data.manifest.get("dropped")
    if not stated:
        return np.zeros(0, np.int64)
    runs = [[int(end) for end in run.split("-")] for run in stated["rows"].split(",") if run]
    rows = np.concatenate([np.zeros(0, np.int64)] + [np.arange(run[0], run[-1] + 1) for run in runs])
    report.check((np.diff(rows) > 0).all(), "manifest: dropped.rows do not ascend")
    report.check(len(rows) == stated["count"], f"manifest: dropped.count is {stated['count']}; it lists {len(rows)}")
    digest = xxhash.xxh3_128(stated["rows"].encode()).hexdigest()
    report.check(digest == stated["digest"], "manifest: dropped.digest is not that of its rows")
    return rows


def check_dropped(data, rows, training, table, recipe, report):
    """Dropped rows are training rows, counted by class; a class above a target that is named is taken down to it."""
    stated, balance = data.manifest.get("dropped"), recipe["balance"]
    cleans = [g for g in recipe.get("guards", []) if g.get("apply_to", "synthetic") != "synthetic"]
    asked = bool(balance.get("drop")) or bool(cleans)
    if not report.check((stated is not None) == asked, "manifest: dropped must stand where the recipe drops rows"):
        return
    report.check(np.isin(rows, training).all(), "manifest: a dropped row is no training row")
    counts = np.bincount(table.labels[rows], minlength=len(table.classes)).tolist()
    report.check(not asked or counts == stated["classes"], f"manifest: dropped.classes; the rows say {counts}")
    drop = balance.get("drop") or {}
    if isinstance(balance.get("to"), int) and drop.get("kind") in DROPS and drop.get("version") != 3 and not cleans:
        before = np.bincount(table.labels[training], minlength=len(table.classes))
        right = np.maximum(before - balance["to"], 0).tolist()
        report.check(counts == right, f"dropped rows of each class are {counts}; the target leaves {right}")


class Bench:
    """Synthetic rows with their nearest originals."""

    def __init__(self, rows, table, training, recipe):
        self.table, self.training = table, training
        self.flat = table.features.reshape(len(table), -1)
        distance = recipe.get("distance") or {}
        own_space = distance.get("embedding") is None and distance.get("metric", "euclidean") == "euclidean"
        scale = distance.get("scale", "standard") if own_space else "standard"
        self.weights = arithmetic.distance_weights(self.flat[training], scale) if self.flat.shape[1] else np.zeros(0)
        self.x = rows["x"].reshape(len(rows["x"]), -1) if "x" in rows else np.zeros((len(rows["base"]), 0), np.float32)
        self.codes = rows.get("x_categorical")
        parent = np.where((rows["lambda"] > 0.5) & (rows["partner"] >= 0), rows["partner"], rows["base"])
        self.labels = table.labels[parent]
        self._mismatch = {}

    def distances(self, x, codes, label):
        """Squared, from a row to all originals."""
        found = np.zeros(len(self.training))
        if self.flat.shape[1]:
            found = arithmetic.squared_distances(x, self.flat[self.training], self.weights)
        if self.table.codes.shape[1]:
            mismatches = (codes != self.table.codes[self.training]).sum(axis=1)
            found = found + self._squared_mismatch(label) * mismatches
        return found

    def of_row(self, at):
        return self.distances(self.x[at], None if self.codes is None else self.codes[at], self.labels[at])

    def of_original(self, row):
        found = self.distances(self.flat[row], self.table.codes[row], self.table.labels[row])
        found[self.training == row] = np.inf
        return found

    def misread(self, distances, label, guard):
        """By the nearest row of each partition that is among the nearest originals."""
        labels = self.table.labels[self.training]
        within = np.zeros(len(labels), int)
        for c in np.unique(labels):
            within[labels == c] = np.arange(np.count_nonzero(labels == c))
        near = arithmetic.nearest(distances, 8 * guard["partitions"])
        _, first = np.unique(within[near] % guard["partitions"], return_index=True)
        wrong, votes = np.count_nonzero(labels[near[first]] != label), len(first)
        return wrong == votes if guard["vote"] == "consensus" else 2 * wrong > votes

    def _squared_mismatch(self, label):
        if label not in self._mismatch:
            members = self.training[self.table.labels[self.training] == label]
            self._mismatch[label] = arithmetic.mismatch_scale(self.flat[members], self.weights) ** 2
        return self._mismatch[label]


def outvoted(label, nearest, vote):
    counts = np.bincount(nearest)
    own = counts[label] if label < len(counts) else 0
    return own < len(nearest) if vote == "all" else counts.max() > own


def refuses(guard, at, bench):
    """Whether a guard refuses a synthetic row; of ncr only the part that is enn's."""
    distances, label = bench.of_row(at), bench.labels[at]
    labels = bench.table.labels[bench.training]
    if guard["kind"] == "tomek":
        other = arithmetic.nearest(distances, 1)[0]
        return labels[other] != label and distances[other] < bench.of_original(bench.training[other]).min()
    if guard["kind"] == "ipf":
        return bench.misread(distances, label, guard)
    nearest = labels[arithmetic.nearest(distances, guard["neighbors"])]
    if guard["kind"] == "lee":
        return np.count_nonzero(nearest != label) >= guard["share"] * len(nearest)
    return outvoted(label, nearest, guard.get("vote", "majority"))


def check_guards(data, rows, table, training, recipe, limit, report):
    """No synthetic row stands that a guard refuses, but those that lee kept at their last draw."""
    guards = [g for g in recipe.get("guards", []) if g.get("apply_to", "synthetic") != "originals"]
    stated = data.manifest.get("guards")
    if not report.check((stated is not None) == bool(guards), "manifest: guards must stand where there are any"):
        return
    if not guards:
        return
    made = np.flatnonzero(rows["synthetic"] == 1)
    left = stated["judged"] - stated["refused"]
    report.check(left == len(made), f"manifest: {left} synthetic rows were kept; there are {len(made)}")
    named = [verdict["kind"] for verdict in stated["verdicts"]]
    report.check(named == [g["kind"] for g in guards], f"manifest: guards are {named}")
    bench = Bench(rows, table, training, recipe)
    sample = made[np.unique(np.linspace(0, len(made) - 1, min(limit, len(made))).astype(int))] if len(made) else made
    for guard, verdict in zip(guards, stated["verdicts"]):
        found = sum(bool(refuses(guard, at, bench)) for at in sample)
        kind, most = guard["kind"], verdict["refused"] if guard["kind"] == "lee" else 0
        report.check(found <= most, f"train: {found} synthetic rows stand that '{kind}' refuses; at most {most} may")
