#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What a piece of text holds, counted from where the last piece ended.
typedef struct {
    /// In and out: whether the piece starts inside quotes.
    bool in_quotes;
    /// Line ends, those inside quotes included.
    size_t lines;
    /// Line ends outside quotes.
    size_t rows;
    /// One past the last line end outside quotes, from the start of the piece; 0 if there is none.
    size_t rows_end;
} ballast_csv_lines;

/// Counts line ends (\n) inside and outside quotes; every quote opens or closes, as RFC 4180 has it.
void ballast_csv_count_lines(const uint8_t *text, size_t length, ballast_csv_lines *lines);

/// Widens `minimum` and `maximum` (one per column) by `count` rows of `width` values; NaN is passed over.
void ballast_csv_column_range(const float *values, size_t count, size_t width, float *minimum, float *maximum);

/// Whether no value is infinite or NaN.
bool ballast_csv_all_finite(const float *values, size_t count);
