#pragma once
#include <stdint.h>

/// Compares the decimal number made of the `count` significant digits at `digits` (a point among them is skipped; the
/// first is not zero), times 10^exponent, with the middle between the float64 of bits `below` and the next one.
/// Returns −1, 0 or 1.
int number_compare_halfway(const uint8_t *digits, int64_t count, int64_t exponent, uint64_t below);
