#pragma STDC FP_CONTRACT OFF
#include "knn_byte.h"
#include <math.h>

double knn_byte_round(const float *row, size_t width, double step, int limit, int8_t *rounded) {
    const double inverse = 1 / step;
    double sum = 0, largest = 0;
    for (size_t j = 0; j < width; j++) {
        // Adding and taking away 1.5 · 2⁵² rounds to the nearest whole number; no library call, so loops stay vectors.
        const double value = ((double)row[j] * inverse + 0x1.8p52) - 0x1.8p52;
        const double size = fabs(value);
        largest = size > largest ? size : largest;
        const double kept = size <= limit ? value : 0;
        rounded[j] = (int8_t)kept;
        const double rest = (double)row[j] - step * kept;
        sum += rest * rest;
    }
    return largest <= limit ? sum : INFINITY;
}
