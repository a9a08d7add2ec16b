#pragma once
// SIMD kernels beneath BallastCore: pure functions over pointers. No library, no allocation, no state.
// Every kernel has a portable twin with the same answer in every bit; the caller chooses by CPU at run time.
#include "cpu.h"
#include "shuffle_bytes.h"
#include "deflate_bits.h"
#include "deflate_block.h"
#include "deflate_entropy.h"
#include "deflate_histogram.h"
#include "deflate_lengths.h"
#include "deflate_match.h"
