#pragma STDC FP_CONTRACT OFF
#include "column_sums.h"
#include <stdint.h>

// One body for every element type and both paths: no column meets another, so wider registers change no bit. Of equal
// values the later one is kept as the largest, the earlier one as the least: they may be zeros of either sign.
#define DEFINE_COLUMNS(TYPE, PATH, TARGET)                                                                             \
    TARGET static void sums_##TYPE##_##PATH(                                                                           \
        const TYPE *restrict row, size_t width, double *restrict sum, double *restrict minimum,                        \
        double *restrict maximum) {                                                                                    \
        for (size_t j = 0; j < width; j++) {                                                                           \
            const double x = (double)row[j];                                                                           \
            sum[j] = sum[j] + x;                                                                                       \
            minimum[j] = x < minimum[j] ? x : minimum[j];                                                              \
            maximum[j] = maximum[j] > x ? maximum[j] : x;                                                              \
        }                                                                                                              \
    }                                                                                                                  \
    TARGET static void squares_##TYPE##_##PATH(                                                                        \
        const TYPE *restrict row, size_t width, const double *restrict mean, double *restrict sum) {                   \
        for (size_t j = 0; j < width; j++) {                                                                           \
            const double difference = (double)row[j] - mean[j];                                                        \
            const double square = difference * difference;                                                             \
            sum[j] = sum[j] + square;                                                                                  \
        }                                                                                                              \
    }

#define DEFINE_PATH(PATH, TARGET)                                                                                      \
    DEFINE_COLUMNS(float, PATH, TARGET)                                                                                \
    DEFINE_COLUMNS(uint8_t, PATH, TARGET)                                                                              \
    DEFINE_COLUMNS(int8_t, PATH, TARGET)                                                                               \
    DEFINE_COLUMNS(uint16_t, PATH, TARGET)                                                                             \
    DEFINE_COLUMNS(int16_t, PATH, TARGET)                                                                              \
    DEFINE_COLUMNS(uint32_t, PATH, TARGET)                                                                             \
    DEFINE_COLUMNS(int32_t, PATH, TARGET)                                                                              \
    DEFINE_COLUMNS(uint64_t, PATH, TARGET)                                                                             \
    DEFINE_COLUMNS(int64_t, PATH, TARGET)                                                                              \
    void column_sums_##PATH(                                                                                           \
        enum row_element element, const void *row, size_t width, double *sum, double *minimum, double *maximum) {      \
        switch (element) {                                                                                             \
        case row_float32: return sums_float_##PATH(row, width, sum, minimum, maximum);                                 \
        case row_uint8: return sums_uint8_t_##PATH(row, width, sum, minimum, maximum);                                 \
        case row_int8: return sums_int8_t_##PATH(row, width, sum, minimum, maximum);                                   \
        case row_uint16: return sums_uint16_t_##PATH(row, width, sum, minimum, maximum);                               \
        case row_int16: return sums_int16_t_##PATH(row, width, sum, minimum, maximum);                                 \
        case row_uint32: return sums_uint32_t_##PATH(row, width, sum, minimum, maximum);                               \
        case row_int32: return sums_int32_t_##PATH(row, width, sum, minimum, maximum);                                 \
        case row_uint64: return sums_uint64_t_##PATH(row, width, sum, minimum, maximum);                               \
        case row_int64: return sums_int64_t_##PATH(row, width, sum, minimum, maximum);                                 \
        }                                                                                                              \
    }                                                                                                                  \
    void column_squares_##PATH(                                                                                        \
        enum row_element element, const void *row, size_t width, const double *mean, double *sum) {                    \
        switch (element) {                                                                                             \
        case row_float32: return squares_float_##PATH(row, width, mean, sum);                                          \
        case row_uint8: return squares_uint8_t_##PATH(row, width, mean, sum);                                          \
        case row_int8: return squares_int8_t_##PATH(row, width, mean, sum);                                            \
        case row_uint16: return squares_uint16_t_##PATH(row, width, mean, sum);                                        \
        case row_int16: return squares_int16_t_##PATH(row, width, mean, sum);                                          \
        case row_uint32: return squares_uint32_t_##PATH(row, width, mean, sum);                                        \
        case row_int32: return squares_int32_t_##PATH(row, width, mean, sum);                                          \
        case row_uint64: return squares_uint64_t_##PATH(row, width, mean, sum);                                        \
        case row_int64: return squares_int64_t_##PATH(row, width, mean, sum);                                          \
        }                                                                                                              \
    }

DEFINE_PATH(portable, )

#if defined(__x86_64__)
DEFINE_PATH(avx2, __attribute__((target("avx2"))))
#else
void column_sums_avx2(
    enum row_element element, const void *row, size_t width, double *sum, double *minimum, double *maximum) {
    column_sums_portable(element, row, width, sum, minimum, maximum);
}

void column_squares_avx2(enum row_element element, const void *row, size_t width, const double *mean, double *sum) {
    column_squares_portable(element, row, width, mean, sum);
}
#endif
