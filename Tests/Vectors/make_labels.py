"""labels.json: soft labels from parents and step through smoothing and label-aware smoothing."""
import numpy as np

from stored import bits32, hex64, store
import arithmetic

LONG_TAIL = [5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50]  # CIFAR-10-LT, factor 100


def mixtures():
    rng = np.random.default_rng(21)
    base, partner = rng.integers(0, 4, 24), rng.integers(0, 4, 24)
    weight = arithmetic.step(rng.random(24))
    weight[0], weight[1], weight[2] = 0, 1, arithmetic.step(0.5)
    base[:3], partner[:3] = [0, 1, 2], [3, 2, 0]
    stored = arithmetic.mixture(base, partner, weight, 4).astype(np.float32)
    smoothed = arithmetic.smooth(arithmetic.mixture(base, partner, weight, 4), 0.1).astype(np.float32)
    return [{
        "classes": 4, "base": base.tolist(), "partner": partner.tolist(), "lambda": bits32(weight),
        "soft_label": bits32(stored), "label": arithmetic.hard_label(stored, base).tolist(),
        "smoothing_amount": 0.1, "smoothed": bits32(smoothed),
        "smoothed_label": arithmetic.hard_label(smoothed, base).tolist()}]


def smoothings():
    cases = []
    for amounts, q, known in [
        ([0.3, 0.1, 0.0], [0.5, 0.3, 0.2], [0.41, 0.33, 0.26]),
        ([0.1] * 3, [1.0, 0.0, 0.0], [0.9 + 0.1 / 3, 0.1 / 3, 0.1 / 3]),
        ([1.0] * 4, [0.0, 1.0, 0.0, 0.0], [0.25] * 4),
        ([0.0] * 2, [0.25, 0.75], [0.25, 0.75]),
    ]:
        out = arithmetic.smooth(np.array([q]), amounts)[0]
        assert np.allclose(out, known, atol=1e-15) and abs(out.sum() - 1) < 1e-12
        cases.append({"amounts": amounts, "q": q, "smoothed": hex64(out), "stored": bits32(out)})
    return cases


def label_aware():
    """Through a sine, which differs between machines in the last bits: agree to 1e-6."""
    cases = []
    for law, exponent in [("concave", 1.0), ("linear", 1.0), ("convex", 1.0), ("power", 2.0)]:
        for counts in (LONG_TAIL, [4913, 329, 28, 87, 115], [7, 7, 7]):
            amounts = arithmetic.label_aware_amounts(counts, 0.3, 0.0, law, exponent)
            cases.append({"law": law, "exponent": exponent, "counts": counts, "head": 0.3, "tail": 0.0,
                          "amounts": [round(a, 12) for a in amounts]})
    known = [0.3, 0.2414, 0.1578, 0.0960, 0.0563, 0.0320, 0.0173, 0.0085, 0.0031, 0.0]
    assert np.allclose(cases[0]["amounts"], known, atol=5e-5)
    return cases


def main():
    store("labels.json", {"mixtures": mixtures(), "smoothings": smoothings(), "label_aware": label_aware()})


if __name__ == "__main__":
    main()
