"""Writes number-vectors.txt: text, bits of the nearest float64, bits of its float32, by Python's own exact arithmetic.

Run: python3 make_number_vectors.py > number-vectors.txt
"""

import random
import struct
from decimal import Decimal, getcontext

getcontext().prec = 1300
random.seed(20260101)


def bits(value):
    return struct.unpack("<Q", struct.pack("<d", value))[0]


def double(pattern):
    return struct.unpack("<d", struct.pack("<Q", pattern))[0]


def float_bits(value):
    try:
        return struct.unpack("<I", struct.pack("<f", value))[0]
    except OverflowError:
        return 0x7F800000 if value > 0 else 0xFF800000


lines = """0 -0 +0 0.0 -0.0 00 007 1 -1 +1 1. .5 -.5 5.e0 1e0 1E+05 1e-05 123456789 12345678 1234567 99999999 100000000
0.1 0.2 0.3 3.14159265358979 9007199254740991 9007199254740992 9007199254740993 9007199254740995 16777216 16777217
1e22 1e23 1e-22 1e-23 8.5e22 123456789012345678 1234567890123456789 12345678901234567890 18446744073709551615
18446744073709551616 99999999999999999999 1e308 1.7976931348623157e308 1.7976931348623158e308 1.7976931348623159e308
1e309 1e999999999999 1e-999999999999 0e999999 2.2250738585072014e-308 2.2250738585072011e-308 4.9e-324 5e-324 2.4e-324
2.5e-324 2.4703282292062327e-324 2.4703282292062328e-324 1e-400 3.4028234663852886e38 3.4028235677973366e38 3.5e38 1e39
1.1754943508222875e-38 1.401298464324817e-45 7.006492321624085e-46 7.006492321624086e-46 0.000000000000000000000000001
1000000000000000000000000000 0.30000000000000004440892098500626161694526672363281251234567890""".split()
lines += ["0." + "0" * 400 + "1e400", "1" + "0" * 400 + "e-400", "0" * 50 + "1.5", "1." + "0" * 800 + "1"]
for _ in range(400):  # any float64, in 16 to 30 digits
    value = double(random.getrandbits(64))
    if value == value and abs(value) != float("inf"):
        lines += [repr(value), "%.16e" % value, f"%.{random.randint(17, 30)}e" % value]
for _ in range(150):  # exactly halfway, a hair above and a hair below
    pattern = random.choice([random.getrandbits(63), random.getrandbits(random.randint(1, 52))])
    low, high = double(pattern), double(pattern + 1)
    if high != high or high == float("inf"):
        continue
    digits, _, exponent = str((Decimal(low) + Decimal(high)) / 2).partition("E")
    exponent = "E" + exponent if exponent else ""
    point = "" if "." in digits else "."
    lines += [digits + exponent, digits + point + "0001" + exponent]
    lines += [str((Decimal(low) + Decimal(high)) / 2 - Decimal(10) ** -1250) if low > 1 else digits + exponent]
for _ in range(200):  # float64 values whose float32 is a halfway case of its own
    pattern = random.randint(0x3800000000000000, 0x47E0000000000000) & ~0x1FFFFFFF | 0x10000000
    lines += [repr(double(pattern)), "%.25e" % double(pattern)]
for _ in range(400):  # what data files hold
    lines += [f"{random.uniform(-1000, 1000):.{random.randint(0, 14)}f}", str(random.randint(-(10**16), 10**16))]
    lines += [f"{random.getrandbits(64)}e{random.randint(-345, 310)}"]

seen = set()
for text in lines:
    if text in seen or len(text) > 1200:
        continue
    seen.add(text)
    value = float(text)
    print(text, f"{bits(value):016x}", f"{float_bits(value):08x}")
