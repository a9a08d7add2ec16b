#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Where the next bit of a deflate stream goes: `count` (0…7 between calls) bits wait in `bits`, lowest first.
typedef struct {
    uint8_t *next;
    uint64_t bits;
    uint32_t count;
} ballast_deflate_bits;

/// Bytes a writer may touch beyond the last one it reports.
enum { BALLAST_DEFLATE_SLACK = 16 };

/// Adds `length` bits of `value`; at most 56 bits between two flushes.
static inline void ballast_deflate_put(ballast_deflate_bits *to, uint64_t value, unsigned length) {
    to->bits |= value << to->count;
    to->count += length;
}

/// Moves whole bytes out. Writes 8 bytes, of which those not yet filled are overwritten by the next flush.
static inline void ballast_deflate_flush(ballast_deflate_bits *to) {
    uint64_t bits = to->bits;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bits = __builtin_bswap64(bits);
#endif
    memcpy(to->next, &bits, 8);
    to->next += to->count >> 3;
    to->bits >>= to->count & ~7u;
    to->count &= 7;
}

/// Fills the last byte with zero bits.
void ballast_deflate_align(ballast_deflate_bits *to);

/// Stored blocks of at most 65,535 bytes each (one empty block for no bytes); the last is the stream's last if `final`.
void ballast_deflate_stored(ballast_deflate_bits *to, const uint8_t *bytes, size_t count, int final);
