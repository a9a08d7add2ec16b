"""The arithmetic that reaches ballast's output, restated in NumPy.

Every number in a shard has one defined way of being computed: IEEE float64, nearest even, each
operation rounded by itself. This file says it a second time, independently of the Swift code, so
that the audit and the stored vectors can compare bits rather than tolerances.
"""
import math
from decimal import Decimal

import numpy as np

LANES = 8
SUM_BLOCK = 65_536
LN2_HIGH = float.fromhex("0x1.62e42feep-1")
LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")
LOG2_E = float.fromhex("0x1.71547652b82fep+0")


# --- steps and blends ---------------------------------------------------------------------------

def step(draw):
    """A draw in [0, 1) put on the odd multiples of 2^-24: exact in float32, never 0, 1/2 or 1."""
    grid = np.minimum(np.floor(np.asarray(draw, np.float64) * 2.0**23), 2.0**23 - 1)
    return ((2 * grid + 1) / 2.0**24).astype(np.float32)


def blend(base, partner, weight, integer_columns=None):
    """float32 rows: base + weight * (partner - base) in float64 with one last rounding.

    Weight 0 copies the base's bits and weight 1 the partner's. Columns named in
    `integer_columns` are rounded to even before the last conversion.
    """
    base, partner = np.asarray(base, np.float32), np.asarray(partner, np.float32)
    share = np.asarray(weight, np.float32).astype(np.float64)
    share = share.reshape(share.shape + (1,) * (base.ndim - share.ndim))
    b, p = base.astype(np.float64), partner.astype(np.float64)
    mixed = b + share * (p - b)
    if integer_columns is not None and len(integer_columns):
        mixed[:, integer_columns] = np.rint(mixed[:, integer_columns])
    with np.errstate(over="ignore"):
        out = mixed.astype(np.float32)
    return np.where(share == 0, base, np.where(share == 1, partner, out))


def blend_integers(base, partner, weight, low, high):
    """Integer rows: blended in float64, rounded to even, clipped to a range."""
    share = np.asarray(weight, np.float32).astype(np.float64)
    share = share.reshape(share.shape + (1,) * (base.ndim - share.ndim))
    b, p = base.astype(np.float64), partner.astype(np.float64)
    mixed = np.clip(np.rint(b + share * (p - b)), low, high).astype(base.dtype)
    return np.where(share == 0, base, np.where(share == 1, partner, mixed))


# --- sums, scales, distances --------------------------------------------------------------------

def sum_rows(values):
    """Column sums in blocks of 65,536 rows: row order inside a block, block results in order."""
    total = np.zeros(values.shape[1:], np.float64)
    for start in range(0, len(values), SUM_BLOCK):
        block = values[start:start + SUM_BLOCK].astype(np.float64)
        total = total + np.cumsum(block, axis=0)[-1]
    return total


def mean_and_deviation(values):
    """Population mean and standard deviation of each column, in two passes."""
    rows = len(values)
    mean = sum_rows(values) / rows
    squares = np.zeros(values.shape[1:], np.float64)
    for start in range(0, rows, SUM_BLOCK):
        centred = values[start:start + SUM_BLOCK].astype(np.float64) - mean
        squares = squares + np.cumsum(centred * centred, axis=0)[-1]
    return mean, np.sqrt(squares / rows)


def distance_weights(values, scale="standard"):
    """The factor of each column's difference: 1/sd, 1/(max - min) or 1; constant columns get 1."""
    if scale == "none":
        return np.ones(values.shape[1])
    low, high = values.min(axis=0), values.max(axis=0)
    if scale == "standard":
        _, spread = mean_and_deviation(values)
    else:
        spread = high.astype(np.float64) - low.astype(np.float64)
    with np.errstate(divide="ignore"):
        return np.where(low == high, 1.0, 1.0 / spread)


def sum_in_lanes(terms):
    """Sum over the last axis in eight lanes, lanes joined as ((0+4)+(2+6)) + ((1+5)+(3+7))."""
    width = terms.shape[-1]
    lanes = np.zeros(terms.shape[:-1] + (LANES,), np.float64)
    for start in range(0, width, LANES):
        part = terms[..., start:start + LANES]
        lanes[..., :part.shape[-1]] += part
    l = [lanes[..., i] for i in range(LANES)]
    return ((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7]))


def squared_distances(query, references, weights):
    """d^2 from one row to many, difference first, on raw values."""
    scaled = (query.astype(np.float64) - references.astype(np.float64)) * weights
    return sum_in_lanes(scaled * scaled)


def nearest(distances, k):
    """Positions of the k smallest distances; ties go to the lower position."""
    if k >= len(distances):
        return np.argsort(distances, kind="stable")
    limit = np.partition(distances, k - 1)[k - 1]
    candidates = np.flatnonzero(distances <= limit)
    return candidates[np.argsort(distances[candidates], kind="stable")][:k]


def mismatch_scale(class_rows, weights):
    """M of SMOTE-NC: the median of the class's standard deviations in the scaled space.

    When the median is 0, the mean of those that are not; when none is left, or the class has
    one row, 1.
    """
    if len(class_rows) < 2 or class_rows.shape[1] == 0:
        return 1.0
    spread = np.sort(mean_and_deviation(class_rows)[1] * weights)
    half = len(spread) // 2
    median = spread[half] if len(spread) % 2 else (spread[half - 1] + spread[half]) / 2
    if median > 0:
        return float(median)
    positive = spread[spread > 0]
    return float(np.cumsum(positive)[-1] / len(positive)) if len(positive) else 1.0


# --- labels -------------------------------------------------------------------------------------

def mixture(base_class, partner_class, weight, classes):
    """q = (1 - weight) of the base's class and weight of the partner's, float64, from the stored weight."""
    share = np.asarray(weight, np.float32).astype(np.float64)
    q = np.zeros((len(share), classes), np.float64)
    rows = np.arange(len(share))
    q[rows, base_class] = 1.0 - share
    q[rows, partner_class] += share
    same = np.asarray(base_class) == np.asarray(partner_class)
    q[rows[same], np.asarray(base_class)[same]] = 1.0
    return q


def smooth(q, amounts):
    """q'_c = (1 - e_c) q_c + (1/K) sum_d e_d q_d with one e for each class; sums in class order."""
    amounts = np.broadcast_to(np.asarray(amounts, np.float64), (q.shape[1],))
    spread = np.zeros(len(q), np.float64)
    for c in range(q.shape[1]):
        spread = spread + amounts[c] * q[:, c]
    return (1.0 - amounts) * q + (spread / q.shape[1])[:, None]


def label_aware_amounts(counts, head, tail, law="concave", exponent=2.0):
    """The smoothing of each class from its training count: most for the head (MiSLAS, Zhong 2021)."""
    low, high = min(counts), max(counts)
    if low == high:
        return [head] * len(counts)
    amounts = []
    for count in counts:
        s = (count - low) / (high - low)
        if law == "concave":
            amounts.append(tail + (head - tail) * math.sin(math.pi * s / 2))
        elif law == "linear":
            amounts.append(tail + (head - tail) * s)
        elif law == "convex":
            amounts.append(head + (head - tail) * math.sin(1.5 * math.pi + math.pi * s / 2))
        else:
            amounts.append(tail + (head - tail) * s**exponent)
    return amounts


def hard_label(stored, base_class):
    """The class of the largest stored share; a tie goes to the base's class, else the lowest code."""
    best = stored.max(axis=1)
    rows = np.arange(len(stored))
    return np.where(stored[rows, base_class] == best, base_class, stored.argmax(axis=1)).astype(np.int32)


# --- counts -------------------------------------------------------------------------------------

def largest_remainder(weights, total):
    """`total` units shared by integer weights; missing units go to the largest remainders, ties by index."""
    if sum(weights) == 0:
        weights = [1] * len(weights)
    whole = sum(weights)
    shares = [total * w // whole for w in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in order[:total - sum(shares)]:
        shares[i] += 1
    return shares


def floor_of_decimal(factor, count):
    """floor(factor * count) with the factor read as the decimal it was written as: .29 of 100 is 29."""
    digits = Decimal(str(factor))
    return int((digits * count).to_integral_value(rounding="ROUND_FLOOR"))


def tempered(count, majority, exponent):
    """max(n_c, rint(n_max (n_c / n_max)^q)); 0 and 1 are exact cases."""
    if exponent == 0:
        return majority
    if exponent == 1:
        return count
    return max(count, round(majority * power(count / majority, exponent)))


# --- functions ----------------------------------------------------------------------------------

def ln(x):
    """Natural logarithm from + - * / alone, the same bits everywhere; x > 0 and finite."""
    mantissa, exponent = math.frexp(x)
    if mantissa < math.sqrt(0.5):
        mantissa, exponent = mantissa * 2, exponent - 1
    s = (mantissa - 1) / (mantissa + 1)
    z = s * s
    series = 0.0
    for i in range(10, -1, -1):
        series = series * z + 2 / (2 * i + 1)
    return (series * s + exponent * LN2_LOW) + exponent * LN2_HIGH


def exp(x):
    """Exponential from + - * / alone, the same bits everywhere."""
    k = round(x * LOG2_E)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    series = 0.0
    for i in range(13, -1, -1):
        series = series * r + 1 / math.factorial(i)
    return math.ldexp(series, k)


def power(x, y):
    return exp(y * ln(x))


# --- random numbers -----------------------------------------------------------------------------

def philox4x32(counter, key, rounds=10):
    """Philox4x32-10 (Salmon et al. 2011): four 32-bit words from a counter and a key."""
    c, k = list(counter), list(key)
    for _ in range(rounds):
        product0, product1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(product1 >> 32) ^ c[1] ^ k[0], product1 & 0xFFFFFFFF,
             (product0 >> 32) ^ c[3] ^ k[1], product0 & 0xFFFFFFFF]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c
