#pragma once
#include <stdbool.h>
#include <stddef.h>

/// Widens `minimum` and `maximum` (one per column) by `count` rows of `width` values; NaN is passed over.
void ballast_csv_column_range(const float *values, size_t count, size_t width, float *minimum, float *maximum);

/// Whether no value is infinite or NaN.
bool ballast_csv_all_finite(const float *values, size_t count);
