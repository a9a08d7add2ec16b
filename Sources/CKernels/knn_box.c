#pragma STDC FP_CONTRACT OFF
#include "knn_box.h"

static float larger(float a, float b) { return a > b ? a : b; }

size_t knn_box_select_portable(const struct knn_box_scan *scan, size_t first, size_t last, uint32_t *selected) {
    size_t found = 0;
    for (size_t box = first; box < last; box++) {
        float sum = 0;
        for (size_t k = 0; k < scan->dimensions; k++) {
            const float above = scan->lows[k * scan->stride + box] - scan->high[k];
            const float below = scan->low[k] - scan->highs[k * scan->stride + box];
            const float gap = larger(larger(above, below), 0);
            const float square = gap * gap;
            sum = sum + square;
        }
        if (sum <= larger(scan->limits[box], scan->limit)) selected[found++] = (uint32_t)(box - first);
    }
    return found;
}

void knn_box_gaps(const struct knn_box_scan *scan, size_t count, float *gaps) {
    for (size_t box = 0; box < count; box++) gaps[box] = 0;
    for (size_t k = 0; k < scan->dimensions; k++) {
        const float low = scan->low[k], high = scan->high[k];
        const float *lows = scan->lows + k * scan->stride, *highs = scan->highs + k * scan->stride;
        for (size_t box = 0; box < count; box++) {
            const float gap = larger(larger(lows[box] - high, low - highs[box]), 0);
            gaps[box] += gap * gap;
        }
    }
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2"))) size_t knn_box_select_avx2(
    const struct knn_box_scan *scan, size_t first, size_t last, uint32_t *selected) {
    size_t found = 0;
    for (size_t box = first; box < last; box += 8) {
        __m256 sum = _mm256_setzero_ps();
        for (size_t k = 0; k < scan->dimensions; k++) {
            const __m256 lows = _mm256_loadu_ps(scan->lows + k * scan->stride + box);
            const __m256 highs = _mm256_loadu_ps(scan->highs + k * scan->stride + box);
            const __m256 above = _mm256_sub_ps(lows, _mm256_broadcast_ss(scan->high + k));
            const __m256 below = _mm256_sub_ps(_mm256_broadcast_ss(scan->low + k), highs);
            const __m256 gap = _mm256_max_ps(_mm256_max_ps(above, below), _mm256_setzero_ps());
            sum = _mm256_add_ps(sum, _mm256_mul_ps(gap, gap));
        }
        const __m256 limits = _mm256_max_ps(_mm256_loadu_ps(scan->limits + box), _mm256_set1_ps(scan->limit));
        uint32_t mask = (uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(sum, limits, _CMP_LE_OQ));
        if (last - box < 8) mask &= (1u << (last - box)) - 1;
        for (; mask; mask &= mask - 1) selected[found++] = (uint32_t)(box - first) + (uint32_t)__builtin_ctz(mask);
    }
    return found;
}

#else

size_t knn_box_select_avx2(const struct knn_box_scan *scan, size_t first, size_t last, uint32_t *selected) {
    return knn_box_select_portable(scan, first, last, selected);
}

#endif
