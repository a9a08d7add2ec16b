#pragma STDC FP_CONTRACT OFF
#include "knn_float.h"
#include <string.h>

static void panel_distances(
    const struct knn_float_scan *scan, const float *panel, float sums[knn_float_group][knn_float_panel]) {
    memset(sums, 0, sizeof(float) * knn_float_group * knn_float_panel);
    for (size_t j = 0; j < scan->width; j++) {
        const float *r = panel + j * knn_float_panel, *q = scan->queries + j * knn_float_group;
        for (size_t g = 0; g < knn_float_group; g++) {
            for (size_t l = 0; l < knn_float_panel; l++) {
                const float difference = q[g] - r[l];
                sums[g][l] += difference * difference;
            }
        }
    }
    for (size_t j = scan->width; j < scan->width + scan->nominal; j++) {
        int32_t r[knn_float_panel], q[knn_float_group];
        memcpy(r, panel + j * knn_float_panel, sizeof r);
        memcpy(q, scan->queries + j * knn_float_group, sizeof q);
        for (size_t g = 0; g < knn_float_group; g++) {
            for (size_t l = 0; l < knn_float_panel; l++) sums[g][l] += q[g] == r[l] ? 0 : scan->mismatch;
        }
    }
}

size_t knn_float_scan_portable(
    const struct knn_float_scan *scan, uint32_t *survivors, size_t capacity, size_t *survivor_count) {
    float sums[knn_float_group][knn_float_panel];
    size_t found = 0, p = 0;
    for (; p < scan->panel_count && found + knn_float_group * knn_float_panel <= capacity; p++) {
        panel_distances(scan, scan->panels + p * (scan->width + scan->nominal) * knn_float_panel, sums);
        for (size_t g = 0; g < knn_float_group; g++) {
            for (size_t l = 0; l < knn_float_panel; l++) {
                const float own = scan->query_limits[g];
                const float other = scan->reference_limits ? scan->reference_limits[p * knn_float_panel + l] : -1;
                survivors[found] = (uint32_t)((p * knn_float_panel + l) * 8 + g);
                found += sums[g][l] <= (own > other ? own : other);
            }
        }
    }
    *survivor_count = found;
    return p;
}

void knn_float_values_portable(const struct knn_float_scan *scan, float *values) {
    float sums[knn_float_group][knn_float_panel];
    const size_t columns = scan->panel_count * knn_float_panel;
    for (size_t p = 0; p < scan->panel_count; p++) {
        panel_distances(scan, scan->panels + p * (scan->width + scan->nominal) * knn_float_panel, sums);
        for (size_t g = 0; g < knn_float_group; g++) {
            memcpy(values + g * columns + p * knn_float_panel, sums[g], sizeof sums[g]);
        }
    }
}
