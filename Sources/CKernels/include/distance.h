#pragma once
#include "row_element.h"
#include <stddef.h>

/// Σ ((a_j − b_j) · w_j)² in float64 and eight lanes: lane j mod 8 adds in order of j, then
/// ((l0 + l4) + (l2 + l6)) + ((l1 + l5) + (l3 + l7)); every operation rounded by itself.
/// `a` and `b` are `width` elements of type `element`, each widened to float64 first.
double distance_squared_portable(
    enum row_element element, const void *a, const void *b, const double *weights, size_t width);

/// The same bits as distance_squared_portable. Needs AVX2.
double distance_squared_avx2(
    enum row_element element, const void *a, const void *b, const double *weights, size_t width);

/// The elements of a row in float64.
void distance_widen(enum row_element element, const void *row, size_t width, double *wide);
