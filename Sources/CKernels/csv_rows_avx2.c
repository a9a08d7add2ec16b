#include "csv_rows.h"
#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__)
#include "csv_cells.h"
#include <immintrin.h>

#define CSV_ATTRIBUTES __attribute__((target("avx2,bmi,bmi2")))

/// Powers of ten that float64 holds exactly; in the second half below zero, so that dividing sets the sign.
static const double divisors[40] = {1e0,   1e1,   1e2,   1e3,   1e4,   1e5,   1e6,   1e7,   1e8,   1e9,
                                    1e10,  1e11,  1e12,  1e13,  1e14,  1e15,  1e16,  1e17,  1e18,  1e19,
                                    -1e0,  -1e1,  -1e2,  -1e3,  -1e4,  -1e5,  -1e6,  -1e7,  -1e8,  -1e9,
                                    -1e10, -1e11, -1e12, -1e13, -1e14, -1e15, -1e16, -1e17, -1e18, -1e19};

/// Shuffle controls that move the first k bytes to the end of a register: entry k starts at byte k.
static const int8_t align_right[32] = {-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
                                       -128, -128, -128, -128, -128, 0,    1,    2,    3,    4,    5,
                                       6,    7,    8,    9,    10,   11,   12,   13,   14,   15};

/// Four times the place before a point: compared with, they tell which bytes lie behind it.
static const uint32_t before_point[16] = {0xFFFFFFFF, 0x00000000, 0x01010101, 0x02020202, 0x03030303, 0x04040404,
                                          0x05050505, 0x06060606, 0x07070707, 0x08080808, 0x09090909, 0x0A0A0A0A,
                                          0x0B0B0B0B, 0x0C0C0C0C, 0x0D0D0D0D, 0x0E0E0E0E};

/// The first `count` of 16 digits moved to the end, without the byte at `point`.
CSV_ATTRIBUTES static inline __m128i aligned_digits(__m128i digits, uint32_t count, uint32_t point) {
    __m128i control = _mm_loadu_si128((const __m128i *)(align_right + count));
    control = _mm_sub_epi8(control, _mm_cmpgt_epi8(control, _mm_set1_epi32((int)before_point[point])));
    return _mm_shuffle_epi8(digits, control);
}

/// The number that 16 digits make, joined by three multiply-adds.
CSV_ATTRIBUTES static inline uint64_t sixteen_digits(__m128i digits) {
    const __m128i pairs = _mm_maddubs_epi16(digits, _mm_set1_epi16(0x010A));
    const __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(0x00010064));
    const __m128i packed = _mm_packus_epi32(fours, fours);
    const uint64_t eights = (uint64_t)_mm_cvtsi128_si64(_mm_madd_epi16(packed, _mm_set1_epi32(0x00012710)));
    return (eights & 0xFFFFFFFF) * 100000000 + (eights >> 32);
}

/// Which of 32 bytes are digits, as bits.
CSV_ATTRIBUTES static inline uint32_t digit_mask(__m256i digits) {
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(digits, _mm256_set1_epi8(9)), digits));
}

/// The bytes without the one at `point`: what stands behind it moves up.
CSV_ATTRIBUTES static inline __m256i without_point(__m256i bytes, __m256i next_bytes, uint32_t point) {
    const __m256i places = _mm256_setr_epi8(
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
        30, 31);
    return _mm256_blendv_epi8(next_bytes, bytes, _mm256_cmpgt_epi8(_mm256_set1_epi8((char)point), places));
}

/// The number that the first `count` of four digits make.
static inline uint32_t up_to_four_digits(uint32_t digits, uint32_t count) {
    digits = (uint32_t)((uint64_t)digits << (32 - 8 * count));  // zeros before them
    const uint32_t pairs = (digits * 10 + (digits >> 8)) & 0x00FF00FF;
    return (pairs * 100 + (pairs >> 16)) & 0xFFFF;
}

/// A number of 16 to 19 digits and a point, as float64 is often written; `p` is behind its sign.
///
/// The first 16 digits, the others and the power of ten give a float64 in four roundings: within five units in the last
/// place of the nearest one. Both round to the same float32 unless the border between two of them lies that near, which
/// is where the 29 bits that float32 drops say one half; then the exact way decides.
CSV_ATTRIBUTES static inline bool read_long_number(
    const uint8_t *p, uint32_t length, uint32_t negative, float *value, uint8_t *flags
) {
    const __m256i zero = _mm256_set1_epi8('0');
    const __m256i digits = _mm256_sub_epi8(_mm256_loadu_si256((const __m256i *)p), zero);
    const uint32_t others = ~digit_mask(digits), point = _tzcnt_u32(others);
    if (length > 20 || _tzcnt_u32(_blsr_u32(others)) != length || p[point] != '.') return false;
    const __m256i next_digits = _mm256_sub_epi8(_mm256_loadu_si256((const __m256i *)(p + 1)), zero);
    const __m256i joined = without_point(digits, next_digits, point);
    const uint32_t count = length - 1, rest = count - 16;
    const uint64_t first = sixteen_digits(_mm256_castsi256_si128(joined));
    const uint32_t last = up_to_four_digits((uint32_t)_mm256_extract_epi32(joined, 4), rest);
    const double all = (double)(int64_t)first * divisors[rest] + (double)(int32_t)last;
    const double nearly = all / divisors[negative * 20 + count - point];
    const uint32_t dropped = (uint32_t)_mm_cvtsi128_si64(_mm_castpd_si128(_mm_set_sd(nearly))) & 0x1FFFFFFF;
    if (dropped - (0x10000000 - 16) <= 32) return false;
    *value = (float)nearly;
    *flags |= BALLAST_NUMBER_FRACTIONAL;
    return true;
}

/// Reads the cell of `size` bytes at `p` if it is a plain number: digits and perhaps a point after an optional minus
/// sign.
///
/// At most 15 digits over an exact power of ten: one division, correctly rounded (Clinger). Nothing branches on the
/// sign: signs come in no order.
CSV_ATTRIBUTES static inline bool read_number(const uint8_t *p, uint32_t size, float *value, uint8_t *flags) {
    const uint32_t negative = *p == '-', length = size - negative;
    p += negative;
    if (length > 16) return read_long_number(p, length, negative, value, flags);
    const __m128i digits = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)p), _mm_set1_epi8('0'));
    const __m128i are_digits = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
    // The first byte that is no digit is the point or the end of the cell, the second one behind a point the end.
    const uint32_t others = ~(uint32_t)_mm_movemask_epi8(are_digits), point = _tzcnt_u32(others);
    uint32_t count = length, places = 0, found = BALLAST_NUMBER_FRACTIONAL;
    if (__builtin_expect(point != length, 1)) {
        if (_tzcnt_u32(_blsr_u32(others)) != length || p[point] != '.') return false;
        count -= 1;
        places = count - point;
    }
    if (count - 1 >= 15) return false;
    const uint64_t mantissa = sixteen_digits(aligned_digits(digits, count, point));
    if (__builtin_expect(point == length, 0)) {
        found = mantissa > 1 << 24 ? BALLAST_NUMBER_LONG_INTEGER : 0;
        if (count > 1 && *p == '0') found |= BALLAST_NUMBER_LEADING_ZERO;
    }
    *value = (float)((double)(int64_t)mantissa / divisors[negative * 20 + places]);
    *flags |= (uint8_t)found;
    return true;
}

/// Reads cells from `*position` on as long as they are plain numbers with a delimiter at most 31 bytes on. Returns how
/// many; the rest is the general path's.
///
/// The ends of two cells come from one comparison: where the next one starts is what everything waits for.
CSV_ATTRIBUTES static inline uint32_t csv_read_numbers(
    const uint8_t **position, uint8_t delimiter, const uint8_t *actions, uint32_t limit, float *values, uint8_t *flags
) {
    const __m256i delimiters = _mm256_set1_epi8((char)delimiter);
    const uint8_t *p = *position;
    uint32_t number = 0;
    for (bool goes_on = true; goes_on;) {
        const __m256i bytes = _mm256_loadu_si256((const __m256i *)p);
        uint32_t ends = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, delimiters)), start = 0;
#pragma clang loop unroll(full)
        for (int i = 0; i < 2; i++) {
            const uint32_t end = _tzcnt_u32(ends);
            goes_on = ends != 0 && number < limit && actions[number] == BALLAST_CSV_NUMBER
                && read_number(p + start, end - start, &values[number], &flags[number]);
            if (!goes_on) break;
            ends = _blsr_u32(ends);
            start = end + 1;
            number++;
        }
        p += start;
    }
    *position = p;
    return number;
}

/// The end of a cell of at most 31 bytes without quotes and spaces, by one comparison; false for all others.
CSV_ATTRIBUTES static inline bool csv_find_near_end(const uint8_t *p, uint8_t delimiter, size_t *length) {
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)p);
    const uint32_t ends = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(
        _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8((char)delimiter)), _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\n'))));
    if (ends == 0) return false;
    *length = _tzcnt_u32(ends);
    const uint32_t odd = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(
        _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"')), _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(' '))));
    return (odd & _bzhi_u32(~0u, (uint32_t)*length)) == 0;
}

#define CSV_NAME ballast_csv_parse_rows_avx2
#include "csv_rows_body.h"
#else
int ballast_csv_parse_rows_avx2(ballast_csv_rows *rows) { return ballast_csv_parse_rows_portable(rows); }
#endif
