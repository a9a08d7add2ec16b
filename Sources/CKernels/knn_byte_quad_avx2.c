#pragma STDC FP_CONTRACT OFF
#include "knn_byte.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx2")))

#define EACH_QUERY(STEP) STEP(0) STEP(1) STEP(2) STEP(3) STEP(4) STEP(5)
enum { quarter = knn_byte_panel / 4 };

/// One bit for each of 8 rows of a panel and each query, bit 8 · query + row: whether V is within the limit.
TARGET static inline uint64_t quarter_mask(const struct knn_byte_scan *scan, size_t first, const uint8_t *r) {
    const size_t steps = scan->steps;
    const uint32_t *q = scan->queries;
    const __m256i ones = _mm256_set1_epi16(1);
    const __m256i *terms = (const __m256i *)(scan->reference_terms + first);
    const __m256i term = _mm256_sub_epi32(_mm256_loadu_si256(terms), _mm256_set1_epi32(1));
    __m256i limit = _mm256_setzero_si256();
    if (scan->reference_limits) limit = _mm256_loadu_si256((const __m256i *)(scan->reference_limits + first));
    // Sums start at the terms less 1 less the limit: a pair passes where its sum ends below 0.
#define START(G)                                                                                                       \
    __m256i sum##G = _mm256_sub_epi32(                                                                                 \
        _mm256_add_epi32(term, _mm256_set1_epi32(scan->query_terms[G])),                                               \
        _mm256_max_epi32(limit, _mm256_set1_epi32(scan->query_limits[G])));
    EACH_QUERY(START)
    size_t j = 0;
    for (; j + 2 <= steps; j += 2, r += 8 * knn_byte_panel, q += 2 * knn_byte_group) {
        const __m256i r_0 = _mm256_load_si256((const __m256i *)r);
        const __m256i r_1 = _mm256_load_si256((const __m256i *)(r + 4 * knn_byte_panel));
        // 4 · 127 · 63 fits 16 bits, so two steps are summed before they are widened.
#define ADD_TWO(G)                                                                                                     \
    {                                                                                                                  \
        const __m256i products = _mm256_add_epi16(                                                                     \
            _mm256_maddubs_epi16(r_0, _mm256_set1_epi32((int)q[G])),                                                   \
            _mm256_maddubs_epi16(r_1, _mm256_set1_epi32((int)q[G + knn_byte_group])));                                 \
        sum##G = _mm256_add_epi32(sum##G, _mm256_madd_epi16(products, ones));                                          \
    }
        EACH_QUERY(ADD_TWO)
    }
    if (j < steps) {
        const __m256i r_0 = _mm256_load_si256((const __m256i *)r);
#define ADD_ONE(G)                                                                                                     \
    sum##G = _mm256_add_epi32(                                                                                         \
        sum##G, _mm256_madd_epi16(_mm256_maddubs_epi16(r_0, _mm256_set1_epi32((int)q[G])), ones));
        EACH_QUERY(ADD_ONE)
    }
    uint64_t mask = 0;
#define MARK(G) mask |= (uint64_t)(uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(sum##G)) << (8 * G);
    EACH_QUERY(MARK)
    return mask;
}

TARGET size_t knn_byte_quad_scan_avx2(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count) {
    size_t found = 0, done = 0;
    for (; done < scan->panel_count && found + knn_byte_group * knn_byte_panel <= capacity; done++) {
        const size_t p = scan->panel_list[done];
        const uint8_t *panel = scan->panels + p * scan->steps * knn_byte_panel * 4;
        uint64_t masks[4], any = 0;
        for (size_t part = 0; part < 4; part++) {
            masks[part] = quarter_mask(scan, p * knn_byte_panel + part * quarter, panel + part * quarter * 4);
            any |= masks[part];
        }
        if (__builtin_expect(any == 0, 1)) continue;
        for (size_t g = 0; g < knn_byte_group; g++) {
            uint32_t mask = 0;
            for (size_t part = 0; part < 4; part++) mask |= (uint32_t)(masks[part] >> (8 * g) & 0xFF) << (8 * part);
            for (; mask; mask &= mask - 1) {
                survivors[found++] = (uint32_t)((p * knn_byte_panel + (size_t)__builtin_ctz(mask)) * knn_byte_lanes + g);
            }
        }
    }
    *survivor_count = found;
    return done;
}

#else

size_t knn_byte_quad_scan_avx2(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count) {
    return knn_byte_quad_scan_portable(scan, survivors, capacity, survivor_count);
}

#endif
