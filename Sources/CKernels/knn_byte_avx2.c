#pragma STDC FP_CONTRACT OFF
#include "knn_byte.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx2")))

// Twelve sums, two reference registers, one broadcast and one product: the sixteen registers of AVX2.
#define EACH_QUERY(STEP) STEP(0) STEP(1) STEP(2) STEP(3) STEP(4) STEP(5)

/// Bit l is set where the 16-bit number l of `low`, then `high`, is 0.
TARGET static inline uint32_t zero_mask(__m256i low, __m256i high) {
    const __m256i zero = _mm256_setzero_si256();
    const __m256i packed = _mm256_packs_epi16(_mm256_cmpeq_epi16(low, zero), _mm256_cmpeq_epi16(high, zero));
    return (uint32_t)_mm256_movemask_epi8(_mm256_permute4x64_epi64(packed, 0xD8));
}

/// 16 numbers from 0 to 65535 as 16 bits each.
TARGET static inline __m256i low_halves(const int32_t *numbers) {
    const __m256i *vectors = (const __m256i *)numbers;
    const __m256i packed = _mm256_packus_epi32(_mm256_loadu_si256(vectors), _mm256_loadu_si256(vectors + 1));
    return _mm256_permute4x64_epi64(packed, 0xD8);
}

TARGET size_t knn_byte_scan_avx2(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count) {
    const size_t steps = scan->steps;
    size_t found = 0, done = 0;
    for (; done < scan->panel_count && found + knn_byte_group * knn_byte_panel <= capacity; done++) {
        const size_t p = scan->panel_list[done];
        const uint8_t *r = scan->panels + p * steps * knn_byte_panel * 2;
        const uint32_t *q = scan->queries;
        __m256i r_low = low_halves(scan->reference_terms + p * knn_byte_panel);
        __m256i r_high = low_halves(scan->reference_terms + p * knn_byte_panel + 16);
#define START(G)                                                                                                       \
    __m256i low##G = _mm256_set1_epi16((short)scan->query_terms[G]), high##G = _mm256_add_epi16(low##G, r_high);         \
    low##G = _mm256_add_epi16(low##G, r_low);
        EACH_QUERY(START)
        for (size_t j = 0; j < steps; j++, r += 2 * knn_byte_panel, q += knn_byte_group) {
            r_low = _mm256_load_si256((const __m256i *)r);
            r_high = _mm256_load_si256((const __m256i *)r + 1);
#define SUBTRACT_PRODUCTS(G)                                                                                           \
    {                                                                                                                  \
        const __m256i value = _mm256_set1_epi32((int)q[G]);                                                            \
        low##G = _mm256_sub_epi16(low##G, _mm256_maddubs_epi16(r_low, value));                                         \
        high##G = _mm256_sub_epi16(high##G, _mm256_maddubs_epi16(r_high, value));                                      \
    }
            EACH_QUERY(SUBTRACT_PRODUCTS)
        }
        r_low = _mm256_setzero_si256();
        r_high = _mm256_setzero_si256();
        if (scan->reference_limits) {
            r_low = low_halves(scan->reference_limits + p * knn_byte_panel);
            r_high = low_halves(scan->reference_limits + p * knn_byte_panel + 16);
        }
        __m256i least = _mm256_set1_epi16(-1);
        // A value passes where it exceeds its limit by 0.
#define EXCESS(G, HALF)                                                                                                \
    _mm256_subs_epu16(HALF##G, _mm256_max_epu16(_mm256_set1_epi16((short)scan->query_limits[G]), r_##HALF))
#define LEAST(G) least = _mm256_min_epu16(least, _mm256_min_epu16(EXCESS(G, low), EXCESS(G, high)));
        EACH_QUERY(LEAST)
        const __m256i none = _mm256_cmpeq_epi16(least, _mm256_setzero_si256());
        if (__builtin_expect(_mm256_testz_si256(none, none), 1)) continue;
        // Survivors are rare: compute the excess again rather than keep twelve registers of it.
        asm volatile("" : "+x"(r_low), "+x"(r_high));
#define KEEP(G)                                                                                                        \
    for (uint32_t mask = zero_mask(EXCESS(G, low), EXCESS(G, high)); mask; mask &= mask - 1) {                         \
        survivors[found++] = ((uint32_t)p * knn_byte_panel + (uint32_t)__builtin_ctz(mask)) * knn_byte_lanes + G;      \
    }
        EACH_QUERY(KEEP)
    }
    *survivor_count = found;
    return done;
}

#else

size_t knn_byte_scan_avx2(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count) {
    return knn_byte_scan_portable(scan, survivors, capacity, survivor_count);
}

#endif
