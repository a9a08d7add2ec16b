#include "include/deflate_entropy.h"
#pragma clang fp contract(off)

// log2(1 + i / 64) in 1/65,536.
static const uint32_t log2_table[65] = {
    0, 1466, 2909, 4331, 5732, 7112, 8473, 9814, 11136, 12440,
    13727, 14996, 16248, 17484, 18704, 19909, 21098, 22272, 23433, 24579,
    25711, 26830, 27936, 29029, 30109, 31178, 32234, 33279, 34312, 35334,
    36346, 37346, 38336, 39316, 40286, 41246, 42196, 43137, 44068, 44990,
    45904, 46809, 47705, 48593, 49472, 50344, 51207, 52063, 52911, 53751,
    54584, 55410, 56229, 57040, 57845, 58643, 59434, 60219, 60997, 61769,
    62534, 63294, 64047, 64794, 65536};

// n * log2(n) in 1/65,536, linear between the table's points (error below 1e-4 * n).
static inline uint64_t n_log_n(uint32_t n) {
    if (n < 2) return 0;
    unsigned whole = 31 - (unsigned)__builtin_clz(n);
    uint32_t fraction = n << (31 - whole) << 1;
    uint32_t low = log2_table[fraction >> 26], high = log2_table[(fraction >> 26) + 1];
    uint64_t part = low + ((uint64_t)(high - low) * (fraction & 0x3ffffff) >> 26);
    return n * ((uint64_t)whole * 65536 + part);
}

uint64_t ballast_deflate_entropy(const uint32_t *counts, size_t symbols) {
    uint64_t parts = 0;
    uint32_t total = 0;
    for (size_t s = 0; s < symbols; s++) {
        total += counts[s];
        parts += n_log_n(counts[s]);
    }
    uint64_t whole = n_log_n(total);
    return whole > parts ? (whole - parts) >> 16 : 0;
}
