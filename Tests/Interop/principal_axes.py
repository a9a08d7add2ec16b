"""Rows as neighbours see them, restated in NumPy to the bit: rows of length 1 and principal components."""
import numpy as np

import arithmetic

TOLERANCE = 2.0**-40
MOST_SWEEPS = 50


def unit_rows(values):
    """float32(x / |x|), |x|^2 summed in eight lanes; a row of zeros stays."""
    wide = values.astype(np.float64)
    length = np.sqrt(arithmetic.sum_in_lanes(wide * wide))[:, None]
    with np.errstate(invalid="ignore"):
        return np.where(length == 0, 0, wide / length).astype(np.float32)


def covariance(centred):
    """Sums of products in blocks of 65,536 rows: row order inside a block, block results in order."""
    rows, width = centred.shape
    total = np.zeros((width, width))
    for start in range(0, rows, arithmetic.SUM_BLOCK):
        block = np.zeros((width, width))
        for z in centred[start:start + arithmetic.SUM_BLOCK]:
            block += z[:, None] * z
        total = total + block
    return total / rows


def jacobi(matrix):
    """Eigenvalues, largest first, and eigenvectors as lines, by rotations in tournament order."""
    a, v = matrix.copy(), np.eye(len(matrix))
    width = len(a)
    tolerance = np.abs(np.diag(a)).max() * TOLERANCE
    players = width + width % 2
    upper = np.triu_indices(width, 1)
    for _ in range(MOST_SWEEPS):
        if not (np.abs(a[upper]) > tolerance).any():
            break
        for turn in range(players - 1):
            index = np.arange(1, players // 2)
            one = np.append(players - 1, (turn + index) % (players - 1))
            two = np.append(turn, (turn + players - 1 - index) % (players - 1))
            p, q = np.minimum(one, two), np.maximum(one, two)
            met = q < width
            p, q = p[met], q[met]
            met = np.abs(a[p, q]) > tolerance
            _rotate(a, v, p[met], q[met])
    values = np.diag(a).copy()
    order = np.lexsort((np.arange(width), -values))
    return values[order], v[order]


def _rotate(a, v, p, q):
    theta = (a[q, q] - a[p, p]) / (2 * a[p, q])
    root = np.sqrt(theta * theta + 1)
    with np.errstate(divide="ignore"):
        tangent = np.where(theta >= 0, 1 / (theta + root), -1 / (root - theta))
    c = 1 / np.sqrt(tangent * tangent + 1)
    s = tangent * c
    for lines in (a, v):
        first, second = lines[p], lines[q]
        lines[p] = c[:, None] * first - s[:, None] * second
        lines[q] = s[:, None] * first + c[:, None] * second
    first, second = a[:, p], a[:, q]
    a[:, p] = c * first - s * second
    a[:, q] = s * first + c * second


def components(values, training, weights, count):
    """float32 coordinates of all rows along the leading axes of the training rows."""
    mean = arithmetic.sum_rows(values[training]) / len(training)
    centred = (values.astype(np.float64) - mean) * weights
    axes = jacobi(covariance(centred[training]))[1][:count]
    largest = np.abs(axes).argmax(axis=1)
    axes = np.where(axes[np.arange(count), largest][:, None] < 0, -axes, axes)
    return np.stack([arithmetic.sum_in_lanes(centred * axis) for axis in axes], axis=1).astype(np.float32)


def compared_rows(features, embedding, training, distance):
    """The matrix in which neighbours are looked for, and the weight of each of its columns."""
    rows = features if embedding is None else embedding
    if distance.get("metric", "euclidean") == "cosine":
        rows = unit_rows(rows)
    if not rows.shape[1]:
        return rows, np.zeros(0)
    weights = arithmetic.distance_weights(rows[training], distance.get("scale", "standard"))
    if distance.get("components"):
        rows = components(rows, training, weights, distance["components"])
        weights = np.ones(rows.shape[1])
    return rows, weights
