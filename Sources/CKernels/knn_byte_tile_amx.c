#pragma STDC FP_CONTRACT OFF
#include "knn_byte.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,amx-tile,amx-int8")))

enum { lanes = 16, sums_low = 0, sums_high = 1, query_tile = 2, low_tile = 3, high_tile = 4 };

/// The shapes of the tiles, as `ldtilecfg` reads them.
struct tile_shapes {
    uint8_t palette, start_row, reserved[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
};

/// Sums of products, [half of the panel][query][lane].
typedef int32_t tile_values[2][knn_byte_tile_group][lanes];

TARGET static void set_shapes(size_t chunk) {
    struct tile_shapes shapes = {.palette = 1};
    for (size_t tile = sums_low; tile <= high_tile; tile++) {
        shapes.rows[tile] = 16;
        shapes.row_bytes[tile] = 64;
    }
    shapes.row_bytes[query_tile] = (uint16_t)(4 * chunk);
    shapes.rows[low_tile] = shapes.rows[high_tile] = (uint8_t)chunk;
    _tile_loadconfig(&shapes);
}

/// A panel is as the instruction takes its right side: steps below each other, in each four bytes of every row.
TARGET static inline void multiply(
    const struct knn_byte_scan *scan, size_t index, size_t chunk, tile_values values) {
    const uint8_t *panel = scan->panels + (size_t)scan->panel_list[index] * scan->steps * 4 * knn_byte_panel;
    // Queries of one chunk stay in their tile.
    const _Bool load_queries = index == 0 || chunk < scan->steps;
    _tile_zero(sums_low);
    _tile_zero(sums_high);
    const uint32_t *queries = scan->queries;
    for (size_t j = 0; j < scan->steps; j += chunk, queries += chunk * knn_byte_tile_group) {
        if (load_queries) _tile_loadd(query_tile, queries, 4 * chunk);
        _tile_loadd(low_tile, panel + j * 4 * knn_byte_panel, 4 * knn_byte_panel);
        _tile_loadd(high_tile, panel + j * 4 * knn_byte_panel + 64, 4 * knn_byte_panel);
        _tile_dpbsud(sums_low, query_tile, low_tile);
        _tile_dpbsud(sums_high, query_tile, high_tile);
    }
    _tile_stored(sums_low, values[0], 64);
    _tile_stored(sums_high, values[1], 64);
}

/// Appends the pairs of one query and half a panel whose values are within their limits.
TARGET static inline size_t keep_of_query(
    const struct knn_byte_scan *scan, size_t row, size_t g, const int32_t *values, uint32_t *survivors, size_t found) {
    const __m512i terms = _mm512_loadu_si512(scan->reference_terms + row);
    const __m512i value = _mm512_add_epi32(
        _mm512_add_epi32(_mm512_load_si512(values), terms), _mm512_set1_epi32(scan->query_terms[g]));
    __m512i limit = _mm512_set1_epi32(scan->query_limits[g]);
    if (scan->reference_limits) {
        limit = _mm512_max_epi32(limit, _mm512_loadu_si512(scan->reference_limits + row));
    }
    for (uint32_t mask = _mm512_cmple_epi32_mask(value, limit); mask; mask &= mask - 1) {
        survivors[found++] = (uint32_t)((row + (size_t)__builtin_ctz(mask)) * knn_byte_lanes + g);
    }
    return found;
}

/// Appends the pairs of a panel whose values are within their limits; returns how many there are then. First by the
/// largest limit of all queries, `own`, with two instructions for 16 pairs: sums less limits against terms.
TARGET static inline size_t keep(
    const struct knn_byte_scan *scan, size_t row, int32_t own, const int32_t *bounds, tile_values values,
    uint32_t *survivors, size_t found) {
    _Alignas(64) uint16_t masks[knn_byte_tile_group][2];
    __m512i rest[2];
    for (size_t half = 0; half < 2; half++) {
        __m512i limit = _mm512_set1_epi32(own);
        if (scan->reference_limits) {
            limit = _mm512_max_epi32(limit, _mm512_loadu_si512(scan->reference_limits + row + half * lanes));
        }
        rest[half] = _mm512_sub_epi32(_mm512_loadu_si512(scan->reference_terms + row + half * lanes), limit);
    }
#pragma clang loop unroll(full)
    for (size_t g = 0; g < knn_byte_tile_group; g++) {
        const __m512i bound = _mm512_set1_epi32(bounds[g]);
        masks[g][0] = _mm512_cmple_epi32_mask(_mm512_add_epi32(rest[0], _mm512_load_si512(values[0][g])), bound);
        masks[g][1] = _mm512_cmple_epi32_mask(_mm512_add_epi32(rest[1], _mm512_load_si512(values[1][g])), bound);
    }
    const __m512i all = _mm512_load_si512(masks);
    uint32_t queries = _mm512_test_epi32_mask(all, all);
    for (; __builtin_expect(queries != 0, 0); queries &= queries - 1) {
        const size_t g = (size_t)__builtin_ctz(queries);
        if (masks[g][0]) found = keep_of_query(scan, row, g, values[0][g], survivors, found);
        if (masks[g][1]) found = keep_of_query(scan, row + lanes, g, values[1][g], survivors, found);
    }
    return found;
}

TARGET size_t knn_byte_tile_scan_amx(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count) {
    int32_t own = 0, bounds[knn_byte_tile_group];
    for (size_t g = 0; g < knn_byte_tile_group; g++) {
        own = scan->query_limits[g] > own ? scan->query_limits[g] : own;
        bounds[g] = -scan->query_terms[g];
    }
    const size_t chunk = knn_byte_tile_chunk(scan->steps);
    set_shapes(chunk);
    // Each panel is multiplied before the one ahead of it is looked at: what a tile has stored is not at hand at once.
    _Alignas(64) tile_values values[2];
    if (scan->panel_count > 0) multiply(scan, 0, chunk, values[0]);
    size_t found = 0, done = 0;
    for (; done < scan->panel_count && found + knn_byte_tile_group * knn_byte_panel <= capacity; done++) {
        if (done + 1 < scan->panel_count) multiply(scan, done + 1, chunk, values[(done + 1) & 1]);
        const size_t row = (size_t)scan->panel_list[done] * knn_byte_panel;
        found = keep(scan, row, own, bounds, values[done & 1], survivors, found);
    }
    _tile_release();
    *survivor_count = found;
    return done;
}

#else

size_t knn_byte_tile_scan_amx(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count) {
    return knn_byte_tile_scan_portable(scan, survivors, capacity, survivor_count);
}

#endif
