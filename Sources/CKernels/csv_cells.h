#pragma once
#include "csv_rows.h"
#include "number_parse.h"

/// Whether the conversion to float32 stays finite.
static inline bool csv_fits_float(double value) { return __builtin_isfinite((float)value); }

/// The length of the cell at `p`, its line end's \r included; `p[length]` is the delimiter or \n. Quoted cells may be
/// surrounded by spaces. On error `where` is relative to `p`.
static inline int csv_find_cell_end(
    const uint8_t *p, const uint8_t *end, uint8_t delimiter, size_t *length, size_t *where
) {
    const uint8_t *q = p;
    while (*q == ' ') q++;  // the text ends with \n, so this stops
    if (*q != '"') {
        for (; *q != delimiter && *q != '\n'; q++) {
            if (*q == '"') {
                *where = (size_t)(q - p);
                return BALLAST_CSV_STRAY_QUOTE;
            }
        }
        *length = (size_t)(q - p);
        return BALLAST_CSV_STOPPED;
    }
    *where = (size_t)(q - p);
    for (q++;; q++) {
        while (q < end && *q != '"') q++;
        if (q >= end) return BALLAST_CSV_OPEN_QUOTE;
        q++;
        if (*q != '"') break;  // at `end` there are readable bytes that are no quote
    }
    while (*q == ' ') q++;
    if (*q == '\r') q++;
    if (q >= end || (*q != delimiter && *q != '\n')) {
        *where = (size_t)(q - p);
        return BALLAST_CSV_TEXT_AFTER_QUOTE;
    }
    *length = (size_t)(q - p);
    return BALLAST_CSV_STOPPED;
}
