// The row loop, written once and included by csv_rows_avx2.c and csv_rows_portable.c, which first define
//   CSV_ATTRIBUTES     how the function is compiled
//   CSV_NAME           its name
//   csv_read_numbers   reads cells of a row as long as they are plain numbers, and returns how many
//   csv_find_near_end  finds the end of a short cell that is not quoted; false: it may be any cell
// Not guarded: that is the point.
#include "csv_cells.h"

CSV_ATTRIBUTES int CSV_NAME(ballast_csv_rows *rows) {
    const uint8_t *text = rows->text, *end = text + rows->length, *p = text + rows->position;
    const uint8_t delimiter = rows->delimiter;
    const uint8_t *actions = rows->actions;
    const uint32_t columns = rows->columns;
    float *values = rows->values;
    uint8_t *all_flags = rows->flags;
    ballast_csv_cell *next_text = rows->texts, *next_exception = rows->exceptions;
    const ballast_csv_cell *last_exception = rows->exceptions + rows->exception_capacity;
    int status = BALLAST_CSV_STOPPED;
    uint32_t row = 0;

    for (; p < end && row < rows->max_rows && last_exception - next_exception >= columns; row++) {
        const uint8_t *row_start = p;
        ballast_csv_cell *row_exceptions = next_exception, *row_texts = next_text;
        uint32_t number = 0;
        for (uint32_t column = 0; column < columns; column++) {
            // Never the last column, which has a line end behind it.
            const uint32_t plain = csv_read_numbers(
                &p, delimiter, actions + column, columns - 1 - column, values + number, all_flags + number);
            column += plain;
            number += plain;
            const uint8_t action = actions[column];
            size_t length;
            if (!csv_find_near_end(p, delimiter, &length)) {
                status = csv_find_cell_end(p, end, delimiter, &length, &rows->error_position);
            }
            if (status != BALLAST_CSV_STOPPED) {
                rows->error_column = column;
                rows->error_position += (size_t)(p - text);
                goto malformed;
            }
            size_t trimmed = length - (length > 0 && p[length] == '\n' && p[length - 1] == '\r');
            if (action == BALLAST_CSV_NUMBER) {
                double value;
                uint32_t flags;
                // Compared after the conversion: a value below the halfway point to 2^128 still rounds to a float.
                if (ballast_number_parse(p, p + trimmed, &value, &flags) && csv_fits_float(value)) {
                    values[number] = (float)value;
                    all_flags[number] |= (uint8_t)flags;
                } else {
                    values[number] = __builtin_nanf("");
                    *next_exception++ = (ballast_csv_cell){row, column, (uint32_t)(p - text), (uint32_t)trimmed};
                }
                number++;
            } else if (action == BALLAST_CSV_TEXT) {
                *next_text++ = (ballast_csv_cell){row, column, (uint32_t)(p - text), (uint32_t)trimmed};
            }
            p += length;
            // Every row ends with \n, so p < end here.
            if (__builtin_expect((*p == '\n') != (column + 1 == columns), 0)) {
                status = *p == '\n' ? BALLAST_CSV_SHORT_ROW : BALLAST_CSV_LONG_ROW;
                rows->error_column = column + 1;
                rows->error_position = (size_t)(row_start - text);
                goto malformed;
            }
            p++;
        }
        values += rows->width;
        continue;
    malformed:
        p = row_start;
        next_exception = row_exceptions;
        next_text = row_texts;
        break;
    }
    rows->position = (size_t)(p - text);
    rows->rows = row;
    rows->text_count = (uint32_t)(next_text - rows->texts);
    rows->exception_count = (uint32_t)(next_exception - rows->exceptions);
    return status;
}
