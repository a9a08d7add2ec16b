#include "csv_values.h"
#include "prefetch.h"
#include <stdint.h>
#include <string.h>

// Plain loops, which the compiler turns into the vectors that every CPU of the architecture has.

void ballast_csv_column_range(const float *values, size_t count, size_t width, float *minimum, float *maximum) {
    enum { AHEAD = 16 };
    for (size_t row = 0; row < count; row++, values += width) {
        // The processor follows rows by itself, but not from page to page.
        if (row + AHEAD < count) ballast_prefetch(values + AHEAD * width, width * sizeof(float));
        for (size_t column = 0; column < width; column++) {
            float value = values[column];
            // Written so that a NaN never replaces anything, which is also what minps and maxps do.
            minimum[column] = value < minimum[column] ? value : minimum[column];
            maximum[column] = value > maximum[column] ? value : maximum[column];
        }
    }
}

bool ballast_csv_all_finite(const float *values, size_t count) {
    while (count > 0) {
        size_t step = count < 4096 ? count : 4096;
        uint32_t largest = 0;
        for (size_t i = 0; i < step; i++) {
            uint32_t bits;
            memcpy(&bits, values + i, 4);
            bits &= 0x7F800000;
            largest = bits > largest ? bits : largest;
        }
        if (largest == 0x7F800000) return false;
        values += step;
        count -= step;
    }
    return true;
}
