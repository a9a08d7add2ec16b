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
    /// Line ends before `rows_end`.
    size_t lines_in_rows;
} ballast_csv_lines;

/// Counts line ends (\n) inside and outside quotes; every quote opens or closes, as RFC 4180 has it.
void ballast_csv_count_lines_avx2(const uint8_t *text, size_t length, ballast_csv_lines *lines);
void ballast_csv_count_lines_portable(const uint8_t *text, size_t length, ballast_csv_lines *lines);
