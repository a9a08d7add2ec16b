#pragma once
#include <stddef.h>

/// Asks for the first lines of `bytes` bytes at `at`, which are needed soon; the processor follows longer rows by itself.
static inline void ballast_prefetch(const void *at, size_t bytes) {
    enum { LINE = 64, LINES = 8 };
    for (size_t line = 0; line < LINES && line * LINE < bytes; line++)
        __builtin_prefetch((const char *)at + line * LINE);
}
