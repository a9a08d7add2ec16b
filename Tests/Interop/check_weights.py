"""Training weights from the stored soft labels, and what the manifest tells a trainer."""
import numpy as np

import arithmetic
from check_rows import first_wrong
from shards import soft_labels


def effective(count, beta):
    """(1 - beta^n) / (1 - beta), without a difference of near numbers."""
    if beta == 1:
        return float(count)
    return 1.0 if beta == 0 else float(np.expm1(count * np.log(beta)) / (beta - 1))


def row_weights(kind, beta, q, priors):
    """The class weights a of w = sum_c a_c q_c, mean 1 over the rows; None for ones."""
    mass, rows = q.sum(axis=0), len(q)
    if kind == "ones":
        return None
    if kind == "prior":
        return np.linalg.lstsq(q.T @ q, rows * priors, rcond=1e-12)[0]
    law = {"inverse": lambda n: 1 / n, "square-root": lambda n: n**-0.5,
           "effective-number": lambda n: 1 / effective(max(1, np.rint(n)), beta)}[kind]
    a = np.array([law(n) if n > 0 else 0.0 for n in mass])
    return a * rows / (a * mass).sum()


def check_weights(data, split_rows, table, recipe, counts, left, report):
    """Every row's weight, the manifest's row weights and the shares that come of them.

    `counts` are those before rows were dropped, `left` those of the rows that take part.
    """
    settings = recipe.get("weights") or {}
    kind, beta = settings.get("kind", "ones"), settings.get("beta", 0.9999)
    for split, rows in split_rows.items():
        if split != "train" or kind == "ones":
            report.check((rows["weight"] == 1).all(), f"{split}: weights must be 1 here")
    if "train" not in split_rows:
        return
    rows, classes = split_rows["train"], data.manifest["classes"]
    q = soft_labels(rows, len(table.classes)).astype(np.float64)
    priors = np.array(counts) / sum(counts)
    if kind != "ones":
        a = row_weights(kind, beta, q, priors)
        exact = np.maximum(q @ a, 0)
        exact *= len(exact) / exact.sum()
        right = np.abs(rows["weight"] - exact) <= 1e-5 * np.maximum(1, exact)
        report.check(right.all(), f"train: weights are not those of '{kind}': {first_wrong(right)}")
        stated = np.array([entry["row_weight"] for entry in classes], float)
        again = np.maximum(q @ stated, 0)
        right = np.abs(rows["weight"] - again) <= 1e-6 * np.maximum(1, again)
        report.check(right.all(), f"train: weights do not follow from the manifest's row weights: {first_wrong(right)}")
    mass = (rows["weight"].astype(np.float64)[:, None] * q).sum(axis=0)
    check_class_table(classes, counts, left, mass, recipe, report)


def check_class_table(classes, counts, left, mass, recipe, report):
    for key, values in class_table(counts, left, mass, recipe).items():
        for entry, value in zip(classes, values):
            report.check(
                abs(entry[key] - value) <= 1e-6 * max(1, abs(value)),
                f"class '{entry['name']}': manifest says {key} {entry[key]}; counts and rows say {value}")


def class_table(counts, left, mass, recipe):
    """Priors, offsets, class weights, margins and smoothing of each class, from counts and weighted mass."""
    n, K = np.array(counts, float), len(counts)
    beta = (recipe.get("weights") or {}).get("beta", 0.9999)
    before, after = n / n.sum(), mass / mass.sum()
    balanced = np.array([1 / effective(c, beta) for c in counts])
    quarter = n**-0.25
    expected = {
        "prior_before": before, "prior_after": after, "weight_inverse": n.sum() / (K * n),
        "weight_square_root": n**-0.5 * n.sum() / np.sqrt(n).sum(), "weight_effective": K * balanced / balanced.sum(),
        "ldam_margin": 0.5 * quarter / quarter.max(), "log_prior_before": np.log(before)}
    if (after > 0).all():
        expected["log_prior_after"], expected["logit_offset"] = np.log(after), np.log(before) - np.log(after)
    for rule in recipe.get("labels") or []:
        if rule["kind"] == "label-aware-smoothing":
            expected["label_smoothing"] = np.array(arithmetic.label_aware_amounts(
                left, rule.get("head", 0.3), rule.get("tail", 0.0), rule.get("law", "concave"), rule.get("exponent", 2)))
    return expected
