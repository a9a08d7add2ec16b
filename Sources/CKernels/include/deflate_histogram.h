#pragma once
#include <stddef.h>
#include <stdint.h>

/// Adds the number of times each byte value occurs in `bytes` to `counts` (256 of them).
void ballast_deflate_histogram(const uint8_t *bytes, size_t count, uint32_t *counts);
