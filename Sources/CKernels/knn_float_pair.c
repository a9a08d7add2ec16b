#pragma STDC FP_CONTRACT OFF
#include "knn_float.h"
#include <string.h>

typedef float lanes_t __attribute__((vector_size(32)));

#define SUM(LANE) (((LANE[0] + LANE[4]) + (LANE[2] + LANE[6])) + ((LANE[1] + LANE[5]) + (LANE[3] + LANE[7])))

// The target attribute only lets the compiler use wider registers for the eight lanes, which changes no bit.
#define DEFINE_SUM(TARGET, NAME, TERM)                                                                                 \
    TARGET float NAME(const float *a, const float *b, size_t width) {                                                  \
        lanes_t sum = {0}, first, second;                                                                              \
        for (size_t j = 0; j < width; j += 8) {                                                                        \
            memcpy(&first, a + j, sizeof first);                                                                       \
            memcpy(&second, b + j, sizeof second);                                                                     \
            sum += TERM;                                                                                               \
        }                                                                                                              \
        return SUM(sum);                                                                                               \
    }

#define SQUARE (first - second) * (first - second)
#define PRODUCT first * second

#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2")))
#else
#define AVX2
#endif

DEFINE_SUM(, knn_float_pair_portable, SQUARE)
DEFINE_SUM(AVX2, knn_float_pair_avx2, SQUARE)
DEFINE_SUM(, knn_float_dot_portable, PRODUCT)
DEFINE_SUM(AVX2, knn_float_dot_avx2, PRODUCT)

void knn_float_add(const float *row, float factor, float *sum, size_t width) {
    for (size_t j = 0; j < width; j++) sum[j] += factor * row[j];
}
