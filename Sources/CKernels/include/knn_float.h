#pragma once
#include <stddef.h>
#include <stdint.h>

/// Queries of one group and references of one panel.
enum { knn_float_group = 6, knn_float_panel = 16 };

/// What a float32 scan reads. A row is `width` scaled values followed by `nominal` codes (int32 bits in a float's place).
struct knn_float_scan {
    const float *queries;           ///< [width + nominal][6]
    const float *panels;            ///< [panels][width + nominal][16], 32-byte aligned
    const float *query_limits;      ///< [6]
    const float *reference_limits;  ///< [panels · 16], or null when only the queries' limits count
    size_t panel_count;
    size_t width;
    size_t nominal;
    float mismatch;  ///< what each differing code adds
};

/// Computes F = Σ (q_j − r_j)² + mismatch · (differing codes) in float32 for 6 queries × 16 references at a time, and
/// writes `16 · panel · 8 + 8 · lane + query` for every pair with F ≤ max(query limit, reference limit).
/// A limit below 0 lets nothing pass. Stops before a panel that `survivors` might not hold (`capacity` ≥ 96).
/// Returns the panels done.
size_t knn_float_scan_portable(
    const struct knn_float_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count);

/// The same with AVX2 and FMA; F may differ in its last bits.
size_t knn_float_scan_avx2(
    const struct knn_float_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count);

/// Writes F of every pair to `values`, `[6][16 · panels]`; limits are not looked at.
void knn_float_values_portable(const struct knn_float_scan *scan, float *values);
void knn_float_values_avx2(const struct knn_float_scan *scan, float *values);

/// Σ (a_j − b_j)² in float32; `width` is a multiple of 8. Both give the same bits.
float knn_float_pair_portable(const float *a, const float *b, size_t width);
float knn_float_pair_avx2(const float *a, const float *b, size_t width);

/// Σ a_j · b_j in float32; `width` is a multiple of 8. Both give the same bits.
float knn_float_dot_portable(const float *a, const float *b, size_t width);
float knn_float_dot_avx2(const float *a, const float *b, size_t width);

/// Adds `factor` times `row` to `sum`; `width` is a multiple of 8.
void knn_float_add(const float *row, float factor, float *sum, size_t width);
