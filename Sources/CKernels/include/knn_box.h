#pragma once
#include <stddef.h>
#include <stdint.h>

/// One box against many, in `dimensions` coordinates.
struct knn_box_scan {
    const float *low, *high;    ///< [dimensions]: the one box
    const float *lows, *highs;  ///< [dimensions][stride]: the others
    size_t stride;              ///< a multiple of 8
    size_t dimensions;
    float limit;          ///< largest squared gap that the one box cares for
    const float *limits;  ///< [count]: the others' limits
};

/// Writes the numbers of the boxes in `first ..< last` whose squared gap to the one box is at most the larger of the two
/// limits, ascending, less `first`. `first` is a multiple of 8; `selected` holds `last − first`. Returns how many.
size_t knn_box_select_portable(const struct knn_box_scan *scan, size_t first, size_t last, uint32_t *selected);

/// The same boxes. Needs AVX2; reads up to the next multiple of 8 behind `last`, within `stride`, also of `limits`.
size_t knn_box_select_avx2(const struct knn_box_scan *scan, size_t first, size_t last, uint32_t *selected);

/// Writes the squared gap of the one box to each of the first `count`; only for choosing where to look first.
void knn_box_gaps(const struct knn_box_scan *scan, size_t count, float *gaps);
