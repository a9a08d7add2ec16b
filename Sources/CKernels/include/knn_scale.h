#pragma once
#include "distance.h"

/// Writes `float((x_j − centers_j) · weights_j)` for each element of a row to `scaled[j · stride]`.
/// Returns the squared norm of what was written, or infinity when a value lies beyond ±`limit` (then zeros are written).
double knn_scale_row(
    enum row_element element, const void *row, size_t width, const double *centers, const double *weights,
    double limit, float *scaled, size_t stride);
