#pragma once
#include "include/deflate_kernels.h"

// The functions of the file that says so: where their names are defined to be others, those.
#define DEFLATE_TABLE                                     \
    {                                                     \
        .histogram = ballast_deflate_histogram,           \
        .lengths = ballast_deflate_lengths,               \
        .entropy = ballast_deflate_entropy,               \
        .probe = ballast_deflate_probe,                   \
        .match = ballast_deflate_match,                   \
        .run_gain = ballast_deflate_run_gain,             \
        .runs = ballast_deflate_runs,                     \
        .count = ballast_deflate_count,                   \
        .count_literals = ballast_deflate_count_literals, \
        .add = ballast_deflate_add,                       \
        .plan = ballast_deflate_plan,                     \
        .block = ballast_deflate_block,                   \
    }

#if defined(__x86_64__)
extern const ballast_deflate_kernels ballast_deflate_avx2;
#endif
