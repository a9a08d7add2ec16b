"""counts.json: largest remainder, decimal ratios, tempered targets."""
import numpy as np

from stored import store
import arithmetic


def shares():
    known = [([1, 1, 1], 4, [2, 1, 1]), ([5, 3, 2], 7, [4, 2, 1]), ([0, 0, 0], 5, [2, 2, 1]),
             ([0, 2, 5, 3, 1], 10, [0, 2, 4, 3, 1])]
    for weights, total, out in known:
        assert arithmetic.largest_remainder(weights, total) == out
    rng = np.random.default_rng(31)
    cases = [(w, t) for w, t, _ in known] + [([1], 9), ([3, 3], 0), ([2**40, 1, 2**40], 2**41)]
    cases += [(rng.integers(0, 50, n).tolist(), int(rng.integers(0, 1000))) for n in (2, 5, 17, 100)]
    return [{"weights": w, "total": t, "shares": arithmetic.largest_remainder(w, t)} for w, t in cases]


def ratios():
    cases = [("0.29", 100, 29), ("0.07", 100, 7), ("0.57", 100, 57), ("1.1", 10, 11), ("1", 7, 7), ("0.5", 4913, 2456),
             ("2.675", 1000, 2675), ("0.1", 3, 0), ("10", 32, 320), ("1e-3", 5000, 5)]
    for factor, count, known in cases:
        assert arithmetic.floor_of_decimal(factor, count) == known
    return [{"factor": f, "count": n, "floor": out} for f, n, out in cases]


def tempers():
    cases = [(50, 5000, 0, 5000), (50, 5000, 0.5, 500), (50, 5000, 1, 50)]
    for count, majority, q, known in cases:
        assert arithmetic.tempered(count, majority, q) == known
    more = [(28, 4913, q) for q in (0.1, 0.25, 0.75, 0.9)] + [(4913, 4913, 0.5), (1, 7, 0.3)]
    cases = [c[:3] for c in cases] + more
    return [{"count": c, "majority": m, "exponent": q, "target": arithmetic.tempered(c, m, q)} for c, m, q in cases]


def main():
    store("counts.json", {"largest_remainder": shares(), "ratios": ratios(), "tempered": tempers()})


if __name__ == "__main__":
    main()
