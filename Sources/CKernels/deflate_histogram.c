#include "include/deflate_histogram.h"
#include <string.h>
#pragma clang fp contract(off)

// Four tables: neighbouring equal bytes would otherwise wait for each other's store.
void ballast_deflate_histogram(const uint8_t *bytes, size_t count, uint32_t *counts) {
    uint32_t parts[4][256];
    memset(parts, 0, sizeof parts);
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        uint64_t word;
        memcpy(&word, bytes + i, 8);
        parts[0][word & 255]++;
        parts[1][word >> 8 & 255]++;
        parts[2][word >> 16 & 255]++;
        parts[3][word >> 24 & 255]++;
        parts[0][word >> 32 & 255]++;
        parts[1][word >> 40 & 255]++;
        parts[2][word >> 48 & 255]++;
        parts[3][word >> 56]++;
    }
    for (; i < count; i++) parts[0][bytes[i]]++;
    for (int v = 0; v < 256; v++) counts[v] += parts[0][v] + parts[1][v] + parts[2][v] + parts[3][v];
}
