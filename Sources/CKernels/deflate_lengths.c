#include "include/deflate_lengths.h"
#include <string.h>
#pragma clang fp contract(off)

enum { FEW = 32 };

typedef struct {
    uint32_t weight;
    uint16_t symbol;
} leaf;

// Stable, hence the same order everywhere: by insertion where the tables of the other way cost more than it saves.
static void sort_few(leaf *leaves, size_t count) {
    for (size_t i = 1; i < count; i++) {
        leaf moved = leaves[i];
        size_t to = i;
        for (; to > 0 && leaves[to - 1].weight > moved.weight; to--) leaves[to] = leaves[to - 1];
        leaves[to] = moved;
    }
}

// Least significant digit first, 8 bits at a time: stable too. Digits all zero are skipped.
static void sort_leaves(leaf *leaves, leaf *spare, size_t count) {
    if (count <= FEW) return sort_few(leaves, count);
    uint32_t all = 0;
    for (size_t i = 0; i < count; i++) all |= leaves[i].weight;
    leaf *from = leaves, *to = spare;
    for (unsigned shift = 0; shift < 32 && all >> shift; shift += 8) {
        uint32_t start[257] = {0};
        for (size_t i = 0; i < count; i++) start[(from[i].weight >> shift & 255) + 1]++;
        for (int d = 0; d < 256; d++) start[d + 1] += start[d];
        for (size_t i = 0; i < count; i++) to[start[from[i].weight >> shift & 255]++] = from[i];
        leaf *swap = from;
        from = to;
        to = swap;
    }
    if (from != leaves) memcpy(leaves, from, count * sizeof(leaf));
}

// Numbers of codes of each depth in the unlimited Huffman tree over ascending weights (two-queue construction).
static void tree_depths(const leaf *leaves, size_t count, unsigned limit, uint32_t *at_depth) {
    uint64_t weight[BALLAST_DEFLATE_MAX_SYMBOLS];
    uint16_t parent[2 * BALLAST_DEFLATE_MAX_SYMBOLS];
    uint16_t depth[2 * BALLAST_DEFLATE_MAX_SYMBOLS];
    size_t next_leaf = 0, next_node = 0;
    for (size_t node = 0; node + 1 < count; node++) {
        uint64_t sum = 0;
        for (int k = 0; k < 2; k++) {
            if (next_leaf < count && (next_node >= node || leaves[next_leaf].weight <= weight[next_node])) {
                sum += leaves[next_leaf].weight;
                parent[next_leaf++] = (uint16_t)(count + node);
            } else {
                sum += weight[next_node];
                parent[count + next_node++] = (uint16_t)(count + node);
            }
        }
        weight[node] = sum;
    }
    size_t root = 2 * count - 2;
    depth[root] = 0;
    for (size_t i = root; i-- > 0;) {
        depth[i] = depth[parent[i]] + 1;
        if (i < count) at_depth[depth[i] < limit ? depth[i] : limit]++;
    }
}

// Codes cut to the limit oversubscribe it; each step moves one shorter code down by one, which frees one code at the limit.
static void restore_kraft(uint32_t *at_depth, unsigned limit) {
    uint64_t used = 0;
    for (unsigned d = 1; d <= limit; d++) used += (uint64_t)at_depth[d] << (limit - d);
    while (used > (uint64_t)1 << limit) {
        unsigned d = limit - 1;
        while (at_depth[d] == 0) d--;
        at_depth[d]--;
        at_depth[d + 1] += 2;
        at_depth[limit]--;
        used--;
    }
}

void ballast_deflate_lengths(const uint32_t *counts, size_t symbols, unsigned limit, uint8_t *lengths) {
    leaf leaves[BALLAST_DEFLATE_MAX_SYMBOLS], spare[BALLAST_DEFLATE_MAX_SYMBOLS];
    size_t count = 0;
    for (size_t s = 0; s < symbols; s++) {
        lengths[s] = 0;
        if (counts[s]) leaves[count++] = (leaf){counts[s], (uint16_t)s};
    }
    if (count < 2) {
        size_t only = count ? leaves[0].symbol : 0;
        lengths[only] = 1;
        lengths[only ? 0 : 1] = 1;
        return;
    }
    sort_leaves(leaves, spare, count);
    uint32_t at_depth[16] = {0};
    tree_depths(leaves, count, limit, at_depth);
    restore_kraft(at_depth, limit);
    size_t i = 0;
    for (unsigned d = limit; d > 0; d--)
        for (uint32_t k = 0; k < at_depth[d]; k++) lengths[leaves[i++].symbol] = (uint8_t)d;
}

void ballast_deflate_codes(const uint8_t *lengths, size_t symbols, uint32_t *codes) {
    uint32_t at_length[16] = {0}, next[17] = {0};
    for (size_t s = 0; s < symbols; s++) at_length[lengths[s]]++;
    at_length[0] = 0;
    for (unsigned d = 1; d < 16; d++) next[d + 1] = (next[d] + at_length[d]) << 1;
    for (size_t s = 0; s < symbols; s++) {
        unsigned length = lengths[s];
        uint32_t code = length ? next[length]++ : 0;
        uint32_t reversed = length ? __builtin_bitreverse32(code) >> (32 - length) : 0;
        codes[s] = reversed | length << 16;
    }
}
