#pragma STDC FP_CONTRACT OFF
#include "column_sums.h"
#include <stdint.h>

// One body for every element type and both paths: no column meets another, so wider registers change no bit. Of equal
// values the later one is kept as the largest, the earlier one as the least: they may be zeros of either sign.
#define DEFINE_COLUMNS(ELEMENT, TYPE, PATH)                                                                            \
    TARGET_##PATH static void sums_##ELEMENT##_##PATH(                                                                 \
        const TYPE *restrict row, size_t width, double *restrict sum, double *restrict minimum,                        \
        double *restrict maximum) {                                                                                    \
        for (size_t j = 0; j < width; j++) {                                                                           \
            const double x = (double)row[j];                                                                           \
            sum[j] = sum[j] + x;                                                                                       \
            minimum[j] = x < minimum[j] ? x : minimum[j];                                                              \
            maximum[j] = maximum[j] > x ? maximum[j] : x;                                                              \
        }                                                                                                              \
    }                                                                                                                  \
    TARGET_##PATH static void squares_##ELEMENT##_##PATH(                                                              \
        const TYPE *restrict row, size_t width, const double *restrict mean, double *restrict sum) {                   \
        for (size_t j = 0; j < width; j++) {                                                                           \
            const double difference = (double)row[j] - mean[j];                                                        \
            const double square = difference * difference;                                                             \
            sum[j] = sum[j] + square;                                                                                  \
        }                                                                                                              \
    }

#define SUMS(ELEMENT, TYPE, PATH) \
    case ELEMENT: return sums_##ELEMENT##_##PATH(row, width, sum, minimum, maximum);
#define SQUARES(ELEMENT, TYPE, PATH) \
    case ELEMENT: return squares_##ELEMENT##_##PATH(row, width, mean, sum);

#define DEFINE_PATH(PATH)                                                                                              \
    ROW_ELEMENTS(DEFINE_COLUMNS, PATH)                                                                                 \
    void column_sums_##PATH(                                                                                           \
        enum row_element element, const void *row, size_t width, double *sum, double *minimum, double *maximum) {      \
        switch (element) { ROW_ELEMENTS(SUMS, PATH) }                                                                  \
    }                                                                                                                  \
    void column_squares_##PATH(                                                                                        \
        enum row_element element, const void *row, size_t width, const double *mean, double *sum) {                    \
        switch (element) { ROW_ELEMENTS(SQUARES, PATH) }                                                               \
    }

#define TARGET_portable
DEFINE_PATH(portable)

#if defined(__x86_64__)
#define TARGET_avx2 __attribute__((target("avx2")))
DEFINE_PATH(avx2)
#else
void column_sums_avx2(
    enum row_element element, const void *row, size_t width, double *sum, double *minimum, double *maximum) {
    column_sums_portable(element, row, width, sum, minimum, maximum);
}

void column_squares_avx2(enum row_element element, const void *row, size_t width, const double *mean, double *sum) {
    column_squares_portable(element, row, width, mean, sum);
}
#endif
