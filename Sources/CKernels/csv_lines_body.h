// The counting loop, written once and included by csv_lines_avx2.c and csv_lines_portable.c, which first define
//   CSV_ATTRIBUTES   how the function is compiled
//   CSV_NAME         its name
//   csv_mask         the places of a byte among the 64 at `text`, lowest bit first
// Not guarded: that is the point.
#include "csv_lines.h"

/// Bit i of the answer is the parity of bits 0 … i: set from an opening quote to before the closing one.
static inline uint64_t prefix_parity(uint64_t bits) {
    for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
}

CSV_ATTRIBUTES void CSV_NAME(const uint8_t *text, size_t length, ballast_csv_lines *lines) {
    size_t all = 0, rows = 0, rows_end = 0, lines_in_rows = 0, i = 0;
    bool in_quotes = lines->in_quotes;
    for (; i + 64 <= length; i += 64) {
        const uint64_t quotes = csv_mask(text + i, '"'), ends = csv_mask(text + i, '\n');
        uint64_t outside = ends;
        if (quotes != 0 || in_quotes) {
            const uint64_t inside = prefix_parity(quotes) ^ (in_quotes ? UINT64_MAX : 0);
            outside &= ~inside;
            in_quotes = inside >> 63;
        }
        if (outside != 0) {
            const int last = 63 - __builtin_clzll(outside);
            rows += (size_t)__builtin_popcountll(outside);
            rows_end = i + (size_t)last + 1;
            lines_in_rows = all + (size_t)__builtin_popcountll(ends & (UINT64_MAX >> (63 - last)));
        }
        all += (size_t)__builtin_popcountll(ends);
    }
    for (; i < length; i++) {
        if (text[i] == '"') in_quotes = !in_quotes;
        if (text[i] != '\n') continue;
        all++;
        if (in_quotes) continue;
        rows++;
        rows_end = i + 1;
        lines_in_rows = all;
    }
    *lines = (ballast_csv_lines){in_quotes, all, rows, rows_end, lines_in_rows};
}
