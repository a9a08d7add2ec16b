#pragma once
#include <stdbool.h>
#include <stdint.h>

/// What the spelling of a number says beside its value.
enum {
    /// A decimal point or an exponent: no whole number literal.
    BALLAST_NUMBER_FRACTIONAL = 1,
    /// A whole number with zeros before its first digit, such as 007.
    BALLAST_NUMBER_LEADING_ZERO = 2,
    /// A whole number beyond ±2^24, which float32 does not hold in every digit.
    BALLAST_NUMBER_LONG_INTEGER = 4,
};

/// Reads the decimal number that fills [start, end): sign, digits, point, exponent; no spaces, no inf, no nan.
///
/// `value` is the nearest float64, ties to even, whatever the locale; beyond the range it is ±infinity. `flags` is set
/// to the bits above. Never reads outside [start, end). Returns false when the bytes are no number.
///
/// Clinger's exact case ("How to read floating point numbers accurately", PLDI 1990), then Eisel-Lemire ("Number parsing
/// at a gigabyte per second", 2021), then a comparison of big integers for more than 19 digits.
bool ballast_number_parse(const uint8_t *start, const uint8_t *end, double *value, uint32_t *flags);
