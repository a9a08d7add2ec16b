#include "csv_rows.h"
#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__)
#include "csv_cells.h"
#include <immintrin.h>

static const double divisors[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7, 1e8,
                                  1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16};

/// Shuffle controls that move the first k bytes to the end of a register: entry k starts at byte k.
static const int8_t align_right[32] = {-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128,
                                       -128, -128, -128, -128, -128, 0,    1,    2,    3,    4,    5,
                                       6,    7,    8,    9,    10,   11,   12,   13,   14,   15};

/// What the SIMD path leaves over: exponents, more than 16 bytes, texts. False unless a plain number fills the cell.
static bool general_number(
    const uint8_t *p, uint32_t ends, double *value, uint32_t *flags, size_t *length
) {
    if (ends == 0) return false;
    const uint32_t cell = (uint32_t)__builtin_ctz(ends);
    const bool at_line_end = cell > 0 && p[cell] == '\n' && p[cell - 1] == '\r';
    *length = cell;
    return ballast_number_parse(p, p + cell - at_line_end, value, flags) && csv_fits_float(*value);
}

/// A cell of at most 16 bytes: digits and a point after an optional minus sign, without an exponent.
///
/// The end of the cell and its digits come from two byte comparisons; one shuffle drops sign and point and aligns the
/// digits to the right, three multiply-adds join them. At most 15 digits behind a point, or 16 without one and below
/// 2^53, over an exact power of ten: one division, correctly rounded (Clinger).
__attribute__((target("avx2,fma"), always_inline)) static inline bool csv_fast_number(
    const uint8_t *p, const uint8_t *end, uint8_t delimiter, double *value, uint32_t *flags, size_t *length
) {
    (void)end;  // 64 bytes beyond it are readable
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)p);
    const uint32_t ends = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(
        _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8((char)delimiter)), _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\n'))));
    const __m128i digits = _mm_sub_epi8(_mm256_castsi256_si128(bytes), _mm_set1_epi8('0'));
    const uint32_t digit_mask =
        (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits));
    uint32_t cell = (uint32_t)__builtin_ctz(ends | 0x20000);  // 17 at most
    *length = cell;
    if (__builtin_expect(cell - 1 > 15, 0)) return general_number(p, ends, value, flags, length);
    cell -= p[cell - 1] == '\r' && p[cell] == '\n';

    const uint32_t negative = *p == '-';
    const uint32_t others = ~digit_mask & ((1u << cell) - 1) & ~negative;
    uint32_t point = cell, count = cell - negative, found = 0;
    if (__builtin_expect(others != 0, 1)) {
        point = (uint32_t)__builtin_ctz(others);
        if ((others & (others - 1)) != 0 || p[point] != '.') return general_number(p, ends, value, flags, length);
        count -= 1;
        found = BALLAST_NUMBER_FRACTIONAL;
    }
    if (count == 0) return false;
    __m128i control = _mm_loadu_si128((const __m128i *)(align_right + count));
    control = _mm_add_epi8(control, _mm_set1_epi8((char)negative));
    control = _mm_sub_epi8(control, _mm_cmpgt_epi8(control, _mm_set1_epi8((char)(point - 1))));
    const __m128i aligned = _mm_shuffle_epi8(digits, control);
    const __m128i pairs = _mm_maddubs_epi16(aligned, _mm_set1_epi16(0x010A));
    const __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(0x00010064));
    const __m128i packed = _mm_packus_epi32(fours, fours);
    const uint64_t eights = (uint64_t)_mm_cvtsi128_si64(_mm_madd_epi16(packed, _mm_set1_epi32(0x00012710)));
    const uint64_t mantissa = (eights & 0xFFFFFFFF) * 100000000 + (eights >> 32);
    if (found == 0) {
        if (mantissa > 1 << 24) {
            if (mantissa > (uint64_t)1 << 53) return general_number(p, ends, value, flags, length);
            found |= BALLAST_NUMBER_LONG_INTEGER;
        }
        if (count > 1 && p[negative] == '0') found |= BALLAST_NUMBER_LEADING_ZERO;
    }
    const double magnitude = (double)(int64_t)mantissa / divisors[negative + count - point];
    *value = negative ? -magnitude : magnitude;
    *flags = found;
    return true;
}

#define CSV_ATTRIBUTES __attribute__((target("avx2,fma")))
#define CSV_NAME ballast_csv_parse_rows_avx2
#include "csv_rows_body.h"
#else
int ballast_csv_parse_rows_avx2(ballast_csv_rows *rows) { return ballast_csv_parse_rows_portable(rows); }
#endif
