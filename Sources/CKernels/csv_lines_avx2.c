#include "csv_lines.h"

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2,popcnt,lzcnt"), always_inline)) static inline uint64_t csv_mask(
    const uint8_t *text, uint8_t byte
) {
    const __m256i wanted = _mm256_set1_epi8((char)byte);
    const __m256i first = _mm256_loadu_si256((const __m256i *)text);
    const __m256i second = _mm256_loadu_si256((const __m256i *)(text + 32));
    const uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(first, wanted));
    const uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(second, wanted));
    return (uint64_t)high << 32 | low;
}

#define CSV_ATTRIBUTES __attribute__((target("avx2,popcnt,lzcnt")))
#define CSV_NAME ballast_csv_count_lines_avx2
#include "csv_lines_body.h"
#else
void ballast_csv_count_lines_avx2(const uint8_t *text, size_t length, ballast_csv_lines *lines) {
    ballast_csv_count_lines_portable(text, length, lines);
}
#endif
