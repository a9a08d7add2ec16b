#pragma once
#include "deflate_block.h"
#include "deflate_entropy.h"
#include "deflate_histogram.h"
#include "deflate_lengths.h"
#include "deflate_runs.h"
#include <stdbool.h>

/// The functions that deflate spends its time in, compiled for one kind of processor; see those of the same names.
typedef struct {
    typeof(ballast_deflate_histogram) *_Nonnull histogram;
    typeof(ballast_deflate_lengths) *_Nonnull lengths;
    typeof(ballast_deflate_entropy) *_Nonnull entropy;
    typeof(ballast_deflate_probe) *_Nonnull probe;
    typeof(ballast_deflate_match) *_Nonnull match;
    typeof(ballast_deflate_run_gain) *_Nonnull run_gain;
    typeof(ballast_deflate_runs) *_Nonnull runs;
    typeof(ballast_deflate_count) *_Nonnull count;
    typeof(ballast_deflate_count_literals) *_Nonnull count_literals;
    typeof(ballast_deflate_add) *_Nonnull add;
    typeof(ballast_deflate_plan) *_Nonnull plan;
    typeof(ballast_deflate_block) *_Nonnull block;
} ballast_deflate_kernels;

/// Those for processors with AVX2 (see `ballast_cpu_has_avx2`), or for all. Both give the same bytes.
const ballast_deflate_kernels *_Nonnull ballast_deflate_kernels_for(bool has_avx2);
