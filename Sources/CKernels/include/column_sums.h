#pragma once
#include "row_element.h"
#include <stddef.h>

/// Adds a row to what its columns come to: `sum[j] += x_j` in float64, and the least and the largest value of each. The
/// row is `width` elements of type `element`, without NaN.
void column_sums_portable(
    enum row_element element, const void *row, size_t width, double *sum, double *minimum, double *maximum);

/// The same bits as column_sums_portable. Needs AVX2.
void column_sums_avx2(
    enum row_element element, const void *row, size_t width, double *sum, double *minimum, double *maximum);

/// `sum[j] += (x_j − mean_j)²`, every operation rounded by itself.
void column_squares_portable(enum row_element element, const void *row, size_t width, const double *mean, double *sum);

/// The same bits as column_squares_portable. Needs AVX2.
void column_squares_avx2(enum row_element element, const void *row, size_t width, const double *mean, double *sum);
