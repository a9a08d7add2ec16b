#include "csv_lines.h"
#include <string.h>

// Plain loops over blocks of 64 bytes, which the compiler turns into the vectors that every CPU of the architecture
// has: this runs at memory speed beside a parser that does not.

static uint64_t mask_of(const uint8_t *text, uint8_t byte) {
    uint64_t mask = 0;
    for (int i = 0; i < 64; i++) mask |= (uint64_t)(text[i] == byte) << i;
    return mask;
}

/// Bit i of the answer is the parity of bits 0 … i: set from an opening quote to before the closing one.
static uint64_t prefix_parity(uint64_t bits) {
    for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
}

static size_t count_byte(const uint8_t *text, size_t length, uint8_t byte) {
    size_t total = 0;
    while (length > 0) {
        // Sums of up to 255 stay in a byte, so the inner loop vectorises sixteen wide.
        size_t steps = length / 16 < 255 ? length / 16 : 255;
        uint8_t counts[16] = {0};
        for (size_t step = 0; step < steps; step++) {
            for (int i = 0; i < 16; i++) counts[i] += text[step * 16 + i] == byte;
        }
        for (int i = 0; i < 16; i++) total += counts[i];
        text += steps * 16;
        length -= steps * 16;
        if (steps == 0) {
            for (size_t i = 0; i < length; i++) total += text[i] == byte;
            return total;
        }
    }
    return total;
}

static void count_plain(const uint8_t *text, size_t length, ballast_csv_lines *lines) {
    lines->rows = lines->lines = count_byte(text, length, '\n');
    while (length > 0 && text[length - 1] != '\n') length--;
    lines->rows_end = length;
}

void ballast_csv_count_lines(const uint8_t *text, size_t length, ballast_csv_lines *lines) {
    lines->lines = lines->rows = lines->rows_end = 0;
    if (!lines->in_quotes && count_byte(text, length, '"') == 0) {
        count_plain(text, length, lines);
        return;
    }
    size_t i = 0;
    for (; i + 64 <= length; i += 64) {
        uint64_t inside = prefix_parity(mask_of(text + i, '"')) ^ (lines->in_quotes ? UINT64_MAX : 0);
        uint64_t ends = mask_of(text + i, '\n');
        lines->lines += (size_t)__builtin_popcountll(ends);
        ends &= ~inside;
        lines->rows += (size_t)__builtin_popcountll(ends);
        if (ends != 0) lines->rows_end = i + 64 - (size_t)__builtin_clzll(ends);
        lines->in_quotes = inside >> 63;
    }
    for (; i < length; i++) {
        if (text[i] == '"') lines->in_quotes = !lines->in_quotes;
        if (text[i] != '\n') continue;
        lines->lines++;
        if (lines->in_quotes) continue;
        lines->rows++;
        lines->rows_end = i + 1;
    }
}

void ballast_csv_column_range(const float *values, size_t count, size_t width, float *minimum, float *maximum) {
    for (size_t row = 0; row < count; row++, values += width) {
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
