#include "deflate_table.h"
#include "include/deflate_bits.h"
#include "deflate_words.h"

// The same sources once more, under other names, for processors with AVX2 and BMI: shifts by a count in a register and
// counts of leading zeros take a third of the time there, and all of it is integer arithmetic, so the bytes are the same.
#if defined(__x86_64__)
#define ballast_deflate_histogram ballast_deflate_histogram_avx2
#define ballast_deflate_lengths ballast_deflate_lengths_avx2
#define ballast_deflate_entropy ballast_deflate_entropy_avx2
#define ballast_deflate_probe ballast_deflate_probe_avx2
#define ballast_deflate_match ballast_deflate_match_avx2
#define ballast_deflate_run_gain ballast_deflate_run_gain_avx2
#define ballast_deflate_runs ballast_deflate_runs_avx2
#define ballast_deflate_count ballast_deflate_count_avx2
#define ballast_deflate_count_literals ballast_deflate_count_literals_avx2
#define ballast_deflate_add ballast_deflate_add_avx2
#define ballast_deflate_plan ballast_deflate_plan_avx2
#define ballast_deflate_block ballast_deflate_block_avx2
#define ballast_deflate_codes ballast_deflate_codes_avx2
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt"))), apply_to = function)
#include "deflate_entropy.c"
#include "deflate_histogram.c"
#include "deflate_lengths.c"
#include "deflate_block.c" // calls the two above
#include "deflate_match.c"
#include "deflate_runs.c"
#pragma clang attribute pop

const ballast_deflate_kernels ballast_deflate_avx2 = DEFLATE_TABLE;
#endif
