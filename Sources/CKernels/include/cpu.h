#pragma once
#include <stdbool.h>

/// Whether this CPU runs the AVX2 + FMA kernels.
bool ballast_cpu_has_avx2(void);
