#pragma once
#include <stddef.h>
#include <stdint.h>

enum { knn_byte_group = 6, knn_byte_panel = 32, knn_byte_limit = 63 };

/// What a byte scan reads. Rows are vectors z of `2 · pairs` whole numbers in −63 … 63 with |z|² ≤ 181².
///
/// V(q, r) = ⌈|z_q|²/2⌉ + ⌊|z_r|²/2⌋ − z_q·z_r lies in [d²/2 − ½, d²/2 + ½] for d = |z_q − z_r|, and d ≤ 362 keeps it below
/// 2¹⁶: it may be summed modulo 2¹⁶. Rounding up on one side only would leave −1 = 65535 for equal rows of odd norm.
struct knn_byte_scan {
    const uint32_t *queries;          ///< [pairs][6]: z_2j, z_2j+1 as signed bytes, twice
    const uint32_t *query_terms;      ///< [6]: ⌈|z|²/2⌉ + 64 Σ z modulo 2¹⁶, twice
    const uint32_t *query_limits;     ///< [6]: largest V that passes, twice
    const uint8_t *panels;            ///< [panels][pairs][32][2]: z + 64; 32-byte aligned
    const uint16_t *reference_terms;  ///< [panels · 32]: ⌊|z|²/2⌋
    const uint16_t *reference_limits; ///< [panels · 32], or null when only the queries' limits count
    const uint32_t *panel_list;       ///< the panels to scan, ascending
    size_t panel_count;               ///< of the list
    size_t pairs;
};

/// Writes `32 · panel · 8 + 8 · lane + query` for every pair with V ≤ max(query limit, reference limit).
/// Stops before a panel that `survivors` might not hold (`capacity` ≥ 192). Returns the panels of the list done.
size_t knn_byte_scan_portable(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count);

/// The same survivors in the same order. Needs AVX2.
size_t knn_byte_scan_avx2(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count);

/// Rounds a row to `z_j = rint(row_j / step)`. Returns Σ (row_j − step · z_j)² in float64, or infinity when some |z_j| > 63.
double knn_byte_round(const float *row, size_t width, double step, int8_t *rounded);
