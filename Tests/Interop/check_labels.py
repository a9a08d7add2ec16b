"""Soft labels from the parents' classes, the stored lambda and the recipe's rules."""
import numpy as np

import arithmetic
from check_posterior import Surroundings, neighbor_posterior
from check_rows import first_wrong, made_for, same_bits
from shards import soft_labels

# How far a stored label may be from the rule's: the mixture alone agrees in every bit, sums in another order to half a
# unit of float32, what comes through a sine, a logarithm or an exponential to 1e-6.
TOLERANCE = {"smoothing": 6e-8, "remix": 0.0, "hard": 0.0}
LOOSE = 1e-6
# Methods that bring a label rule of their own.
OWN_RULE = {"remix": {"kind": "remix"}, "mamix": {"kind": "margin"}}


class Parents:
    """What a rule may look at: the parents' classes, the partner's share, the training counts."""

    def __init__(self, rows, base, labels, counts, around=None, limit=0):
        # What rules that look at rows compare them with, and how many rows are recomputed.
        self.around, self.limit = around, limit
        self.base = base
        self.partner = np.where(rows["partner"] < 0, self.base, labels[np.maximum(rows["partner"], 0)])
        self.share = rows["lambda"].astype(np.float64)
        self.counts = counts

    def labels(self, base_share):
        """The base's class has `base_share`, the partner's the rest; a pair of one class is hard."""
        q = np.zeros((len(self.base), len(self.counts)))
        at = np.arange(len(q))
        q[at, self.base] = base_share
        q[at, self.partner] += 1.0 - base_share
        q[at[self.base == self.partner]] = 0
        q[at[self.base == self.partner], self.base[self.base == self.partner]] = 1
        return q


def remix(q, rule, parents):
    kappa, tau, t = rule.get("kappa", 3), rule.get("tau", 0.5), parents.share
    n, m = np.take(parents.counts, parents.base), np.take(parents.counts, parents.partner)
    to_partner = (n >= kappa * m) & (1 - t < tau)
    to_base = (kappa * n <= m) & (t < tau) & ~to_partner
    return parents.labels(np.where(to_partner, 0.0, np.where(to_base, 1.0, 1 - t)))


def margin(q, rule, parents):
    omega, t = rule.get("exponent", -0.25), parents.share
    logarithms = np.array([arithmetic.ln(float(c)) if c else 0.0 for c in parents.counts])
    difference = logarithms[parents.partner] - logarithms[parents.base]
    b = 1 / (1 + np.exp(omega * difference))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(t <= b, 1 - t / (2 * b), (1 - t) / (2 * (1 - b)))
    return parents.labels(np.where(t <= 0, 1.0, np.where(t >= 1, 0.0, share)))


def sharpening(q, rule, parents):
    with np.errstate(divide="ignore"):
        logarithms = np.log(q)
    powers = np.exp((logarithms - logarithms.max(axis=1, keepdims=True)) / rule.get("temperature", 0.5))
    return powers / powers.sum(axis=1, keepdims=True)


def hard(q, rule, parents):
    return np.eye(q.shape[1])[arithmetic.hard_label(q.astype(np.float32), parents.base)]


def smoothing(q, rule, parents):
    return arithmetic.smooth(q, rule.get("amount", 0.1))


def label_aware_smoothing(q, rule, parents):
    settings = rule.get("head", 0.3), rule.get("tail", 0.0), rule.get("law", "concave"), rule.get("exponent", 2)
    return arithmetic.smooth(q, arithmetic.label_aware_amounts(parents.counts, *settings))


RULES = {"remix": remix, "margin": margin, "sharpening": sharpening, "hard": hard, "smoothing": smoothing,
         "label-aware-smoothing": label_aware_smoothing, "neighbor-posterior": neighbor_posterior}


def expected_labels(split, rows, table, recipe, counts, training, limit):
    """Soft labels in float64 and how far the stored ones may be from them."""
    asked = any(rule["kind"] == "neighbor-posterior" for rule in recipe.get("labels") or [])
    around = Surroundings(rows, table, training, recipe.get("distance") or {}) if asked else None
    parents = Parents(rows, made_for(rows, table, recipe), table.labels, counts, around, limit)
    q, tolerance = parents.labels(1.0 - parents.share), 0.0
    if split != "train":
        return q, tolerance
    method = recipe["method"]
    own = [{**method, **OWN_RULE[method["kind"]]}] if method["kind"] in OWN_RULE else []
    for rule in own + (recipe.get("labels") or []):
        q = RULES[rule["kind"]](q, rule, parents)
        tolerance = max(tolerance, TOLERANCE.get(rule["kind"], LOOSE))
    return q, tolerance


def check_labels(split, rows, table, recipe, counts, training, limit, report):
    unknown = [rule["kind"] for rule in recipe.get("labels") or [] if rule["kind"] not in RULES]
    if not report.check(not unknown, f"the audit does not know the label rules {unknown}"):
        return
    q, tolerance = expected_labels(split, rows, table, recipe, counts, training, limit)
    stored = soft_labels(rows, len(table.classes))
    if tolerance == 0 and "soft_rest" not in rows:
        right = same_bits(stored, q.astype(np.float32))
    else:
        right = (np.abs(stored - q) <= max(tolerance, 6e-8)).all(axis=1)
    right |= np.isnan(q).any(axis=1)
    report.check(right.all(), f"{split}: soft labels differ from the rules': {first_wrong(right)}")
    total = stored.astype(np.float64).sum(axis=1)
    report.check((np.abs(total - 1) <= 1.3e-7).all(), f"{split}: soft labels do not sum to 1")
    report.check((stored >= 0).all(), f"{split}: a soft label is negative")
    label = arithmetic.hard_label(stored, made_for(rows, table, recipe))
    right = label == rows["label"]
    report.check(right.all(), f"{split}: label is not the class of the largest soft label: {first_wrong(right)}")
