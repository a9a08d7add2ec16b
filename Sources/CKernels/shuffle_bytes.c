#include "include/shuffle_bytes.h"
#include "include/cpu.h"
#pragma clang fp contract(off)
#include <stdint.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Elements from `first` on, one at a time: the rest of the SIMD kernels, and their twin.
static void shuffle_rest(const uint8_t *from, uint8_t *to, size_t first, size_t count, size_t size) {
    for (size_t j = 0; j < size; j++)
        for (size_t i = first; i < count; i++) to[j * count + i] = from[i * size + j];
}

static void unshuffle_rest(const uint8_t *from, uint8_t *to, size_t first, size_t count, size_t size) {
    for (size_t j = 0; j < size; j++)
        for (size_t i = first; i < count; i++) to[i * size + j] = from[j * count + i];
}

void ballast_shuffle_portable(const void *elements, void *planes, size_t count, size_t size) {
    shuffle_rest(elements, planes, 0, count, size);
}

void ballast_unshuffle_portable(const void *planes, void *elements, size_t count, size_t size) {
    unshuffle_rest(planes, elements, 0, count, size);
}

#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2")))

AVX2 static size_t shuffle2(const uint8_t *from, uint8_t *to, size_t count) {
    const __m256i bytes = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15));
    size_t i = 0;
    for (; i + 32 <= count; i += 32) {
        __m256i a = _mm256_shuffle_epi8(_mm256_loadu_si256((const __m256i *)(from + 2 * i)), bytes);
        __m256i b = _mm256_shuffle_epi8(_mm256_loadu_si256((const __m256i *)(from + 2 * i + 32)), bytes);
        // Each holds low, high | low, high.
        __m256i low = _mm256_permute4x64_epi64(_mm256_unpacklo_epi64(a, b), 0xd8);
        __m256i high = _mm256_permute4x64_epi64(_mm256_unpackhi_epi64(a, b), 0xd8);
        _mm256_storeu_si256((__m256i *)(to + i), low);
        _mm256_storeu_si256((__m256i *)(to + count + i), high);
    }
    return i;
}

AVX2 static size_t shuffle4(const uint8_t *from, uint8_t *to, size_t count) {
    const __m256i bytes = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15));
    const __m256i words = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    size_t i = 0;
    for (; i + 32 <= count; i += 32) {
        __m256i v[4];
        // Afterwards each vector holds 8 bytes of each of the four planes.
        for (int k = 0; k < 4; k++) {
            __m256i loaded = _mm256_loadu_si256((const __m256i *)(from + 4 * i + 32 * k));
            v[k] = _mm256_permutevar8x32_epi32(_mm256_shuffle_epi8(loaded, bytes), words);
        }
        __m256i even01 = _mm256_unpacklo_epi64(v[0], v[1]), odd01 = _mm256_unpackhi_epi64(v[0], v[1]);
        __m256i even23 = _mm256_unpacklo_epi64(v[2], v[3]), odd23 = _mm256_unpackhi_epi64(v[2], v[3]);
        _mm256_storeu_si256((__m256i *)(to + i), _mm256_permute2x128_si256(even01, even23, 0x20));
        _mm256_storeu_si256((__m256i *)(to + count + i), _mm256_permute2x128_si256(odd01, odd23, 0x20));
        _mm256_storeu_si256((__m256i *)(to + 2 * count + i), _mm256_permute2x128_si256(even01, even23, 0x31));
        _mm256_storeu_si256((__m256i *)(to + 3 * count + i), _mm256_permute2x128_si256(odd01, odd23, 0x31));
    }
    return i;
}

AVX2 static size_t unshuffle4(const uint8_t *from, uint8_t *to, size_t count) {
    size_t i = 0;
    for (; i + 32 <= count; i += 32) {
        __m256i p[4];
        for (int k = 0; k < 4; k++) p[k] = _mm256_loadu_si256((const __m256i *)(from + k * count + i));
        __m256i low01 = _mm256_unpacklo_epi8(p[0], p[1]), high01 = _mm256_unpackhi_epi8(p[0], p[1]);
        __m256i low23 = _mm256_unpacklo_epi8(p[2], p[3]), high23 = _mm256_unpackhi_epi8(p[2], p[3]);
        // In each lane: elements 0-3, 4-7, 8-11, 12-15 of that half.
        __m256i a = _mm256_unpacklo_epi16(low01, low23), b = _mm256_unpackhi_epi16(low01, low23);
        __m256i c = _mm256_unpacklo_epi16(high01, high23), d = _mm256_unpackhi_epi16(high01, high23);
        __m256i *out = (__m256i *)(to + 4 * i);
        _mm256_storeu_si256(out, _mm256_permute2x128_si256(a, b, 0x20));
        _mm256_storeu_si256(out + 1, _mm256_permute2x128_si256(c, d, 0x20));
        _mm256_storeu_si256(out + 2, _mm256_permute2x128_si256(a, b, 0x31));
        _mm256_storeu_si256(out + 3, _mm256_permute2x128_si256(c, d, 0x31));
    }
    return i;
}

// 16 bytes at a time of a 16 x 8 matrix of bytes: three rounds of interleaving turn rows into columns.
AVX2 static size_t shuffle8(const uint8_t *from, uint8_t *to, size_t count) {
    const __m128i bytes = _mm_setr_epi8(0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15);
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        __m128i pair[8], four[8], eight[8];
        for (int k = 0; k < 8; k++)
            pair[k] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(from + 8 * i + 16 * k)), bytes);
        for (int k = 0; k < 4; k++) {
            four[k] = _mm_unpacklo_epi16(pair[2 * k], pair[2 * k + 1]);
            four[k + 4] = _mm_unpackhi_epi16(pair[2 * k], pair[2 * k + 1]);
        }
        // four[k] holds planes 0-3 of elements 4k to 4k + 3, four[k + 4] planes 4-7.
        for (int half = 0; half < 2; half++)
            for (int k = 0; k < 2; k++) {
                eight[4 * half + k] = _mm_unpacklo_epi32(four[4 * half + 2 * k], four[4 * half + 2 * k + 1]);
                eight[4 * half + 2 + k] = _mm_unpackhi_epi32(four[4 * half + 2 * k], four[4 * half + 2 * k + 1]);
            }
        for (int k = 0; k < 4; k++) {
            _mm_storeu_si128((__m128i *)(to + 2 * k * count + i), _mm_unpacklo_epi64(eight[2 * k], eight[2 * k + 1]));
            _mm_storeu_si128(
                (__m128i *)(to + (2 * k + 1) * count + i), _mm_unpackhi_epi64(eight[2 * k], eight[2 * k + 1]));
        }
    }
    return i;
}
#endif

void ballast_shuffle(const void *elements, void *planes, size_t count, size_t size) {
    size_t done = 0;
#if defined(__x86_64__)
    if (ballast_cpu_has_avx2())
        done = size == 2 ? shuffle2(elements, planes, count)
            : size == 4  ? shuffle4(elements, planes, count)
            : size == 8  ? shuffle8(elements, planes, count)
                         : 0;
#endif
    shuffle_rest(elements, planes, done, count, size);
}

void ballast_unshuffle(const void *planes, void *elements, size_t count, size_t size) {
    size_t done = 0;
#if defined(__x86_64__)
    if (ballast_cpu_has_avx2() && size == 4) done = unshuffle4(planes, elements, count);
#endif
    unshuffle_rest(planes, elements, done, count, size);
}
