#pragma once
#include <stddef.h>
#include <stdint.h>

enum { knn_byte_group = 6, knn_byte_panel = 32, knn_byte_limit = 63 };

/// What a byte scan reads. Rows are vectors z of whole numbers in −63 … 63, taken in `columns` at a time: 2 or 4.
///
/// V(q, r) = ⌈|z_q|²/2⌉ + ⌊|z_r|²/2⌋ − z_q·z_r lies in [d²/2 − ½, d²/2 + ½] for d = |z_q − z_r|. Rounding up on one side
/// only would leave −1 for equal rows of odd norm.
struct knn_byte_scan {
    const uint32_t *queries;          ///< [steps][6], of 2 columns: z as signed bytes, twice; of 4 columns: −z
    const int32_t *query_terms;       ///< [6]: ⌈|z|²/2⌉ + 64 Σ z
    const int32_t *query_limits;      ///< [6]: largest V that passes, at least 0
    const uint8_t *panels;            ///< [panels][steps][32][columns]: z + 64; 64-byte aligned
    const int32_t *reference_terms;   ///< [panels · 32]: ⌊|z|²/2⌋; 64-byte aligned
    const int32_t *reference_limits;  ///< [panels · 32], at least 0, or null when only the queries' limits count
    const uint32_t *panel_list;       ///< the panels to scan, ascending
    size_t panel_count;               ///< of the list
    size_t steps;
};

/// Writes `32 · panel · 8 + 8 · lane + query` for every pair with V ≤ max(query limit, reference limit).
/// Stops before a panel that `survivors` might not hold (`capacity` ≥ 192). Returns the panels of the list done.
///
/// Of 2 columns: |z|² ≤ 181² keeps d ≤ 362 and V below 2¹⁶, so it is summed modulo 2¹⁶. Limits are below 2¹⁶.
size_t knn_byte_scan_portable(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count);

/// The same survivors in the same order. Needs AVX2.
size_t knn_byte_scan_avx2(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count);

/// The same of 4 columns: summed in 32 bits, for at most 2¹⁷ columns (V < 2³⁰) of any norm. Limits are below 2³⁰.
size_t knn_byte_quad_scan_portable(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count);

/// The same survivors in the same order. Needs AVX2.
size_t knn_byte_quad_scan_avx2(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count);

/// The same survivors in the same order. Needs AVX-512 F, BW, DQ and VNNI.
size_t knn_byte_quad_scan_vnni(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count);

/// Rounds a row to `z_j = rint(row_j / step)`. Returns Σ (row_j − step · z_j)² in float64, or infinity when some |z_j| > 63.
double knn_byte_round(const float *row, size_t width, double step, int8_t *rounded);
