#pragma once
#include "deflate_match.h"

/// As `ballast_deflate_match`, but of repetition only runs of one byte value are looked for: matches at distance 1.
size_t ballast_deflate_runs(
    const uint8_t *bytes, size_t begin, size_t stop, size_t end, const ballast_deflate_search *search,
    ballast_deflate_sequence *sequences, size_t room, size_t *covered);

/// How many 1/16 bits runs would save on `bytes[0..<count]` against literals.
uint64_t ballast_deflate_run_gain(const uint8_t *bytes, size_t count, const ballast_deflate_search *search);
