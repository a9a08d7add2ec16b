#pragma once
#include <stddef.h>
#include <stdint.h>

/// Bits that an ideal code needs for symbols that occur so often (at most 2^24 in all), rounded down: the empirical
/// entropy. In integer arithmetic, so that decisions made by it are the same everywhere.
uint64_t ballast_deflate_entropy(const uint32_t *counts, size_t symbols);
