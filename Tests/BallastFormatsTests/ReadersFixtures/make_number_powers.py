"""Writes Sources/CKernels/number_powers.h: the leading 128 bits of the powers of five that float64 needs.

Non-negative powers are cut, reciprocals of the negative ones are rounded up ("Number parsing at a gigabyte per
second", section 5). Run: python3 make_number_powers.py > number_powers.h
"""

SMALLEST, LARGEST = -342, 308


def leading_bits(q):
    if q >= 0:
        power = 5**q
        return power << (128 - power.bit_length()) if power.bit_length() <= 128 else power >> (power.bit_length() - 128)
    power = 5**-q
    bits = (power - 1).bit_length()
    value = 2 ** (bits + 127 if q >= -27 else 2 * bits + 128) // power + 1
    return value >> max(value.bit_length() - 128, 0)


print("// Made by make_number_powers.py: the leading 128 bits of 5^q, high half first.")
print("#pragma once\n#include <stdint.h>\n")
print(f"#define NUMBER_SMALLEST_POWER ({SMALLEST})\n#define NUMBER_LARGEST_POWER {LARGEST}\n")
print(f"static const uint64_t number_powers[{LARGEST - SMALLEST + 1}][2] = {{")
for q in range(SMALLEST, LARGEST + 1):
    bits = leading_bits(q)
    assert bits.bit_length() == 128
    print(f"    {{0x{bits >> 64:016x}, 0x{bits & (2**64 - 1):016x}}},")
print("};")
