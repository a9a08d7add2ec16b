#include "include/deflate_bits.h"
#pragma clang fp contract(off)

void ballast_deflate_align(ballast_deflate_bits *to) {
    to->count = (to->count + 7) & ~7u;
    ballast_deflate_flush(to);
}

void ballast_deflate_stored(ballast_deflate_bits *to, const uint8_t *bytes, size_t count, int final) {
    do {
        size_t part = count < 65535 ? count : 65535;
        ballast_deflate_put(to, final && part == count, 3);
        ballast_deflate_align(to);
        ballast_deflate_put(to, part | (uint64_t)(part ^ 0xffff) << 16, 32);
        ballast_deflate_flush(to);
        if (part) memcpy(to->next, bytes, part);
        to->next += part;
        bytes += part;
        count -= part;
    } while (count);
}
