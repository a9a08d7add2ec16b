#include "csv_rows.h"
#pragma STDC FP_CONTRACT OFF

// No fast paths: every cell goes the general way, which the SIMD ones must equal in every bit.
#define csv_read_numbers(position, delimiter, actions, limit, values, flags) 0
#define csv_find_near_end(p, delimiter, length) false
#define CSV_ATTRIBUTES
#define CSV_NAME ballast_csv_parse_rows_portable
#include "csv_rows_body.h"
