"""nominal.json: value difference distances and SMOTE-N votes, checked against imbalanced-learn's."""
import warnings

import numpy as np
from imblearn.metrics.pairwise import ValueDifferenceMetric
from imblearn.over_sampling import SMOTEN
from sklearn.utils import check_random_state

from stored import hex64, store
import nominal


def check_with_imbalanced_learn(codes, labels, squared):
    """The same distances but for rounding."""
    shifted = codes + 1
    theirs = ValueDifferenceMetric(n_categories=shifted.max(axis=0) + 1).fit(shifted, labels).pairwise(shifted)
    assert np.allclose(squared, theirs, rtol=1e-12, atol=1e-12)


def check_votes_with_imbalanced_learn(codes, labels, squared, voters, votes, k, seed=3):
    """The same row from the same base wherever neither neighbours nor votes tie; they give ties to the lowest code."""
    counts = np.bincount(labels)
    compared = 0
    for c in np.flatnonzero(counts > k):
        wanted = {int(d): int(n) for d, n in enumerate(counts)} | {int(c): int(2 * counts[c] + counts.max())}
        sampler = SMOTEN(sampling_strategy=wanted, k_neighbors=k, random_state=seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made, _ = sampler.fit_resample(codes, labels)
        made = made[len(codes):]
        members = np.flatnonzero(labels == c)
        bases = check_random_state(seed).choice(np.arange(len(members)), size=len(made), replace=True)
        for base, row in zip(members[bases], made):
            distances = np.sort(np.delete(squared[base, members], np.flatnonzero(members == base)))
            if len(distances) > k and np.isclose(distances[k - 1], distances[k]):
                continue
            list_codes = codes[voters[base]]
            for j, value in enumerate(row):
                top = np.sort(np.unique(list_codes[:, j], return_counts=True)[1])
                if len(top) == 1 or top[-1] > top[-2]:
                    compared += 1
                    assert votes[base][j] == value, (base, j)
    return compared


def case(name, codes, labels, k=5):
    codes = np.asarray(codes, np.int32)
    classes = int(labels.max()) + 1
    metric = nominal.ValueDifference(codes, labels, classes)
    squared = np.stack([metric.squared(row) for row in range(len(codes))])
    check_with_imbalanced_learn(codes, labels, squared)
    voters, votes = {}, {}
    for c in range(classes):
        members = np.flatnonzero(labels == c)
        for row in members if len(members) > 1 else []:
            voters[row] = metric.voters(row, members, k)
            votes[row] = nominal.most_common(codes[voters[row]])
    compared = check_votes_with_imbalanced_learn(codes, labels, squared, voters, votes, k)
    return {
        "name": name, "rows": len(codes), "columns": codes.shape[1], "codes": codes.ravel().tolist(),
        "labels": labels.tolist(), "k": k, "squared": hex64(squared),
        "voters": [int(v) for row in voters for v in voters[row]],
        "votes": [int(v) for row in votes for v in votes[row]]}, compared


def main():
    rng = np.random.default_rng(12)
    labels = np.repeat([0, 1, 2], [22, 12, 6])
    leaning = (rng.random((40, 6)) < 0.5 + labels[:, None] * 0.2) + rng.integers(0, 3, (40, 6))
    many = rng.integers(0, 9, (30, 11))
    two = (rng.random(30) < 0.4).astype(int)
    missing = rng.integers(-1, 3, (36, 3))
    cases = [
        case("values that lean to classes", leaning, labels),
        case("more columns than lanes", many, two),
        case("missing values", missing, np.repeat([0, 1], [24, 12])),
        case("one column", rng.integers(0, 5, (24, 1)), np.repeat([0, 1], [16, 8]), k=3),
        case("equal rows", np.full((12, 2), 1), np.repeat([0, 1], [8, 4])),
        case("a class of one row, and few others", rng.integers(0, 3, (12, 4)), np.repeat([0, 1, 2], [8, 3, 1])),
        case("one neighbour", many[:20], two[:20], k=1),
    ]
    assert sum(compared for _, compared in cases) > 1000
    store("nominal.json", {"tables": [table for table, _ in cases]})


if __name__ == "__main__":
    main()
