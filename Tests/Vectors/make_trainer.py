"""trainer.json: class weights, margins and label shares by the formulas of imbalanced-DL, restated.

There λ is the share of the base for Remix and of the partner for margin-aware mixup; here `lambda` is
always the partner's, as ballast stores it. Powers come from NumPy: agree to 1e-12.
"""
import numpy as np

from stored import hex64, store
import arithmetic

LONG_TAIL = [5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50]  # CIFAR-10-LT, factor 100
COUNTS = [LONG_TAIL, [4913, 329, 28, 87, 115], [492, 8], [7, 7, 7], [1, 1000000]]


def class_balanced(counts, beta):
    """Deferred re-weighting's two stages differ in beta alone: 0 gives ones, 0.9999 the second stage."""
    weights = (1 - beta) / (1 - np.power(beta, np.array(counts, float)))
    return weights / weights.sum() * len(counts)


def class_weights():
    cases = []
    for counts in COUNTS:
        n = np.array(counts, float)
        root = 1 / np.sqrt(n)
        cases.append({
            "counts": counts, "first_stage": hex64(class_balanced(counts, 0.0)),
            "second_stage": hex64(class_balanced(counts, 0.9999)), "loose": hex64(class_balanced(counts, 0.99)),
            "inverse": hex64(n.sum() / (len(counts) * n)), "square_root": hex64(root * n.sum() / (root * n).sum())})
    known = [0.0506, 0.0769, 0.1211, 0.1950, 0.3188, 0.5246, 0.8683, 1.4426, 2.4092, 3.9927]
    assert np.allclose([float.fromhex(w) for w in cases[0]["second_stage"]], known, atol=5e-5)
    return cases


def margins(largest=0.5):
    cases = []
    for counts in COUNTS:
        m = 1.0 / np.sqrt(np.sqrt(np.array(counts, float)))
        cases.append({"counts": counts, "margins": hex64(m * (largest / np.max(m)))})
    known = [0.1581, 0.1797, 0.2042, 0.2321, 0.2638, 0.2998, 0.3407, 0.3872, 0.4405, 0.5000]
    assert np.allclose([float.fromhex(m) for m in cases[0]["margins"]], known, atol=5e-5)
    return cases


def steps():
    return np.concatenate([arithmetic.step(np.linspace(0, 0.999, 23)), np.float32([0.25, 0.5, 0.75])])


def remix(kappa=3.0, tau=0.5):
    cases = []
    for n, m in [(5000, 50), (50, 5000), (300, 100), (100, 300), (299, 100), (139, 139)]:
        shares = []
        for t in steps().astype(float):
            base = 1 - t
            if n / m >= kappa and base < tau:
                base = 0.0
            elif n / m <= 1 / kappa and 1 - base < tau:
                base = 1.0
            shares.append(base)
        cases.append({"base": n, "partner": m, "lambda": hex64(steps()), "share": hex64(shares)})
    return cases


def margin_aware(omega=-0.25):
    cases = []
    for n, m in [(5000, 50), (50, 5000), (300, 100), (139, 139), (1, 1000000)]:
        a, b = float(n) ** omega, float(m) ** omega
        meet = a / (a + b)  # the rarer class has the wider margin, so the point lies nearer to the other
        shares = [1 - t / (2 * meet) if t <= meet else (1 - t) / (2 * (1 - meet)) for t in steps().astype(float)]
        cases.append({"base": n, "partner": m, "lambda": hex64(steps()), "share": hex64(shares)})
    return cases


def main():
    store("trainer.json", {
        "class_weights": class_weights(), "margins": margins(), "remix": remix(), "margin_aware": margin_aware()})


if __name__ == "__main__":
    main()
