#pragma once
#include <stddef.h>
#include <stdint.h>

/// `literals` bytes as they are, then `length` (3…258) bytes copied from `distance` (1…32,768) bytes back.
typedef struct {
    uint32_t literals;
    uint16_t length;
    uint16_t distance;
} ballast_deflate_sequence;

enum { BALLAST_DEFLATE_HASH_BITS = 15, BALLAST_DEFLATE_SHORT_HASH_BITS = 13, BALLAST_DEFLATE_WINDOW = 32768 };

/// The positions seen so far, by hash of the next four bytes (chained) and of the next three (the last one only).
typedef struct {
    int32_t newest[1 << BALLAST_DEFLATE_HASH_BITS];
    int32_t newest_short[1 << BALLAST_DEFLATE_SHORT_HASH_BITS];
    int32_t older[BALLAST_DEFLATE_WINDOW];
} ballast_deflate_window;

/// Forgets all positions.
void ballast_deflate_window_clear(ballast_deflate_window *window);

/// What symbols cost, in 1/16 bits (extra bits included), and how hard to search.
typedef struct {
    uint16_t literal_cost[256];
    /// By length - 3.
    uint16_t length_cost[256];
    /// By distance symbol.
    uint16_t distance_cost[30];
    /// Chain links followed per position.
    uint32_t depth;
    /// A match this long ends the search.
    uint32_t nice;
    /// Bits saved per byte so far, in 1/16: what a byte left to the next match is worth.
    int32_t rate;
} ballast_deflate_search;

/// Sets the costs of lengths and distances to what is usual before anything is known.
void ballast_deflate_guess_costs(ballast_deflate_search *search);

/// Sets all costs from the codes of a block (`code | length << 16`, 286 and 30 of them); 0 means not used there.
void ballast_deflate_learn_costs(
    ballast_deflate_search *search, const uint32_t *literal_codes, const uint32_t *distance_codes);

/// Cuts `bytes[begin..<end]` into sequences, looking back to `bytes[0]` where `window` knows it. No sequence begins
/// at or after `stop` (<= end), and at most `room` are made. Returns their number; `*covered` is the position after the
/// last one: the rest up to `stop`, if any, is literals if there was room left.
size_t ballast_deflate_match(
    const uint8_t *bytes, size_t begin, size_t stop, size_t end, ballast_deflate_search *search,
    ballast_deflate_window *window, ballast_deflate_sequence *sequences, size_t room, size_t *covered);

/// About how many 1/16 bits matching would save on `bytes[0..<count]` (count <= 65,536) against literals, by a quick look
/// that remembers one position per hash in `table` (4,096 entries) and skips ahead where little is found.
/// `*looked_at` is the number of bytes tried or matched: what was skipped may save as much, if it is of the same kind.
uint64_t ballast_deflate_probe(
    const uint8_t *bytes, size_t count, const ballast_deflate_search *search, uint16_t *table, size_t *looked_at);

/// Symbol and number of extra bits of a match length (RFC 1951, 3.2.5).
static inline unsigned ballast_deflate_length_symbol(unsigned length, unsigned *extra) {
    unsigned l = length - 3;
    if (l < 8 || l == 255) {
        *extra = 0;
        return l < 8 ? 257 + l : 285;
    }
    *extra = 29 - (unsigned)__builtin_clz(l);
    return 257 + (*extra << 2) + (l >> *extra);
}

/// Symbol and number of extra bits of a distance.
static inline unsigned ballast_deflate_distance_symbol(unsigned distance, unsigned *extra) {
    unsigned d = distance - 1;
    if (d < 4) {
        *extra = 0;
        return d;
    }
    *extra = 30 - (unsigned)__builtin_clz(d);
    return 2 * *extra + (d >> *extra);
}
