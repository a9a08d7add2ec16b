#include "include/deflate_runs.h"
#include "deflate_words.h"
#pragma clang fp contract(off)

// 0x80 in every byte of `word` that is zero, 0 in the others.
static inline uint64_t zero_bytes(uint64_t word) {
    const uint64_t low = 0x7f7f7f7f7f7f7f7fu;
    return ~(((word & low) + low) | word | low);
}

// The first place from `at` (> 0) on where three bytes equal the one before them; `end` if there is none.
static inline size_t next_run(const uint8_t *bytes, size_t at, size_t end) {
    // Of eight places compared, six are known to have two more behind them.
    for (; at + 8 <= end; at += 6) {
        uint64_t equal = zero_bytes(load64(bytes + at) ^ load64(bytes + at - 1));
        uint64_t three = equal & equal >> 8 & equal >> 16;
        if (three) return at + ((unsigned)__builtin_ctzll(three) >> 3);
    }
    for (; at + MIN_MATCH <= end; at++)
        if (bytes[at] == bytes[at - 1] && bytes[at + 1] == bytes[at] && bytes[at + 2] == bytes[at]) return at;
    return end;
}

// How many bytes from `at` on equal the one before, at most as many as a match may have.
static inline uint32_t run_length(const uint8_t *bytes, size_t at, size_t end) {
    uint32_t n = MIN_MATCH, limit = end - at < MAX_MATCH ? (uint32_t)(end - at) : MAX_MATCH;
    for (; n + 8 <= limit; n += 8) {
        uint64_t differ = load64(bytes + at + n) ^ load64(bytes + at + n - 1);
        if (differ) return n + ((uint32_t)__builtin_ctzll(differ) >> 3);
    }
    while (n < limit && bytes[at + n] == bytes[at - 1]) n++;
    return n;
}

static inline int32_t gain(uint8_t value, uint32_t length, const ballast_deflate_search *search) {
    return (int32_t)(search->literal_cost[value] * length) - search->length_cost[length - MIN_MATCH]
        - search->distance_cost[0];
}

size_t ballast_deflate_runs(
    const uint8_t *bytes, size_t begin, size_t stop, size_t end, const ballast_deflate_search *search,
    ballast_deflate_sequence *sequences, size_t room, size_t *covered) {
    size_t made = 0, start = begin;
    for (size_t at = begin ? begin : 1; made < room && (at = next_run(bytes, at, end)) < stop;) {
        uint32_t length = run_length(bytes, at, end);
        if (gain(bytes[at], length, search) > 0) {
            sequences[made++] = (ballast_deflate_sequence){(uint32_t)(at - start), (uint16_t)length, 1};
            start = at + length;
        }
        at += length;
    }
    *covered = start;
    return made;
}

uint64_t ballast_deflate_run_gain(const uint8_t *bytes, size_t count, const ballast_deflate_search *search) {
    uint64_t saved = 0;
    for (size_t at = 1; (at = next_run(bytes, at, count)) < count;) {
        uint32_t length = run_length(bytes, at, count);
        int32_t bits = gain(bytes[at], length, search);
        if (bits > 0) saved += (uint64_t)bits;
        at += length;
    }
    return saved;
}
