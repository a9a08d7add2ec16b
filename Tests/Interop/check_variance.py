"""The manifest's variance ratios, from the planned bases and the neighbours of each."""
import numpy as np

import arithmetic
from check_spread import is_corrected

HALF = (0.5, 1 / 3)
LONGEST_SEARCH = 2000


def step_moments(method):
    """E[lambda] and E[lambda^2]; nothing for methods whose law depends on the pair, or that draw no neighbours."""
    kind = method["kind"]
    if is_corrected({"method": method}):  # check_spread looks at these
        return None
    if kind == "knn-mixup" and method.get("step", "beta") == "beta":
        return 0.5, 0.25 + 0.25 / (2 * method["alpha"] + 1)
    plain = kind in ("smote", "soft-smote", "adasyn") or (kind == "borderline-smote" and method["variant"] == 1)
    return HALF if plain else None


def expected_ratio(values, members, used, near, moments):
    """tr Cov of the rows to come by that of the class; `values` are scaled."""
    center = values[members].mean(axis=0)
    first, second = np.zeros(values.shape[1]), np.zeros(values.shape[1])
    for row in members[used[members] > 0]:
        z = values[row] - center
        deltas = values[near.of(row)] - values[row]
        first += used[row] * (z + moments[0] * deltas.mean(axis=0))
        second += used[row] * (z * z + (2 * moments[0] * z * deltas + moments[1] * deltas**2).mean(axis=0))
    total = used[members].sum()
    return (second / total - (first / total)**2).sum() / values[members].var(axis=0).sum()


def check_variance(data, rows, table, training, recipe, near, report):
    stated = {entry["name"]: entry.get("variance_ratio") for entry in data.manifest["classes"]}
    if not (recipe.get("output") or {}).get("variance_ratio"):
        report.check(not any(stated.values()), "the manifest has variance ratios that the recipe does not ask for")
        return
    if any(entry.get("apply_to", "synthetic") != "originals" for entry in recipe.get("guards") or []):
        report.check(not any(stated.values()), "the manifest has variance ratios though guards choose among the rows")
        return
    moments = step_moments(recipe["method"])
    flat = table.features.reshape(len(table), -1)
    if moments is None or flat.shape[1] == 0:
        return
    weights = arithmetic.distance_weights(flat[training], (recipe.get("distance") or {}).get("scale", "standard"))
    values = flat.astype(np.float64) * weights
    used = np.bincount(rows["base"][rows["synthetic"] == 1], minlength=len(table))
    for c, name in enumerate(table.classes):
        members = training[table.labels[training] == c]
        if not 1 < len(members) <= LONGEST_SEARCH or np.ptp(flat[members], axis=0).max() == 0:
            continue
        found = stated[name]
        if used[members].sum() == 0:
            report.check(found is None, f"class '{name}': variance ratio {found} though it gets no rows")
            continue
        right = expected_ratio(values, members, used, near, moments)
        report.check(
            found is not None and abs(found - right) <= 1e-9 * right,
            f"class '{name}': variance ratio {found}; its bases and their neighbours give {right}")
