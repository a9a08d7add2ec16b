#pragma once
// SIMD kernels beneath BallastCore: pure functions over pointers. No library, no allocation, no state.
// Every kernel has a portable twin with the same answer in every bit; the caller chooses by CPU at run time.
#include "cpu.h"
#include "csv_lines.h"
#include "csv_rows.h"
#include "csv_values.h"
#include "distance.h"
#include "knn_box.h"
#include "knn_byte.h"
#include "knn_float.h"
#include "knn_scale.h"
#include "number_parse.h"
#include "shuffle_bytes.h"
