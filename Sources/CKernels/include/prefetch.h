#pragma once
#include <stddef.h>
#include <stdint.h>

/// Asks for the lines of `bytes` bytes at `at`, which are needed soon; of longer rows for the first ones, since the
/// processor follows them by itself.
static inline void ballast_prefetch(const void *at, size_t bytes) {
    enum { LINE = 64, MOST = 8 * LINE };
    const uintptr_t end = (uintptr_t)at + (bytes < MOST ? bytes : MOST);
    for (uintptr_t line = (uintptr_t)at & ~(uintptr_t)(LINE - 1); line < end; line += LINE)
        __builtin_prefetch((const void *)line);
}
