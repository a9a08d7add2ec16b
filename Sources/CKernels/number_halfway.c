#include "number_halfway.h"
#include <stdbool.h>
#pragma STDC FP_CONTRACT OFF

// Halfway points of float64 have at most 767 significant digits, so 800 digits and a mark for "and something more"
// decide every comparison. Both sides are whole numbers once the powers of two and five are moved to the right side:
// at most 801 digits against 54 bits · 5^1126, below 2,800 bits each.

enum { LIMBS = 128, EXACT_DIGITS = 800 };

typedef struct {
    uint32_t limb[LIMBS];  // least significant first
    int count;
} big;

static void multiply_add(big *number, uint32_t factor, uint32_t addend) {
    uint64_t carry = addend;
    for (int i = 0; i < number->count; i++) {
        carry += (uint64_t)number->limb[i] * factor;
        number->limb[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry != 0 && number->count < LIMBS) number->limb[number->count++] = (uint32_t)carry;
}

static void multiply_power_of_five(big *number, int64_t exponent) {
    for (; exponent >= 13; exponent -= 13) multiply_add(number, 1220703125, 0);
    for (; exponent > 0; exponent--) multiply_add(number, 5, 0);
}

static void shift_left(big *number, int64_t bits) {
    for (; bits >= 31; bits -= 31) multiply_add(number, (uint32_t)1 << 31, 0);
    if (bits > 0) multiply_add(number, (uint32_t)1 << bits, 0);
}

static int compare(const big *a, const big *b) {
    if (a->count != b->count) return a->count < b->count ? -1 : 1;
    for (int i = a->count - 1; i >= 0; i--) {
        if (a->limb[i] != b->limb[i]) return a->limb[i] < b->limb[i] ? -1 : 1;
    }
    return 0;
}

int number_compare_halfway(const uint8_t *digits, int64_t count, int64_t exponent, uint64_t below) {
    big decimal = {.count = 0}, middle = {.count = 0};
    bool more = false;
    int64_t taken = 0;
    for (int64_t seen = 0; seen < count; digits++) {
        if (*digits == '.') continue;
        seen++;
        if (taken < EXACT_DIGITS) {
            multiply_add(&decimal, 10, *digits - '0');
            taken++;
        } else if (*digits != '0') {
            more = true;
        }
    }
    exponent += count - taken;
    if (more) {
        multiply_add(&decimal, 10, 1);
        exponent -= 1;
    }

    uint64_t mantissa = below & (((uint64_t)1 << 52) - 1);
    int64_t power = (int64_t)(below >> 52);
    if (power == 0) {
        power = 1;
    } else {
        mantissa |= (uint64_t)1 << 52;
    }
    mantissa = 2 * mantissa + 1;
    int64_t twos = power - 1075 - 1;  // middle = mantissa · 2^twos
    multiply_add(&middle, 1, (uint32_t)(mantissa >> 32));
    // The two halves of the mantissa; an empty number swallows a zero high half.
    if (middle.count == 0) {
        multiply_add(&middle, 1, (uint32_t)mantissa);
    } else {
        middle.limb[1] = middle.limb[0];
        middle.limb[0] = (uint32_t)mantissa;
        middle.count = 2;
    }

    twos -= exponent;  // what is left of 2^twos / 2^exponent stands on the right side
    if (exponent >= 0) {
        multiply_power_of_five(&decimal, exponent);
    } else {
        multiply_power_of_five(&middle, -exponent);
    }
    if (twos >= 0) {
        shift_left(&middle, twos);
    } else {
        shift_left(&decimal, -twos);
    }
    return compare(&decimal, &middle);
}
