"""arithmetic.json: steps, lanes, moments, ln and exp, Philox, each to the bit."""
import math

import numpy as np

from stored import bits32, hex64, store
import arithmetic

PHILOX_KNOWN = [  # kat_vectors of the Random123 library
    ([0, 0, 0, 0], [0, 0], [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
    ([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
    ([0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344], [0xA4093822, 0x299F31D0],
     [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1]),
]


def steps():
    draws = [0.0, 1 / 3, 0.25, 0.5, 0.9, 0.999, 2.0**-24, 2.0**-23, 1 - 2.0**-24, math.nextafter(1.0, 0.0)]
    draws += np.random.default_rng(1).random(40).tolist()
    known = {1 / 3: 0x3EAAAAAA, 0.9: 0x3F666667, 0.25: 0x3E800002, 0.999: 0x3F7FBE77}
    cases = [{"draw": b.hex(), "lambda": bits32(arithmetic.step(b))[0]} for b in draws]
    for draw, case in zip(draws, cases):
        assert known.get(draw, case["lambda"]) == case["lambda"]
    return cases


def lane_sums():
    rng = np.random.default_rng(2)
    cases = []
    for width in [1, 2, 7, 8, 9, 15, 16, 17, 19, 31, 64, 101]:
        terms = (np.arange(width) / 10.0) if width == 19 else rng.standard_normal(width)
        total = arithmetic.sum_in_lanes(terms * terms)
        if width == 19:
            assert float(total).hex() == "0x1.5170a3d70a3d8p+4"
        cases.append({"terms": hex64(terms), "sum_of_squares": float(total).hex()})
    return cases


def moments():
    rng = np.random.default_rng(3)
    tables = {
        "one outlier": np.array([[0.1], [0.2], [0.3], [0.4], [1000]], np.float32),
        "far from zero": (1e6 + rng.standard_normal((50, 3))).astype(np.float32),
        "constant column": np.column_stack([np.full(20, 0.1), rng.random(20)]).astype(np.float32),
        "two rows": rng.standard_normal((2, 5)).astype(np.float32),
    }
    cases = []
    for name, table in tables.items():
        mean, deviation = arithmetic.mean_and_deviation(table)
        weights = arithmetic.distance_weights(table)
        cases.append({
            "name": name, "rows": len(table), "width": table.shape[1], "values": bits32(table),
            "mean": hex64(mean), "deviation": hex64(deviation), "standard_weight": hex64(weights),
            "minmax_weight": hex64(arithmetic.distance_weights(table, "minmax"))})
        # The reference agrees but for the order of its sums.
        assert np.allclose(mean, table.astype("f8").mean(0), rtol=1e-14)
        assert np.allclose(deviation, table.astype("f8").std(0), rtol=1e-7, atol=1e-12)
    assert cases[0]["mean"] == ["0x1.906666668cccdp+7"] and cases[0]["deviation"] == ["0x1.8fe6673821516p+8"]
    return cases


def long_moments():
    """Two blocks and a half of a value that can be made anywhere: row r holds float32(r mod 1009) / 7."""
    rows = 2 * arithmetic.SUM_BLOCK + 1234
    values = ((np.arange(rows) % 1009).astype(np.float32) / np.float32(7))[:, None]
    mean, deviation = arithmetic.mean_and_deviation(values)
    return [{"rows": rows, "modulus": 1009, "divisor": 7, "mean": hex64(mean)[0], "deviation": hex64(deviation)[0]}]


def functions():
    points = [2.0**e * m for e in (-1022, -300, -24, -1, 0, 1, 10, 300, 1023) for m in (1.0, 1.2, 1.41, 1.42, 1.9)]
    points += [math.sqrt(0.5), math.sqrt(2), 1 - 2.0**-53, 1 + 2.0**-52, math.e, 5000.0, 28.0]
    logarithms = [{"x": x.hex(), "ln": arithmetic.ln(x).hex()} for x in points]
    exponents = [-700.0, -100.5, -1.0, -1e-9, 0.0, 1e-9, 0.5, 1.0, math.log(2), 2.5, 100.25, 700.0]
    exponents += np.random.default_rng(4).uniform(-30, 30, 40).tolist()
    exponentials = [{"x": x.hex(), "exp": arithmetic.exp(x).hex()} for x in exponents]
    for x in points:
        assert abs(arithmetic.ln(x) - math.log(x)) <= 4.5e-16 * max(abs(math.log(x)), 1e-300) or x == 1.0
    for x in exponents:
        assert abs(arithmetic.exp(x) / math.exp(x) - 1) <= 4.5e-16
    return logarithms, exponentials


def philox():
    cases = [{"counter": c, "key": k, "words": arithmetic.philox4x32(c, k)} for c, k, _ in PHILOX_KNOWN]
    assert [case["words"] for case in cases] == [words for _, _, words in PHILOX_KNOWN]
    rng = np.random.default_rng(5)
    for _ in range(20):
        c, k = (rng.integers(0, 2**32, size, dtype=np.uint64).tolist() for size in (4, 2))
        cases.append({"counter": c, "key": k, "words": arithmetic.philox4x32(c, k)})
    return cases


def main():
    logarithms, exponentials = functions()
    store("arithmetic.json", {
        "steps": steps(), "lane_sums": lane_sums(), "moments": moments(), "long_moments": long_moments(),
        "logarithms": logarithms, "exponentials": exponentials, "philox": philox()})


if __name__ == "__main__":
    main()
