#include "include/deflate_match.h"
#include "deflate_words.h"
#pragma clang fp contract(off)

enum { RATE_SHIFT = 8, LONG_MATCH = 32 };

typedef struct {
    int32_t gain;  // bits saved against literals, in 1/16
    uint32_t length, distance;
} match;

static inline uint32_t hash4(uint32_t word) { return word * 0x9e3779b1u >> (32 - BALLAST_DEFLATE_HASH_BITS); }
static inline uint32_t hash3(uint32_t word) { return (word << 8) * 0x9e3779b1u >> (32 - BALLAST_DEFLATE_SHORT_HASH_BITS); }

// Number of equal bytes at a and b, at most `limit`.
static inline uint32_t equal_bytes(const uint8_t *a, const uint8_t *b, uint32_t limit) {
    uint32_t n = 0;
    for (; n + 8 <= limit; n += 8) {
        uint64_t differ = load64(a + n) ^ load64(b + n);
        if (differ) return n + ((uint32_t)__builtin_ctzll(differ) >> 3);
    }
    while (n < limit && a[n] == b[n]) n++;
    return n;
}

static inline int32_t match_cost(uint32_t length, uint32_t distance, const ballast_deflate_search *search) {
    unsigned extra;
    return search->length_cost[length - 3] + search->distance_cost[ballast_deflate_distance_symbol(distance, &extra)];
}

static inline int32_t literals_cost(const uint8_t *at, uint32_t count, const uint16_t *cost) {
    uint32_t sum = 0, part = count < 32 ? count : 32;
    for (uint32_t i = 0; i < part; i++) sum += cost[at[i]];
    // The rest of a long match is priced like its beginning.
    return (int32_t)(part == count ? sum : sum * count / part);
}

// Keeps the match if it is better. A longer match leaves fewer bytes to the next one, which would save `rate` on each.
static inline void consider(
    const uint8_t *bytes, size_t at, size_t candidate, uint32_t length, const ballast_deflate_search *search,
    match *best) {
    uint32_t distance = (uint32_t)(at - candidate);
    int32_t gain = literals_cost(bytes + at, length, search->literal_cost) - match_cost(length, distance, search);
    if (gain <= 0) return;
    if (best->length && gain - search->rate * (int32_t)(length - best->length) <= best->gain) return;
    *best = (match){gain, length, distance};
}

static inline void insert(ballast_deflate_window *window, size_t at, uint32_t word) {
    uint32_t h = hash4(word);
    window->older[at & (BALLAST_DEFLATE_WINDOW - 1)] = window->newest[h];
    window->newest[h] = (int32_t)at;
    window->newest_short[hash3(word)] = (int32_t)at;
}

// The match at `at` that saves most; gain 0 if none does. Inserts `at`.
static inline match find(
    const uint8_t *bytes, size_t at, size_t end, const ballast_deflate_search *search, uint32_t depth,
    ballast_deflate_window *window) {
    match best = {0, 0, 0};
    uint32_t word = load32(bytes + at), limit = end - at < MAX_MATCH ? (uint32_t)(end - at) : MAX_MATCH;
    int64_t oldest = (int64_t)at - BALLAST_DEFLATE_WINDOW;
    int64_t candidate = window->newest_short[hash3(word)];
    int64_t next = window->newest[hash4(word)];
    insert(window, at, word);
    uint32_t longest = MIN_MATCH;
    if (candidate >= 0 && candidate >= oldest && (load32(bytes + candidate) ^ word) << 8 == 0) {
        uint32_t length = equal_bytes(bytes + at, bytes + candidate, limit);
        consider(bytes, at, (size_t)candidate, length, search, &best);
        if (length > longest) longest = length;
        if (length >= search->nice) return best;
    }
    for (candidate = next; depth-- > 0 && candidate >= 0 && candidate >= oldest && longest < limit;) {
        const uint8_t *there = bytes + candidate;
        if (load32(there + longest - 3) == load32(bytes + at + longest - 3) && load32(there) == word) {
            uint32_t length = equal_bytes(bytes + at, there, limit);
            if (length > longest) {
                longest = length;
                consider(bytes, at, (size_t)candidate, length, search, &best);
                if (length >= search->nice) break;
            }
        }
        candidate = window->older[candidate & (BALLAST_DEFLATE_WINDOW - 1)];
    }
    return best;
}

size_t ballast_deflate_match(
    const uint8_t *bytes, size_t begin, size_t stop, size_t end, ballast_deflate_search *search,
    ballast_deflate_window *window, ballast_deflate_sequence *sequences, size_t room, size_t *covered) {
    size_t made = 0, at = begin, start = begin;
    // The last four bytes of a part are not searched, so that words can be loaded without a check.
    size_t last = end - begin > 4 ? end - 4 : begin;
    if (stop > last) stop = last;
    while (at < stop && made < room) {
        match here = find(bytes, at, end, search, search->depth, window);
        if (here.length == 0) {
            at++;
            search->rate -= search->rate >> RATE_SHIFT;
            continue;
        }
        size_t known = at + 1;
        // Lazy: a match one byte later may save more, also when the bytes it covers beyond this one are allowed for.
        while (here.length < search->nice && at + 1 < stop) {
            match later = find(bytes, at + 1, end, search, search->depth >> (here.length >= 8 ? 2 : 1), window);
            known = at + 2;
            int32_t beyond = (int32_t)(later.length + 1) - (int32_t)here.length;
            if (later.length == 0 || later.gain - search->rate * beyond <= here.gain) break;
            here = later;
            at++;
        }
        sequences[made++] = (ballast_deflate_sequence){
            (uint32_t)(at - start), (uint16_t)here.length, (uint16_t)here.distance};
        search->rate += (here.gain - search->rate * (int32_t)here.length) >> RATE_SHIFT;
        if (search->rate < 0) search->rate = 0;
        size_t next = at + here.length;
        // Of a long match the beginning and the end are remembered: within it, it is found again through them.
        size_t pause = here.length > LONG_MATCH ? at + LONG_MATCH / 2 : next;
        for (size_t i = known; i < pause && i < last; i++) insert(window, i, load32(bytes + i));
        if (pause < next)
            for (size_t i = next - LONG_MATCH / 2; i < next && i < last; i++) insert(window, i, load32(bytes + i));
        at = start = next;
    }
    *covered = start;
    return made;
}

uint64_t ballast_deflate_probe(
    const uint8_t *bytes, size_t count, const ballast_deflate_search *search, uint16_t *table, size_t *looked_at
) {
    enum { PROBE_BITS = 12, LARGEST_STEP = 8, BITS_PER_MISS = 2 * COST_UNIT };
    memset(table, 0, sizeof(uint16_t) << PROBE_BITS);
    uint64_t saved = 0;
    *looked_at = 0;
    uint32_t misses = 0;
    for (size_t at = 1; at + 8 <= count;) {
        uint32_t word = load32(bytes + at), h = word * 0x9e3779b1u >> (32 - PROBE_BITS);
        size_t candidate = table[h];
        table[h] = (uint16_t)at;
        if (load32(bytes + candidate) == word && at - candidate <= BALLAST_DEFLATE_WINDOW) {
            uint32_t limit = count - at < MAX_MATCH ? (uint32_t)(count - at) : MAX_MATCH;
            uint32_t length = equal_bytes(bytes + at, bytes + candidate, limit);
            int32_t gain = literals_cost(bytes + at, length, search->literal_cost)
                - match_cost(length, (uint32_t)(at - candidate), search);
            if (gain > 0) {
                saved += (uint64_t)gain;
                at += length;
                *looked_at += length;
                uint32_t worth = (uint32_t)gain / BITS_PER_MISS;
                misses -= misses < worth ? misses : worth;
                continue;
            }
        }
        *looked_at += 1;
        uint32_t step = 1 + (misses++ >> 6);
        at += step < LARGEST_STEP ? step : LARGEST_STEP;
    }
    return saved;
}
