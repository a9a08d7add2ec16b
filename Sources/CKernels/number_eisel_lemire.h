#pragma once
#include <stdint.h>

/// The bits of the float64 nearest to w · 10^q (ties to even), without a sign; infinity and zero beyond the range.
uint64_t number_eisel_lemire(int64_t q, uint64_t w);
