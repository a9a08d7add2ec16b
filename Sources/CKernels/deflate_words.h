#pragma once
#include <stdint.h>
#include <string.h>

// What the matchers share: the lengths that deflate knows, in what parts of a bit costs are told, and words whose lowest
// byte stands first on any machine.
enum { MIN_MATCH = 3, MAX_MATCH = 258, COST_UNIT = 16 };

static inline uint32_t load32(const uint8_t *at) {
    uint32_t word;
    memcpy(&word, at, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap32(word);
#endif
    return word;
}

static inline uint64_t load64(const uint8_t *at) {
    uint64_t word;
    memcpy(&word, at, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}
