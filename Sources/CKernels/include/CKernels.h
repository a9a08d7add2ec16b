#pragma once
// SIMD kernels beneath BallastCore: pure functions over pointers. No library, no allocation, no state.
// A SIMD kernel has a portable twin with the same answer in every bit, but for the float32 filters of neighbours, whose
// margin covers what they differ by; the caller chooses by CPU at run time.
#include "column_sums.h"
#include "cpu.h"
#include "csv_lines.h"
#include "csv_rows.h"
#include "csv_values.h"
#include "deflate_bits.h"
#include "deflate_block.h"
#include "deflate_entropy.h"
#include "deflate_histogram.h"
#include "deflate_lengths.h"
#include "deflate_match.h"
#include "deflate_runs.h"
#include "distance.h"
#include "knn_box.h"
#include "knn_byte.h"
#include "knn_float.h"
#include "knn_scale.h"
#include "number_parse.h"
#include "prefetch.h"
#include "shuffle_bytes.h"
