#pragma STDC FP_CONTRACT OFF
#include "knn_float.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx2,fma")))

// Twelve sums, two reference registers, one broadcast and one difference: the sixteen registers of AVX2.
#define EACH_QUERY(STEP) STEP(0) STEP(1) STEP(2) STEP(3) STEP(4) STEP(5)

#define ZERO(G) __m256 low##G = _mm256_setzero_ps(), high##G = _mm256_setzero_ps();
#define ADD_SQUARES(G)                                                                                                 \
    {                                                                                                                  \
        const __m256 value = _mm256_broadcast_ss(q + G);                                                               \
        __m256 difference = _mm256_sub_ps(value, r_low);                                                               \
        low##G = _mm256_fmadd_ps(difference, difference, low##G);                                                      \
        difference = _mm256_sub_ps(value, r_high);                                                                     \
        high##G = _mm256_fmadd_ps(difference, difference, high##G);                                                    \
    }
#define ADD_MISMATCHES(G)                                                                                              \
    {                                                                                                                  \
        const __m256i code = _mm256_castps_si256(_mm256_broadcast_ss(q + G));                                          \
        __m256 same = _mm256_castsi256_ps(_mm256_cmpeq_epi32(code, _mm256_castps_si256(r_low)));                       \
        low##G = _mm256_add_ps(low##G, _mm256_andnot_ps(same, mismatch));                                              \
        same = _mm256_castsi256_ps(_mm256_cmpeq_epi32(code, _mm256_castps_si256(r_high)));                             \
        high##G = _mm256_add_ps(high##G, _mm256_andnot_ps(same, mismatch));                                            \
    }

// Declares low0 … high5 and sums panel `p` into them.
#define SUM_PANEL(p)                                                                                                   \
    const float *r = scan->panels + (p) * (scan->width + scan->nominal) * knn_float_panel, *q = scan->queries;         \
    EACH_QUERY(ZERO)                                                                                                   \
    for (size_t j = 0; j < scan->width; j++, r += knn_float_panel, q += knn_float_group) {                             \
        const __m256 r_low = _mm256_load_ps(r), r_high = _mm256_load_ps(r + 8);                                        \
        EACH_QUERY(ADD_SQUARES)                                                                                        \
    }                                                                                                                  \
    for (size_t j = 0; j < scan->nominal; j++, r += knn_float_panel, q += knn_float_group) {                           \
        const __m256 r_low = _mm256_load_ps(r), r_high = _mm256_load_ps(r + 8);                                        \
        EACH_QUERY(ADD_MISMATCHES)                                                                                     \
    }

TARGET size_t knn_float_scan_avx2(
    const struct knn_float_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count) {
    const __m256 mismatch = _mm256_set1_ps(scan->mismatch), never = _mm256_set1_ps(-1);
    size_t found = 0, p = 0;
    for (; p < scan->panel_count && found + knn_float_group * knn_float_panel <= capacity; p++) {
        SUM_PANEL(p)
        const float *limits = scan->reference_limits;
        const __m256 limit_low = limits ? _mm256_loadu_ps(limits + p * knn_float_panel) : never;
        const __m256 limit_high = limits ? _mm256_loadu_ps(limits + p * knn_float_panel + 8) : never;
        __m256 any = _mm256_setzero_ps();
#define COMPARE(G)                                                                                                     \
    {                                                                                                                  \
        const __m256 own = _mm256_broadcast_ss(scan->query_limits + G);                                                \
        low##G = _mm256_cmp_ps(low##G, _mm256_max_ps(own, limit_low), _CMP_LE_OQ);                                     \
        high##G = _mm256_cmp_ps(high##G, _mm256_max_ps(own, limit_high), _CMP_LE_OQ);                                  \
        any = _mm256_or_ps(any, _mm256_or_ps(low##G, high##G));                                                        \
    }
        EACH_QUERY(COMPARE)
        if (_mm256_testz_ps(any, any)) continue;
#define KEEP(G)                                                                                                        \
    {                                                                                                                  \
        uint32_t mask = (uint32_t)_mm256_movemask_ps(low##G) | (uint32_t)_mm256_movemask_ps(high##G) << 8;             \
        for (; mask; mask &= mask - 1) {                                                                               \
            const uint32_t lane = (uint32_t)__builtin_ctz(mask);                                                       \
            survivors[found++] = ((uint32_t)p * knn_float_panel + lane) * 8 + G;                                       \
        }                                                                                                              \
    }
        EACH_QUERY(KEEP)
    }
    *survivor_count = found;
    return p;
}

TARGET void knn_float_values_avx2(const struct knn_float_scan *scan, float *values) {
    const __m256 mismatch = _mm256_set1_ps(scan->mismatch);
    const size_t columns = scan->panel_count * knn_float_panel;
    for (size_t p = 0; p < scan->panel_count; p++) {
        SUM_PANEL(p)
#define STORE(G)                                                                                                       \
    _mm256_storeu_ps(values + G * columns + p * knn_float_panel, low##G);                                              \
    _mm256_storeu_ps(values + G * columns + p * knn_float_panel + 8, high##G);
        EACH_QUERY(STORE)
    }
}

#else

void knn_float_values_avx2(const struct knn_float_scan *scan, float *values) { knn_float_values_portable(scan, values); }

size_t knn_float_scan_avx2(
    const struct knn_float_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count) {
    return knn_float_scan_portable(scan, survivors, capacity, survivor_count);
}

#endif
