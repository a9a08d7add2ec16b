#pragma once
#include <stddef.h>
#include <stdint.h>

enum { knn_byte_group = 6, knn_byte_tile_group = 16, knn_byte_panel = 32, knn_byte_lanes = 16 };

/// What a byte scan reads. Rows are vectors z of whole numbers in −limit … limit, taken in `columns` at a time: 2 or 4.
/// A scan takes queries in groups of 6, of tiles of 16.
///
/// V(q, r) = ⌈|z_q|²/2⌉ + ⌊|z_r|²/2⌋ − z_q·z_r lies in [d²/2 − ½, d²/2 + ½] for d = |z_q − z_r|. Rounding up on one side
/// only would leave −1 for equal rows of odd norm.
struct knn_byte_scan {
    const uint32_t *queries;          ///< [steps][group], of 2 columns: z as signed bytes, twice; of 4 columns: −z
    const int32_t *query_terms;       ///< [group]: ⌈|z|²/2⌉ + (limit + 1) Σ z
    const int32_t *query_limits;      ///< [group]: largest V that passes, at least 0
    const uint8_t *panels;            ///< [panels][steps][32][columns]: z + limit + 1; 64-byte aligned
    const int32_t *reference_terms;   ///< [panels · 32]: ⌊|z|²/2⌋; 64-byte aligned
    const int32_t *reference_limits;  ///< [panels · 32], at least 0, or null when only the queries' limits count
    const uint32_t *panel_list;       ///< the panels to scan, ascending
    size_t panel_count;               ///< of the list
    size_t steps;
};

/// Writes `16 · (32 · panel + lane) + query` for every pair with V ≤ max(query limit, reference limit).
/// Stops before a panel that `survivors` might not hold (`capacity` ≥ 32 · group). Returns the panels of the list done.
///
/// Of 2 columns, limit 63: |z|² ≤ 181² keeps d ≤ 362 and V below 2¹⁶, so it is summed modulo 2¹⁶. Limits are below 2¹⁶.
size_t knn_byte_scan_portable(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count);

/// The same survivors in the same order. Needs AVX2.
size_t knn_byte_scan_avx2(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count);

/// The same of 4 columns, limit 63: summed in 32 bits, for at most 2¹⁷ columns (V < 2³⁰) of any norm. Limits are below
/// 2³⁰.
size_t knn_byte_quad_scan_portable(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count);

/// The same survivors in the same order. Needs AVX2.
size_t knn_byte_quad_scan_avx2(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count);

/// Chunks of steps that a tile takes in one after the other, and steps of each; rows are filled up with zeros to them.
static inline size_t knn_byte_tile_chunks(size_t steps) { return (steps + 15) / 16; }
static inline size_t knn_byte_tile_chunk(size_t steps) {
    return steps == 0 ? 0 : (steps + knn_byte_tile_chunks(steps) - 1) / knn_byte_tile_chunks(steps);
}

/// The same of 4 columns, limit 127, whose products AVX2 cannot add without overflow, and groups of 16 queries,
/// `[chunks][16][steps of a chunk]`; `steps` is a multiple of them. For at most 2¹⁴ columns: every sum of products and
/// terms stays within 32 bits. Limits are below 2³⁰.
size_t knn_byte_tile_scan_portable(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count);

/// The same survivors in the same order. Needs AVX-512 F, BW, DQ and VNNI.
size_t knn_byte_tile_scan_vnni(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count);

/// The same survivors in the same order. Needs AVX-512 F and AMX-INT8, and the system's leave to use its tiles.
size_t knn_byte_tile_scan_amx(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count);

/// Rounds a row to `z_j = rint(row_j / step)`. Returns Σ (row_j − step · z_j)² in float64, or infinity when some
/// |z_j| > limit, at most 127.
double knn_byte_round(const float *row, size_t width, double step, int limit, int8_t *rounded);
