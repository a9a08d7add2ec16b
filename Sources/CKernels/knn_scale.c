#pragma STDC FP_CONTRACT OFF
#include "knn_scale.h"
#include <math.h>

#define SCALE(ELEMENT, TYPE, SCALED)                                                                                   \
    case ELEMENT:                                                                                                      \
        for (size_t j = 0; j < width; j++) {                                                                           \
            const double value = ((double)((const TYPE *)row)[j] - centers[j]) * weights[j];                           \
            largest = fabs(value) > largest ? fabs(value) : largest;                                                   \
            const float rounded = (float)value;                                                                        \
            SCALED[j * stride] = rounded;                                                                              \
            sum += (double)rounded * (double)rounded;                                                                  \
        }                                                                                                              \
        break;

double knn_scale_row(
    enum row_element element, const void *row, size_t width, const double *centers, const double *weights,
    double limit, float *scaled, size_t stride) {
    double sum = 0, largest = 0;
    switch (element) { ROW_ELEMENTS(SCALE, scaled) }
    if (largest <= limit) return sum;
    for (size_t j = 0; j < width; j++) scaled[j * stride] = 0;
    return INFINITY;
}
