#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What to do with the cells of one column.
enum {
    /// Only find the end.
    BALLAST_CSV_SKIP = 0,
    /// Write the number to the row's values; what is no plain number goes to `exceptions`.
    BALLAST_CSV_NUMBER = 1,
    /// Note the cell in `texts`.
    BALLAST_CSV_TEXT = 2,
};

/// Why the parser stopped. From BALLAST_CSV_SHORT_ROW on, the row at `position` is malformed.
enum {
    /// The text, `max_rows` or the space for exceptions is used up.
    BALLAST_CSV_STOPPED = 0,
    /// Fewer cells than columns: `error_column` cells were found.
    BALLAST_CSV_SHORT_ROW = 1,
    /// More cells than columns.
    BALLAST_CSV_LONG_ROW = 2,
    /// A quote inside an unquoted cell, at `error_position`.
    BALLAST_CSV_STRAY_QUOTE = 3,
    /// Something else than a delimiter after a closing quote.
    BALLAST_CSV_TEXT_AFTER_QUOTE = 4,
    /// A quoted cell that never ends.
    BALLAST_CSV_OPEN_QUOTE = 5,
};

/// Where a cell lies: bytes [start, start + length) of the text, quotes included, line end excluded.
typedef struct {
    uint32_t row, column, start, length;
} ballast_csv_cell;

/// A block of whole rows and what is made of it. Rows end with \n or \r\n, the last one too.
typedef struct {
    /// 64 bytes beyond `length` are readable.
    const uint8_t *text;
    size_t length;
    /// Start of the next row; moved on by each call.
    size_t position;
    uint32_t columns;
    /// One action per column.
    const uint8_t *actions;
    uint8_t delimiter;
    uint32_t max_rows;
    /// Numbers of the next row, row-major, `width` per row; NaN stands for an exception.
    float *values;
    uint32_t width;
    /// One per number column: BALLAST_NUMBER_… of all its cells, or-ed.
    uint8_t *flags;
    /// Room for `max_rows` · text columns.
    ballast_csv_cell *texts;
    ballast_csv_cell *exceptions;
    uint32_t exception_capacity;

    /// What this call made. `row` of a cell counts from 0 within the call.
    uint32_t rows, text_count, exception_count;
    uint32_t error_column;
    size_t error_position;
} ballast_csv_rows;

/// Parses rows until the text, the rows or the space for exceptions end, or a row is malformed.
///
/// Values are float32(nearest float64). An exception is a cell of a number column that is quoted, has spaces around it,
/// is empty, no number, or beyond float32.
int ballast_csv_parse_rows_avx2(ballast_csv_rows *rows);
int ballast_csv_parse_rows_portable(ballast_csv_rows *rows);
