#pragma STDC FP_CONTRACT OFF
#include "knn_scale.h"
#include <math.h>
#include <stdint.h>

#define SCALE(TYPE)                                                                                                    \
    for (size_t j = 0; j < width; j++) {                                                                               \
        const double value = ((double)((const TYPE *)row)[j] - centers[j]) * weights[j];                               \
        largest = fabs(value) > largest ? fabs(value) : largest;                                                       \
        const float rounded = (float)value;                                                                            \
        scaled[j * stride] = rounded;                                                                                  \
        sum += (double)rounded * (double)rounded;                                                                      \
    }                                                                                                                  \
    break

double knn_scale_row(
    enum row_element element, const void *row, size_t width, const double *centers, const double *weights,
    double limit, float *scaled, size_t stride) {
    double sum = 0, largest = 0;
    switch (element) {
    case row_float32: SCALE(float);
    case row_uint8: SCALE(uint8_t);
    case row_int8: SCALE(int8_t);
    case row_uint16: SCALE(uint16_t);
    case row_int16: SCALE(int16_t);
    case row_uint32: SCALE(uint32_t);
    case row_int32: SCALE(int32_t);
    case row_uint64: SCALE(uint64_t);
    case row_int64: SCALE(int64_t);
    }
    if (largest <= limit) return sum;
    for (size_t j = 0; j < width; j++) scaled[j * stride] = 0;
    return INFINITY;
}
