#pragma STDC FP_CONTRACT OFF
#include "distance.h"
#include <stdint.h>
#include <string.h>

typedef double lanes_t __attribute__((vector_size(64)));

// One body for every element type and both paths: the target attribute only lets the compiler use wider registers for
// the eight lanes, which changes no bit. The rest of a row is padded with zeros: no lane is below 0, so + 0 changes none.
#define DEFINE_LANES(NAME, TYPE, TARGET)                                                                               \
    TARGET static double NAME(const TYPE *a, const TYPE *b, const double *w, size_t width) {                           \
        typedef TYPE row_t __attribute__((vector_size(8 * sizeof(TYPE))));                                             \
        lanes_t lane = {0}, weight;                                                                                    \
        row_t first, second;                                                                                           \
        size_t j = 0;                                                                                                  \
        for (; j + 8 <= width; j += 8) {                                                                               \
            memcpy(&first, a + j, sizeof first);                                                                       \
            memcpy(&second, b + j, sizeof second);                                                                     \
            memcpy(&weight, w + j, sizeof weight);                                                                     \
            const lanes_t t =                                                                                          \
                (__builtin_convertvector(first, lanes_t) - __builtin_convertvector(second, lanes_t)) * weight;         \
            const lanes_t square = t * t;                                                                              \
            lane = lane + square;                                                                                      \
        }                                                                                                              \
        if (j < width) {                                                                                               \
            TYPE a_rest[8] = {0}, b_rest[8] = {0};                                                                     \
            double w_rest[8] = {0};                                                                                    \
            for (size_t l = 0; j + l < width; l++) {                                                                   \
                a_rest[l] = a[j + l];                                                                                  \
                b_rest[l] = b[j + l];                                                                                  \
                w_rest[l] = w[j + l];                                                                                  \
            }                                                                                                          \
            memcpy(&first, a_rest, sizeof first);                                                                      \
            memcpy(&second, b_rest, sizeof second);                                                                    \
            memcpy(&weight, w_rest, sizeof weight);                                                                    \
            const lanes_t t =                                                                                          \
                (__builtin_convertvector(first, lanes_t) - __builtin_convertvector(second, lanes_t)) * weight;         \
            const lanes_t square = t * t;                                                                              \
            lane = lane + square;                                                                                      \
        }                                                                                                              \
        return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));              \
    }

#define DEFINE_PATH(PATH, TARGET)                                                                                      \
    DEFINE_LANES(lanes_float32_##PATH, float, TARGET)                                                                  \
    DEFINE_LANES(lanes_uint8_##PATH, uint8_t, TARGET)                                                                  \
    DEFINE_LANES(lanes_int8_##PATH, int8_t, TARGET)                                                                    \
    DEFINE_LANES(lanes_uint16_##PATH, uint16_t, TARGET)                                                                \
    DEFINE_LANES(lanes_int16_##PATH, int16_t, TARGET)                                                                  \
    DEFINE_LANES(lanes_uint32_##PATH, uint32_t, TARGET)                                                                \
    DEFINE_LANES(lanes_int32_##PATH, int32_t, TARGET)                                                                  \
    DEFINE_LANES(lanes_uint64_##PATH, uint64_t, TARGET)                                                                \
    DEFINE_LANES(lanes_int64_##PATH, int64_t, TARGET)                                                                  \
    TARGET double distance_squared_##PATH(                                                                             \
        enum row_element element, const void *a, const void *b, const double *weights, size_t width) {            \
        switch (element) {                                                                                             \
        case row_float32: return lanes_float32_##PATH(a, b, weights, width);                                      \
        case row_uint8: return lanes_uint8_##PATH(a, b, weights, width);                                          \
        case row_int8: return lanes_int8_##PATH(a, b, weights, width);                                            \
        case row_uint16: return lanes_uint16_##PATH(a, b, weights, width);                                        \
        case row_int16: return lanes_int16_##PATH(a, b, weights, width);                                          \
        case row_uint32: return lanes_uint32_##PATH(a, b, weights, width);                                        \
        case row_int32: return lanes_int32_##PATH(a, b, weights, width);                                          \
        case row_uint64: return lanes_uint64_##PATH(a, b, weights, width);                                        \
        case row_int64: return lanes_int64_##PATH(a, b, weights, width);                                          \
        }                                                                                                              \
        return 0;                                                                                                      \
    }

DEFINE_PATH(portable, )

#if defined(__x86_64__)
DEFINE_PATH(avx2, __attribute__((target("avx2"))))
#else
double distance_squared_avx2(
    enum row_element element, const void *a, const void *b, const double *weights, size_t width) {
    return distance_squared_portable(element, a, b, weights, width);
}
#endif
