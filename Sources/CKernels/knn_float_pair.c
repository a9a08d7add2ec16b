#pragma STDC FP_CONTRACT OFF
#include "knn_float.h"
#include <string.h>

typedef float lanes_t __attribute__((vector_size(32)));

#define SUM(LANE) (((LANE[0] + LANE[4]) + (LANE[2] + LANE[6])) + ((LANE[1] + LANE[5]) + (LANE[3] + LANE[7])))

// The target attribute only lets the compiler use wider registers for the eight lanes.
#define PAIR(TARGET, NAME)                                                                                             \
    TARGET float NAME(const float *a, const float *b, size_t width) {                                                  \
        lanes_t sum = {0}, first, second;                                                                              \
        for (size_t j = 0; j < width; j += 8) {                                                                        \
            memcpy(&first, a + j, sizeof first);                                                                       \
            memcpy(&second, b + j, sizeof second);                                                                     \
            const lanes_t difference = first - second;                                                                 \
            sum += difference * difference;                                                                            \
        }                                                                                                              \
        return SUM(sum);                                                                                               \
    }

PAIR(, knn_float_pair_portable)

#if defined(__x86_64__)
PAIR(__attribute__((target("avx2"))), knn_float_pair_avx2)
#else
PAIR(, knn_float_pair_avx2)
#endif

float knn_float_dot(const float *a, const float *b, size_t width) {
    lanes_t sum = {0}, first, second;
    for (size_t j = 0; j < width; j += 8) {
        memcpy(&first, a + j, sizeof first);
        memcpy(&second, b + j, sizeof second);
        sum += first * second;
    }
    return SUM(sum);
}

void knn_float_add(const float *row, float factor, float *sum, size_t width) {
    for (size_t j = 0; j < width; j++) sum[j] += factor * row[j];
}
