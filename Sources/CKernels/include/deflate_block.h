#pragma once
#include "deflate_bits.h"
#include "deflate_match.h"

enum { BALLAST_DEFLATE_LITERALS = 286, BALLAST_DEFLATE_DISTANCES = 30, BALLAST_DEFLATE_HEADER_ITEMS = 316 };

/// How often each symbol of a block occurs (RFC 1951, 3.2.5), and the extra bits of its lengths and distances.
typedef struct {
    uint32_t literals[BALLAST_DEFLATE_LITERALS];
    uint32_t distances[BALLAST_DEFLATE_DISTANCES];
    uint64_t extra_bits;
} ballast_deflate_counts;

/// The codes of one dynamic block, its header in run-length form, and its exact size.
typedef struct {
    uint32_t literals[BALLAST_DEFLATE_LITERALS];
    uint32_t distances[BALLAST_DEFLATE_DISTANCES];
    uint16_t items[BALLAST_DEFLATE_HEADER_ITEMS];
    uint32_t item_codes[19];
    uint32_t item_count, literal_count, distance_count, item_code_count;
    uint64_t total_bits;
} ballast_deflate_codebook;

/// Counts the literals and matches of a block: `sequences`, then the rest of `count` bytes as literals.
void ballast_deflate_count(
    const uint8_t *bytes, size_t count, const ballast_deflate_sequence *sequences, size_t sequence_count,
    ballast_deflate_counts *counts);

/// Counts of a block of literals alone, from the 256 counts of its byte values.
void ballast_deflate_count_literals(const uint32_t *values, ballast_deflate_counts *counts);

/// Adds `more` to `counts`; the one end-of-block symbol is counted once.
void ballast_deflate_add(ballast_deflate_counts *counts, const ballast_deflate_counts *more);

/// Makes the codes for a block of these counts.
void ballast_deflate_plan(const ballast_deflate_counts *counts, ballast_deflate_codebook *book);

/// Writes the block: header, sequences, the remaining bytes as literals, end of block.
void ballast_deflate_block(
    ballast_deflate_bits *to, const ballast_deflate_codebook *book, const uint8_t *bytes, size_t count,
    const ballast_deflate_sequence *sequences, size_t sequence_count, int final);
