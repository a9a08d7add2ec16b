"""blends.json: rows from two parents and a step, to the bit and beside imbalanced-learn's."""
import numpy as np
from imblearn.over_sampling import SMOTE

from stored import bits32, store
import arithmetic


def scalars():
    """Single values with the traps: rounding, huge spans, signs of zero, steps 0 and 1."""
    f = np.float32
    draw = arithmetic.step
    cases = [
        (0.1, 0.7, draw(1 / 3), 0x3E999999), (-2.5, 0.001, draw(0.9), 0xBE7F140C),
        (2.0**24, 0.1, draw(0.25), 0x4B3FFFFF), (3e38, -3e38, draw(0.999), 0xFF613E58),
        (1e10, 1e-10, f(1), 0x2EDBE6FF), (-0.0, 5.0, f(0), 0x80000000), (5.0, -0.0, f(1), 0x80000000),
        (0.0, -0.0, draw(0.5), None), (1e-45, 3e-45, draw(0.4), None), (3.4e38, 3.3e38, draw(0.7), None),
        (1.0, 1.0, draw(0.3), None), (0.1, 0.7, f(-0.25), None), (0.1, 0.7, f(1.75), None)]
    out = []
    for base, partner, weight, known in cases:
        row = bits32(arithmetic.blend(f([[base]]), f([[partner]]), np.array([weight], "f4")))[0]
        assert known is None or row == known, (base, partner, hex(row))
        out.append({"base": bits32(base)[0], "partner": bits32(partner)[0], "lambda": bits32(weight)[0], "row": row})
    return out


def rows():
    """Whole rows; imbalanced-learn makes the same ones within one unit in the last place."""
    rng = np.random.default_rng(11)
    cases = []
    for width in (1, 3, 8, 17):
        table = (rng.standard_normal((30, width)) * 10.0 ** rng.integers(-3, 4, width)).astype(np.float32)
        base, partner = rng.integers(0, 30, 12), rng.integers(0, 30, 12)
        weight = arithmetic.step(rng.random(12))
        made = arithmetic.blend(table[base], table[partner], weight)
        neighbors, samples = np.tile(partner, (30, 1)), np.arange(12)
        wide = table.astype(np.float64)
        theirs = SMOTE()._generate_samples(wide, wide, neighbors, base, samples, weight.astype("f8")[:, None])
        apart = np.abs(made.view(np.int32).astype("i8") - np.asarray(theirs, "f4").view(np.int32))
        assert apart.max() <= 1, apart.max()
        cases.append({
            "width": width, "base": bits32(table[base]), "partner": bits32(table[partner]), "lambda": bits32(weight),
            "row": bits32(made), "imbalanced_learn": bits32(theirs)})
    return cases


def whole_numbers():
    """Integer columns of a float table: rounded to even before the last conversion."""
    rng = np.random.default_rng(12)
    base = rng.integers(-50, 50, (40, 2)).astype(np.float32)
    partner = rng.integers(-50, 50, (40, 2)).astype(np.float32)
    base[:2], partner[:2] = [[0, 1], [3, 2]], [[1, 2], [4, 5]]
    weight = arithmetic.step(rng.random(40))
    weight[:2] = 0.5
    made = arithmetic.blend(base, partner, weight, [0, 1])
    assert made[:2].tolist() == [[0, 2], [4, 4]]
    return [{
        "width": 2, "base": bits32(base), "partner": bits32(partner), "lambda": bits32(weight), "row": bits32(made)}]


def arrays():
    """Integer arrays keep their type and their columns' range."""
    rng = np.random.default_rng(13)
    cases = []
    for kind in ("uint8", "int16", "int32", "int64"):
        top = min(np.iinfo(kind).max, 2**40)
        low = 0 if kind == "uint8" else -top
        base = rng.integers(low, top, (10, 3), dtype=kind, endpoint=True)
        partner = rng.integers(low, top, (10, 3), dtype=kind, endpoint=True)
        both = np.concatenate([base, partner]).astype("f8")
        weight = arithmetic.step(rng.random(10))
        made = arithmetic.blend_integers(base, partner, weight, both.min(0), both.max(0))
        cases.append({
            "element": kind, "width": 3, "base": base.ravel().tolist(), "partner": partner.ravel().tolist(),
            "lambda": bits32(weight), "row": made.ravel().tolist()})
    return cases


def main():
    store("blends.json", {"scalars": scalars(), "rows": rows(), "integer_columns": whole_numbers(), "arrays": arrays()})


if __name__ == "__main__":
    main()
