#pragma once
#include <stddef.h>
#include <stdint.h>

enum { BALLAST_DEFLATE_MAX_SYMBOLS = 288 };

/// Huffman code lengths of at most `limit` (1…15) bits for `symbols` (at most 288) counts; 0 for symbols that do not
/// occur. At least two symbols get a length, so that the code is always complete. Needs 2^limit >= symbols.
void ballast_deflate_lengths(const uint32_t *counts, size_t symbols, unsigned limit, uint8_t *lengths);

/// The canonical codes of RFC 1951, 3.2.2, bits reversed as they are sent: code | length << 16.
void ballast_deflate_codes(const uint8_t *lengths, size_t symbols, uint32_t *codes);
