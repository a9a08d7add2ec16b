"""neighbors.json: exact neighbour tables, checked against scikit-learn's."""
import numpy as np
from sklearn.neighbors import NearestNeighbors

from stored import bits32, hex64, store
import arithmetic


def table_of(values, codes, squared_mismatch, weights, queries, references, k):
    """The k nearest references of each query, the row itself left out by its number, ties by row number."""
    table = []
    for query in queries:
        distances = arithmetic.squared_distances(values[query], values[references], weights)
        if codes is not None:
            distances = distances + squared_mismatch * (codes[query] != codes[references]).sum(axis=1)
        distances[references == query] = np.inf
        kept = min(k, len(references) - np.count_nonzero(references == query))
        table.append(references[arithmetic.nearest(distances, kept)].tolist())
    return table


def check_with_scikit_learn(values, weights, queries, references, table):
    """The same distances but for rounding; the same rows wherever no two distances nearly tie.

    A tree, because scikit-learn's brute force expands the square and is wrong far from zero.
    """
    scaled = values.astype(np.float64) * weights
    k = len(table[0])
    search = NearestNeighbors(n_neighbors=min(k + 1, len(references)), algorithm="kd_tree").fit(scaled[references])
    distances, found = search.kneighbors(scaled[queries])
    for i, query in enumerate(queries):
        theirs = [(d, references[j]) for d, j in zip(distances[i], found[i]) if references[j] != query][:k]
        mine = np.sqrt(((scaled[query] - scaled[table[i]]) ** 2).sum(axis=1))
        assert np.allclose(mine, [d for d, _ in theirs], rtol=1e-6, atol=1e-6)
        gaps = np.diff([d for d, _ in theirs])
        if len(gaps) and gaps.min() > 1e-6 and (len(distances[i]) <= k or distances[i][-1] - mine[-1] > 1e-6):
            assert [j for _, j in theirs] == table[i], (query, theirs, table[i])


def case(name, values, labels=None, codes=None, k=5, scale="standard"):
    values = values.astype(np.float32)
    weights = arithmetic.distance_weights(values, scale) if values.shape[1] else np.zeros(0)
    every = np.arange(len(values))
    subsets = {"all": (every, every)}
    if labels is not None:
        minority = np.flatnonzero(labels == 1)
        subsets = {"same class": (minority, minority), "minority among all": (minority, every)}
    out = []
    for subset, (queries, references) in subsets.items():
        squared = 0.0
        if codes is not None:
            m = arithmetic.mismatch_scale(values[queries], weights)
            squared = m * m
        table = table_of(values, codes, squared, weights, queries, references, k)
        if codes is None:
            check_with_scikit_learn(values, weights, queries, references, table)
        entry = {
            "name": f"{name}, {subset}", "rows": len(values), "width": values.shape[1], "scale": scale, "k": k,
            "values": bits32(values), "weights": hex64(weights), "queries": queries.tolist(),
            "references": references.tolist(), "neighbors": sum(table, []), "found": len(table[0])}
        if codes is not None:
            entry |= {"codes": codes.ravel().tolist(), "code_columns": codes.shape[1],
                      "mismatch_weight": float(squared).hex()}
        out.append(entry)
    return out


def main():
    rng = np.random.default_rng(41)
    normal = rng.standard_normal
    duplicated = normal((40, 4))
    duplicated[20:30] = duplicated[:10]
    grid = np.array([[i, j] for i in range(7) for j in range(7)], float)
    labels = (rng.random(80) < 0.3).astype(int)
    mixed = normal((80, 3))
    codes = rng.integers(-1, 3, (80, 2)).astype(np.int32)
    cases = [
        case("normal", normal((60, 5))),
        case("wide", normal((30, 37))),
        case("one column", normal((50, 1))),
        case("units apart by a million", normal((50, 3)) * [1e-3, 1, 1e3]),
        case("duplicate rows", duplicated),
        case("a grid full of ties", grid),
        case("a constant column", np.column_stack([np.full(30, 0.1), normal((30, 2))])),
        case("all rows equal", np.full((8, 3), 0.7)),
        case("tight and far from zero", 1e4 + normal((40, 6)) * 1e-2),
        case("fewer rows than k", normal((4, 3))),
        case("two rows", normal((2, 3))),
        case("min and max", normal((40, 4)), scale="minmax"),
        case("no scale", normal((40, 4)), scale="none"),
        case("two classes", normal((80, 4)), labels),
        case("mixed columns", mixed, labels, codes),
        case("few numeric values, nominal ties", np.rint(mixed), labels, codes),
        case("nominal columns only", np.zeros((80, 0)), labels, codes),
    ]
    store("neighbors.json", {"tables": sum(cases, [])})


if __name__ == "__main__":
    main()
