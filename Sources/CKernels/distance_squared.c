#pragma STDC FP_CONTRACT OFF
#include "distance.h"
#include <stdint.h>
#include <string.h>

typedef double lanes_t __attribute__((vector_size(64)));

// One body for every element type and both paths: the target attribute only lets the compiler use wider registers for
// the eight lanes, which changes no bit. The rest of a row is padded with zeros: no lane is below 0, so + 0 changes none.
#define DEFINE_LANES(ELEMENT, TYPE, PATH)                                                                              \
    TARGET_##PATH static double lanes_##ELEMENT##_##PATH(                                                              \
        const TYPE *a, const TYPE *b, const double *w, size_t width) {                                                 \
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

#define DISTANCE(ELEMENT, TYPE, PATH) \
    case ELEMENT: return lanes_##ELEMENT##_##PATH(a, b, weights, width);

#define DEFINE_PATH(PATH)                                                                                              \
    ROW_ELEMENTS(DEFINE_LANES, PATH)                                                                                   \
    TARGET_##PATH double distance_squared_##PATH(                                                                      \
        enum row_element element, const void *a, const void *b, const double *weights, size_t width) {                 \
        switch (element) { ROW_ELEMENTS(DISTANCE, PATH) }                                                              \
        return 0;                                                                                                      \
    }

#define TARGET_portable
DEFINE_PATH(portable)

#if defined(__x86_64__)
#define TARGET_avx2 __attribute__((target("avx2")))
DEFINE_PATH(avx2)
#else
double distance_squared_avx2(
    enum row_element element, const void *a, const void *b, const double *weights, size_t width) {
    return distance_squared_portable(element, a, b, weights, width);
}
#endif
