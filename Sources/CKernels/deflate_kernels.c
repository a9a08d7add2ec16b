#include "include/deflate_kernels.h"
#include "deflate_avx2.h"

static const ballast_deflate_kernels portable = {
    .histogram = ballast_deflate_histogram,
    .lengths = ballast_deflate_lengths,
    .entropy = ballast_deflate_entropy,
    .probe = ballast_deflate_probe,
    .match = ballast_deflate_match,
    .run_gain = ballast_deflate_run_gain,
    .runs = ballast_deflate_runs,
    .count = ballast_deflate_count,
    .count_literals = ballast_deflate_count_literals,
    .add = ballast_deflate_add,
    .plan = ballast_deflate_plan,
    .block = ballast_deflate_block,
};

const ballast_deflate_kernels *ballast_deflate_kernels_for(bool has_avx2) {
#if defined(__x86_64__)
    return has_avx2 ? &ballast_deflate_avx2 : &portable;
#else
    return &portable;
#endif
}
