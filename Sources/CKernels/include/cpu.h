#pragma once
#include <stdbool.h>

/// Whether this CPU runs the AVX2 + FMA kernels.
bool ballast_cpu_has_avx2(void);

/// Whether this CPU runs the kernels of byte products: AVX-512 F, BW, DQ and VNNI.
bool ballast_cpu_has_vnni(void);
