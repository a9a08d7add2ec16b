#pragma STDC FP_CONTRACT OFF
#include "knn_byte.h"

static void panel_values(
    const struct knn_byte_scan *scan, size_t p, uint16_t values[knn_byte_group][knn_byte_panel]) {
    const uint8_t *panel = scan->panels + p * scan->steps * knn_byte_panel * 2;
    for (size_t g = 0; g < knn_byte_group; g++) {
        for (size_t l = 0; l < knn_byte_panel; l++) {
            values[g][l] = (uint16_t)(scan->query_terms[g] + scan->reference_terms[p * knn_byte_panel + l]);
        }
    }
    for (size_t j = 0; j < scan->steps; j++, panel += knn_byte_panel * 2) {
        for (size_t g = 0; g < knn_byte_group; g++) {
            const uint32_t q = scan->queries[j * knn_byte_group + g];
            const int first = (int8_t)q, second = (int8_t)(q >> 8);
            for (size_t l = 0; l < knn_byte_panel; l++) {
                values[g][l] = (uint16_t)(values[g][l] - (panel[2 * l] * first + panel[2 * l + 1] * second));
            }
        }
    }
}

size_t knn_byte_scan_portable(
    const struct knn_byte_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count) {
    uint16_t values[knn_byte_group][knn_byte_panel];
    size_t found = 0, done = 0;
    for (; done < scan->panel_count && found + knn_byte_group * knn_byte_panel <= capacity; done++) {
        const size_t p = scan->panel_list[done];
        panel_values(scan, p, values);
        for (size_t g = 0; g < knn_byte_group; g++) {
            for (size_t l = 0; l < knn_byte_panel; l++) {
                const int32_t own = scan->query_limits[g];
                const int32_t other = scan->reference_limits ? scan->reference_limits[p * knn_byte_panel + l] : 0;
                survivors[found] = (uint32_t)((p * knn_byte_panel + l) * 8 + g);
                found += values[g][l] <= (own > other ? own : other);
            }
        }
    }
    *survivor_count = found;
    return done;
}
