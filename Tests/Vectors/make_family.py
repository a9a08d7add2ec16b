"""family.json: what imbalanced-learn and scikit-learn say of the parts that the SMOTE family is made of.

Numbers that come through a solver or a library's product are rounded, so that another machine stores the same.

Danger and noise rows (Borderline-SMOTE, SVM-SMOTE), ADASYN's foreign shares and what follows of them, k-means centres of
groups that lie apart, cluster weights, and the support rows of a linear machine.
"""
import numpy as np
from imblearn.over_sampling import ADASYN, SMOTE, KMeansSMOTE
from sklearn.cluster import KMeans
from sklearn.neighbors import NearestNeighbors
from sklearn.svm import LinearSVC

from stored import bits32, hex64, store
import arithmetic


def overlapping(rng, counts, width, apart=1.5):
    """Rows of classes that reach into each other, as float32, and their labels."""
    labels = np.repeat(np.arange(len(counts)), counts)
    values = rng.standard_normal((len(labels), width)) + apart * labels[:, None] / np.sqrt(width)
    order = rng.permutation(len(labels))
    return values[order].astype(np.float32), labels[order]


def surroundings(rng):
    cases = []
    for counts, width, m in [((60, 20), 2, 10), ((60, 20), 2, 5), ((90, 25, 12), 4, 10), ((40, 12), 3, 1)]:
        values, labels = overlapping(rng, counts, width)
        search = NearestNeighbors(n_neighbors=m + 1).fit(values)
        entry = {"values": bits32(values), "width": width, "labels": labels.tolist(), "m": m, "danger": [], "noise": []}
        for c in range(1, len(counts)):
            members = np.flatnonzero(labels == c)
            for kind in ("danger", "noise"):
                found = SMOTE()._in_danger_noise(search, values[members], c, labels, kind=kind)
                entry[kind] += members[found].tolist()
        cases.append(entry)
    return cases


def foreign_shares(rng):
    cases = []
    for counts, width, k, total in [((60, 20), 2, 5, 40), ((60, 20), 3, 5, 1000), ((90, 25, 12), 4, 7, 65)]:
        values, labels = overlapping(rng, counts, width)
        members = np.flatnonzero(labels == 1)
        search = NearestNeighbors(n_neighbors=k + 1).fit(values)
        near = search.kneighbors(values[members], return_distance=False)[:, 1:]
        foreign = (labels[near] != 1).sum(axis=1)
        shares = arithmetic.largest_remainder(foreign.tolist(), total)
        theirs = np.rint(foreign / foreign.sum() * total).astype(int)
        assert np.abs(theirs - shares).max() <= 1
        made, _ = ADASYN(sampling_strategy={1: len(members) + total}, n_neighbors=k).fit_resample(values, labels)
        assert len(made) - len(values) == theirs.sum()
        cases.append({"values": bits32(values), "width": width, "labels": labels.tolist(), "k": k, "total": total,
                      "rows": members.tolist(), "shares": shares, "rounded_total": int(theirs.sum())})
    return cases


def centers(rng):
    cases = []
    for groups, width in [(3, 2), (5, 9), (1, 4)]:
        middle = 40 * rng.standard_normal((groups, width))
        while groups > 1 and min(np.linalg.norm(a - b) for i, a in enumerate(middle) for b in middle[:i]) < 20:
            middle = 40 * rng.standard_normal((groups, width))
        values = (np.repeat(middle, 30, axis=0) + rng.standard_normal((30 * groups, width))).astype(np.float32)
        found = KMeans(groups, n_init=20, random_state=0).fit(values.astype(np.float64)).cluster_centers_
        found = found[np.lexsort(found.T[::-1])]
        cases.append({"values": bits32(values), "width": width, "count": groups, "centers": hex64(found.round(9))})
    return cases


def cluster_weights(rng):
    cases = []
    for sizes, width in [((4, 6), 3), ((10, 3, 40), 2), ((100, 2), 8)]:
        parts = [(rng.standard_normal((size, width)) * rng.uniform(0.5, 3)).astype(np.float32) for size in sizes]
        sampler = KMeansSMOTE(density_exponent=width)
        sparsity = np.array([sampler._find_cluster_sparsity(part.astype(np.float64)) for part in parts])
        cases.append({"values": bits32(np.concatenate(parts)), "width": width, "sizes": list(sizes),
                      "weights": hex64((sparsity / sparsity.sum()).round(12))})
    return cases


def margins(rng):
    cases = []
    for counts, width, penalty in [((60, 20), 2, 1.0), ((200, 15), 5, 1.0), ((80, 30), 3, 0.01), ((50, 12), 4, 100.0)]:
        values, labels = overlapping(rng, counts, width, apart=2.5)
        weights = arithmetic.distance_weights(values)
        mean, _ = arithmetic.mean_and_deviation(values)
        scaled = (values.astype(np.float64) - mean) * weights
        model = LinearSVC(C=penalty, class_weight="balanced", dual=False, tol=1e-12, max_iter=100_000)
        found = model.fit(scaled, labels).decision_function(scaled)
        # No row so near to the margin that the solver's last digits decide.
        assert np.abs(np.abs(found) - 1).min() > 1e-6
        members = np.flatnonzero(labels == 1)
        cases.append({"values": bits32(values), "width": width, "labels": labels.tolist(), "penalty": penalty,
                      "support": members[found[members] <= 1].tolist(), "margins": hex64(found[members].round(6))})
    return cases


def main():
    rng = np.random.default_rng(53)
    store("family.json", {
        "surroundings": surroundings(rng), "foreign_shares": foreign_shares(rng), "centers": centers(rng),
        "cluster_weights": cluster_weights(rng), "margins": margins(rng)})


if __name__ == "__main__":
    main()
