#pragma once
#include <stddef.h>

/// The element types of a row store, in the order of BallastCore's `ElementType`.
enum distance_element {
    distance_float32, distance_uint8, distance_int8, distance_uint16, distance_int16,
    distance_uint32, distance_int32, distance_uint64, distance_int64,
};

/// Σ ((a_j − b_j) · w_j)² in float64 and eight lanes: lane j mod 8 adds in order of j, then
/// ((l0 + l4) + (l2 + l6)) + ((l1 + l5) + (l3 + l7)); every operation rounded by itself.
/// `a` and `b` are `width` elements of type `element`, each widened to float64 first.
double distance_squared_portable(
    enum distance_element element, const void *a, const void *b, const double *weights, size_t width);

/// The same bits as distance_squared_portable. Needs AVX2.
double distance_squared_avx2(
    enum distance_element element, const void *a, const void *b, const double *weights, size_t width);

/// The elements of a row in float64.
void distance_widen(enum distance_element element, const void *row, size_t width, double *wide);
