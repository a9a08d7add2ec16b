#include "number_parse.h"
#include "number_eisel_lemire.h"
#include "number_halfway.h"
#include <string.h>
#pragma STDC FP_CONTRACT OFF

static const double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                      1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static inline bool is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }

/// Whether all eight bytes are digits: the high nibble is 3, and adding 6 does not leave it.
static inline bool are_eight_digits(uint64_t bytes) {
    return ((bytes & 0xF0F0F0F0F0F0F0F0) | (((bytes + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4)) ==
           0x3333333333333333;
}

/// The value of eight digits in memory order: pairs, then fours, then all, each step one multiplication.
static inline uint64_t eight_digits(uint64_t bytes) {
    bytes -= 0x3030303030303030;
    bytes = bytes * 10 + (bytes >> 8);
    return (((bytes & 0x000000FF000000FF) * 0x000F424000000064) +
            (((bytes >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >>
           32;
}

/// Reads digits into `value` (which may wrap) and returns where they end.
static inline const uint8_t *read_digits(const uint8_t *p, const uint8_t *end, uint64_t *value) {
    uint64_t total = *value;
    while (end - p >= 8) {
        uint64_t bytes;
        memcpy(&bytes, p, 8);
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
        bytes = __builtin_bswap64(bytes);
#endif
        if (!are_eight_digits(bytes)) break;
        total = total * 100000000 + eight_digits(bytes);
        p += 8;
    }
    for (; p < end && is_digit(*p); p++) total = total * 10 + (uint64_t)(*p - '0');
    *value = total;
    return p;
}

static inline double from_bits(uint64_t bits) {
    double value;
    memcpy(&value, &bits, 8);
    return value;
}

/// More than 19 significant digits: the first 19 bound the value from below, and one more in the last of them from
/// above. Only if the two round apart is the exact comparison needed.
static double long_number(const uint8_t *digits, int64_t count, int64_t exponent) {
    uint64_t first = 0;
    const uint8_t *p = digits;
    for (int taken = 0; taken < 19; p++) {
        if (*p == '.') continue;
        first = first * 10 + (uint64_t)(*p - '0');
        taken++;
    }
    uint64_t low = number_eisel_lemire(exponent + count - 19, first);
    uint64_t high = number_eisel_lemire(exponent + count - 19, first + 1);
    if (low == high) return from_bits(low);
    int order = number_compare_halfway(digits, count, exponent, low);
    return from_bits(order > 0 || (order == 0 && (low & 1)) ? low + 1 : low);
}

static bool read_exponent(const uint8_t **position, const uint8_t *end, int64_t *exponent) {
    const uint8_t *p = *position + 1;
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    const uint8_t *first = p;
    int64_t value = 0;
    for (; p < end && is_digit(*p); p++) {
        if (value < 1000000000) value = value * 10 + (*p - '0');  // far beyond any range, far below overflow
    }
    if (p == first) return false;
    *position = p;
    *exponent += negative ? -value : value;
    return true;
}

bool ballast_number_parse(const uint8_t *start, const uint8_t *end, double *value, uint32_t *flags) {
    const uint8_t *p = start;
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    const uint8_t *digits = p;
    uint64_t mantissa = 0;
    p = read_digits(p, end, &mantissa);
    int64_t count = p - digits, exponent = 0;
    uint32_t found = 0;
    if (p < end && *p == '.') {
        found = BALLAST_NUMBER_FRACTIONAL;
        const uint8_t *fraction = ++p;
        p = read_digits(p, end, &mantissa);
        exponent = fraction - p;
        count -= exponent;
    }
    if (count == 0) return false;
    if (p < end && (*p | 0x20) == 'e') {
        found = BALLAST_NUMBER_FRACTIONAL;
        if (!read_exponent(&p, end, &exponent)) return false;
    }
    if (p != end) return false;

    if (found == 0) {
        if (count > 1 && *digits == '0') found |= BALLAST_NUMBER_LEADING_ZERO;
        if (count > 19 || mantissa > 1 << 24) found |= BALLAST_NUMBER_LONG_INTEGER;
    }
    double result;
    if (count > 19) {
        for (; count > 0 && (*digits == '0' || *digits == '.'); digits++) count -= *digits == '0';
    }
    if (count > 19) {
        result = long_number(digits, count, exponent);
    } else if (mantissa <= (uint64_t)1 << 53 && exponent >= -22 && exponent <= 22) {
        // Both operands are exact, so the one operation rounds once.
        result = exponent < 0 ? (double)mantissa / exact_powers[-exponent] : (double)mantissa * exact_powers[exponent];
    } else {
        result = from_bits(number_eisel_lemire(exponent, mantissa));
    }
    *value = negative ? -result : result;
    *flags = found;
    return true;
}
