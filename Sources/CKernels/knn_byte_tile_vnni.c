#pragma STDC FP_CONTRACT OFF
#include "knn_byte.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vnni")))

// Half of the queries at a time: sixteen sums, one register of 16 rows for each half of the panel, eight broadcasts.
#define EACH_QUERY(STEP) STEP(0) STEP(1) STEP(2) STEP(3) STEP(4) STEP(5) STEP(6) STEP(7)
enum { half_group = knn_byte_tile_group / 2 };

/// Appends the pairs of one panel and half of the queries, from `first` on; returns how many there are then.
TARGET static inline size_t scan_panel(
    const struct knn_byte_scan *scan, size_t p, size_t first, size_t chunk, uint32_t *survivors, size_t found) {
    const uint8_t *r = scan->panels + p * scan->steps * knn_byte_panel * 4;
    const int32_t *terms = scan->reference_terms + p * knn_byte_panel;
    const __m512i one = _mm512_set1_epi32(1);
    const __m512i t_low = _mm512_sub_epi32(_mm512_loadu_si512(terms), one);
    const __m512i t_high = _mm512_sub_epi32(_mm512_loadu_si512(terms + 16), one);
    __m512i l_low = _mm512_setzero_si512(), l_high = l_low;
    if (scan->reference_limits) {
        l_low = _mm512_loadu_si512(scan->reference_limits + p * knn_byte_panel);
        l_high = _mm512_loadu_si512(scan->reference_limits + p * knn_byte_panel + 16);
    }
    // Sums start at the terms less 1 less the limit: a pair passes where its sum ends below 0.
#define START(G)                                                                                                       \
    const __m512i term##G = _mm512_set1_epi32(scan->query_terms[first + G]);                                           \
    const __m512i own##G = _mm512_set1_epi32(scan->query_limits[first + G]);                                           \
    __m512i low##G = _mm512_sub_epi32(_mm512_add_epi32(t_low, term##G), _mm512_max_epi32(own##G, l_low));              \
    __m512i high##G = _mm512_sub_epi32(_mm512_add_epi32(t_high, term##G), _mm512_max_epi32(own##G, l_high));
    EACH_QUERY(START)
    for (size_t start = 0; start < scan->steps; start += chunk) {
        const uint32_t *q = scan->queries + start * knn_byte_tile_group + first * chunk;
        for (size_t j = 0; j < chunk; j++, r += 4 * knn_byte_panel, q++) {
            const __m512i r_low = _mm512_load_si512(r), r_high = _mm512_load_si512(r + 64);
#define ADD_PRODUCTS(G)                                                                                                \
    {                                                                                                                  \
        const __m512i value = _mm512_set1_epi32((int)q[G * chunk]);                                                    \
        low##G = _mm512_dpbusd_epi32(low##G, r_low, value);                                                            \
        high##G = _mm512_dpbusd_epi32(high##G, r_high, value);                                                         \
    }
            EACH_QUERY(ADD_PRODUCTS)
        }
    }
    __m512i any = _mm512_setzero_si512();
#define ANY(G) any = _mm512_ternarylogic_epi32(any, low##G, high##G, 0xFE);
    EACH_QUERY(ANY)
    if (__builtin_expect(_mm512_movepi32_mask(any) == 0, 1)) return found;
#define KEEP(G)                                                                                                        \
    {                                                                                                                  \
        uint32_t mask = _mm512_movepi32_mask(low##G) | (uint32_t)_mm512_movepi32_mask(high##G) << 16;                  \
        for (; mask; mask &= mask - 1) {                                                                               \
            const uint32_t row = (uint32_t)p * knn_byte_panel + (uint32_t)__builtin_ctz(mask);                         \
            survivors[found++] = row * knn_byte_lanes + (uint32_t)first + G;                                           \
        }                                                                                                              \
    }
    EACH_QUERY(KEEP)
    return found;
}

TARGET size_t knn_byte_tile_scan_vnni(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count) {
    const size_t chunk = knn_byte_tile_chunk(scan->steps);
    size_t found = 0, done = 0;
    for (; done < scan->panel_count && found + knn_byte_tile_group * knn_byte_panel <= capacity; done++) {
        const size_t p = scan->panel_list[done];
        found = scan_panel(scan, p, 0, chunk, survivors, found);
        found = scan_panel(scan, p, half_group, chunk, survivors, found);
    }
    *survivor_count = found;
    return done;
}

#else

size_t knn_byte_tile_scan_vnni(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count) {
    return knn_byte_tile_scan_portable(scan, survivors, capacity, survivor_count);
}

#endif
