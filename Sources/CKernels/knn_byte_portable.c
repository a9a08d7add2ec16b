#pragma STDC FP_CONTRACT OFF
#include "knn_byte.h"

typedef int32_t panel_values[knn_byte_tile_group][knn_byte_panel];

static void start(const struct knn_byte_scan *scan, size_t group, size_t p, panel_values values) {
    for (size_t g = 0; g < group; g++) {
        for (size_t l = 0; l < knn_byte_panel; l++) {
            values[g][l] = scan->query_terms[g] + scan->reference_terms[p * knn_byte_panel + l];
        }
    }
}

static void subtract_pairs(const struct knn_byte_scan *scan, size_t p, panel_values values) {
    const uint8_t *panel = scan->panels + p * scan->steps * knn_byte_panel * 2;
    for (size_t j = 0; j < scan->steps; j++, panel += knn_byte_panel * 2) {
        for (size_t g = 0; g < knn_byte_group; g++) {
            const uint32_t q = scan->queries[j * knn_byte_group + g];
            for (size_t l = 0; l < knn_byte_panel; l++) {
                const uint8_t *r = panel + 2 * l;
                values[g][l] -= (int8_t)q * r[0] + (int8_t)(q >> 8) * r[1];
            }
        }
    }
}

/// Adds the products of one query's four columns with those of a panel's rows.
static void add_quad(uint32_t q, const uint8_t *panel, int32_t *values) {
    for (size_t l = 0; l < knn_byte_panel; l++) {
        const uint8_t *r = panel + 4 * l;
        values[l] += (int8_t)q * r[0] + (int8_t)(q >> 8) * r[1] + (int8_t)(q >> 16) * r[2] + (int8_t)(q >> 24) * r[3];
    }
}

static void add_quads(const struct knn_byte_scan *scan, size_t p, panel_values values) {
    const uint8_t *panel = scan->panels + p * scan->steps * knn_byte_panel * 4;
    for (size_t j = 0; j < scan->steps; j++, panel += knn_byte_panel * 4) {
        for (size_t g = 0; g < knn_byte_group; g++) add_quad(scan->queries[j * knn_byte_group + g], panel, values[g]);
    }
}

static void add_tiles(const struct knn_byte_scan *scan, size_t p, panel_values values) {
    const uint8_t *panel = scan->panels + p * scan->steps * knn_byte_panel * 4;
    const size_t chunk = knn_byte_tile_chunk(scan->steps);
    for (size_t j = 0; j < scan->steps; j++, panel += knn_byte_panel * 4) {
        const uint32_t *q = scan->queries + j / chunk * chunk * knn_byte_tile_group + j % chunk;
        for (size_t g = 0; g < knn_byte_tile_group; g++) add_quad(q[g * chunk], panel, values[g]);
    }
}

/// Appends the pairs of panel `p` whose values are within their limits; returns how many there are then.
static size_t keep(
    const struct knn_byte_scan *scan, size_t group, size_t p, panel_values values, uint32_t *survivors, size_t found) {
    for (size_t g = 0; g < group; g++) {
        for (size_t l = 0; l < knn_byte_panel; l++) {
            const int32_t own = scan->query_limits[g];
            const int32_t other = scan->reference_limits ? scan->reference_limits[p * knn_byte_panel + l] : 0;
            survivors[found] = (uint32_t)((p * knn_byte_panel + l) * knn_byte_lanes + g);
            found += values[g][l] <= (own > other ? own : other);
        }
    }
    return found;
}

static inline size_t scan_panels(
    const struct knn_byte_scan *scan, size_t group, void (*sum)(const struct knn_byte_scan *, size_t, panel_values),
    uint32_t *survivors, size_t capacity, size_t *survivor_count) {
    panel_values values;
    size_t found = 0, done = 0;
    for (; done < scan->panel_count && found + group * knn_byte_panel <= capacity; done++) {
        const size_t p = scan->panel_list[done];
        start(scan, group, p, values);
        sum(scan, p, values);
        found = keep(scan, group, p, values, survivors, found);
    }
    *survivor_count = found;
    return done;
}

size_t knn_byte_scan_portable(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count) {
    return scan_panels(scan, knn_byte_group, subtract_pairs, survivors, capacity, survivor_count);
}

size_t knn_byte_quad_scan_portable(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count) {
    return scan_panels(scan, knn_byte_group, add_quads, survivors, capacity, survivor_count);
}

size_t knn_byte_tile_scan_portable(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count) {
    return scan_panels(scan, knn_byte_tile_group, add_tiles, survivors, capacity, survivor_count);
}
