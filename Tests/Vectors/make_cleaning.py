"""cleaning.json: which rows imbalanced-learn keeps when it edits, cleans and under-samples."""
import numpy as np
from imblearn.under_sampling import EditedNearestNeighbours, NearMiss, NeighbourhoodCleaningRule, TomekLinks
from sklearn.neighbors import NearestNeighbors

from stored import bits32, store


def cloud(counts, seed, width=2):
    """Overlapping clouds, the rows of all classes between each other."""
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.repeat(np.arange(len(counts)), counts))
    values = rng.normal(size=(len(labels), width)) + 0.9 * labels[:, None]
    return values.astype(np.float32), labels


def case(name, values, labels, kept, **settings):
    return {"name": name, "width": values.shape[1], "values": bits32(values), "labels": labels.tolist(),
            "kept": sorted(int(i) for i in kept), **settings}


def indices(sampler, values, labels):
    sampler.fit_resample(values, labels)
    return sampler.sample_indices_


def edited():
    cases = []
    for vote, kind in (("majority", "mode"), ("all", "all")):
        for k in (3, 5):
            # Two classes: where three share a vote evenly, imbalanced-learn goes by the lowest code.
            values, labels = cloud((80, 25) if vote == "majority" else (70, 30, 12), seed=k)
            kept = indices(EditedNearestNeighbours(n_neighbors=k, kind_sel=kind), values, labels)
            cases.append(case(f"{vote} of {k}", values, labels, kept, vote=vote, neighbors=k))
    return cases


def tomek():
    cases = []
    for counts, seed in (((80, 25), 1), ((60, 40, 15), 2)):
        values, labels = cloud(counts, seed)
        for strategy in ("auto", "all"):
            kept = indices(TomekLinks(sampling_strategy=strategy), values, labels)
            spare = strategy == "auto"
            cases.append(case(f"{counts}, {strategy}", values, labels, kept, spare_minority=spare))
    return cases


def cleaned():
    """By the paper; imbalanced-learn's rows, whose rows of the smallest class vote for themselves, are more."""
    cases = []
    for seed in (3, 4, 5):
        values, labels = cloud((70, 18), seed)
        theirs = indices(NeighbourhoodCleaningRule(n_neighbors=3), values, labels)
        near = NearestNeighbors(n_neighbors=4).fit(values).kneighbors(values, return_distance=False)[:, 1:]
        foreign = labels[near] != labels[:, None]
        misread = foreign.sum(axis=1) >= 2
        dropped = misread & (labels == 0)
        blamed = near[misread & (labels == 1)][foreign[misread & (labels == 1)]]
        dropped[blamed] = True
        kept = np.flatnonzero(~dropped)
        assert set(kept) <= set(theirs) and len(theirs) < len(labels)
        cases.append(case(f"seed {seed}", values, labels, kept, imbalanced_learn=sorted(int(i) for i in theirs)))
    assert any(c["kept"] != c["imbalanced_learn"] for c in cases)
    return cases


def near_miss():
    cases = []
    for version in (1, 2, 3):
        values, labels = cloud((60, 30, 9), seed=10 + version)
        targets = [14, 11, 9]
        sampler = NearMiss(version=version, sampling_strategy={0: targets[0], 1: targets[1]})
        kept = indices(sampler, values, labels)
        cases.append(case(f"version {version}", values, labels, kept, version=version, targets=targets))
    return cases


def main():
    store("cleaning.json", {"enn": edited(), "tomek": tomek(), "ncr": cleaned(), "near_miss": near_miss()})


if __name__ == "__main__":
    main()
