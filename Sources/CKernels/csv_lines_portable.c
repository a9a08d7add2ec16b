#include "csv_lines.h"
#include <string.h>

/// Eight bytes at a time: a byte is zero after the exclusive or where it was the one looked for, and only then stays
/// below 128 when 127 is added to its low bits.
static inline uint64_t csv_mask(const uint8_t *text, uint8_t byte) {
    const uint64_t low = 0x7F7F7F7F7F7F7F7F;
    uint64_t mask = 0;
    for (int part = 0; part < 8; part++) {
        uint64_t bytes;
        memcpy(&bytes, text + part * 8, 8);
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
        bytes = __builtin_bswap64(bytes);
#endif
        bytes ^= 0x0101010101010101 * (uint64_t)byte;
        const uint64_t found = ~(((bytes & low) + low) | bytes | low) >> 7;
        mask |= ((found * 0x0102040810204080) >> 56) << (part * 8);
    }
    return mask;
}

#define CSV_ATTRIBUTES
#define CSV_NAME ballast_csv_count_lines_portable
#include "csv_lines_body.h"
