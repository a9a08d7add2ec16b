#include "number_eisel_lemire.h"
#include "number_powers.h"
#pragma STDC FP_CONTRACT OFF

// w · 10^q = w · 5^q · 2^q, so the product of w with the leading 128 bits of 5^q holds the leading bits of the result.
// The first 64 bits of 5^q are enough unless the bits below the rounding position are all ones, where a carry from the
// second 64 bits could still ripple up. Mushtak and Lemire ("Fast number parsing without fallback", 2023) prove that
// these 128 bits then decide every 64-bit w.

enum { FRACTION_BITS = 52, EXPONENT_BIAS = 1023, INFINITE_POWER = 0x7FF };

uint64_t number_eisel_lemire(int64_t q, uint64_t w) {
    if (w == 0 || q < NUMBER_SMALLEST_POWER) return 0;
    if (q > NUMBER_LARGEST_POWER) return (uint64_t)INFINITE_POWER << FRACTION_BITS;

    int shift = __builtin_clzll(w);
    w <<= shift;
    const uint64_t *power = number_powers[q - NUMBER_SMALLEST_POWER];
    unsigned __int128 product = (unsigned __int128)w * power[0];
    // 52 fraction bits, the leading one, one to round, and one that the product may be shifted by: 55 bits count.
    const uint64_t below = UINT64_MAX >> (FRACTION_BITS + 3);
    if (((uint64_t)(product >> 64) & below) == below) product += ((unsigned __int128)w * power[1]) >> 64;
    uint64_t high = (uint64_t)(product >> 64), low = (uint64_t)product;

    int carry = (int)(high >> 63);
    int dropped = carry + 64 - FRACTION_BITS - 3;
    uint64_t mantissa = high >> dropped;  // 54 bits: one more than stored, to round with
    // floor(q · log2(10)) + 63, exact over the range of q.
    int64_t exponent = ((217706 * q) >> 16) + 63 + carry - shift + EXPONENT_BIAS;

    if (exponent <= 0) {  // subnormal: fewer bits are kept
        if (1 - exponent >= 64) return 0;
        mantissa >>= 1 - exponent;
        mantissa += mantissa & 1;
        return mantissa >> 1;  // a carry into bit 52 is the smallest normal number, as it should be
    }
    // An exact tie can only be where 5^q fits in 64 bits (or divides w); it goes to the even neighbour.
    if (low <= 1 && q >= -4 && q <= 23 && (mantissa & 3) == 1 && mantissa << dropped == high) mantissa &= ~(uint64_t)1;
    mantissa += mantissa & 1;
    mantissa >>= 1;
    if (mantissa >> (FRACTION_BITS + 1)) {
        mantissa >>= 1;
        exponent += 1;
    }
    if (exponent >= INFINITE_POWER) return (uint64_t)INFINITE_POWER << FRACTION_BITS;
    return (mantissa & (((uint64_t)1 << FRACTION_BITS) - 1)) | (uint64_t)exponent << FRACTION_BITS;
}
