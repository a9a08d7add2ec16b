#include "csv_rows.h"
#pragma STDC FP_CONTRACT OFF

// No fast path: every cell goes the general way, which the SIMD one must equal in every bit.
#define csv_fast_number(p, end, delimiter, value, flags, length) 0
#define CSV_ATTRIBUTES
#define CSV_NAME ballast_csv_parse_rows_portable
#include "csv_rows_body.h"
