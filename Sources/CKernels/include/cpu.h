#pragma once
#include <stdbool.h>

// All of them say no to what BALLAST_SIMD (avx512, avx2, portable) in the environment does not allow.

/// Whether this CPU runs the AVX2 kernels, which use FMA, BMI and LZCNT as well.
bool ballast_cpu_has_avx2(void);

/// Whether this CPU runs the kernels of byte products: AVX-512 F, BW, DQ and VNNI.
bool ballast_cpu_has_vnni(void);

/// Whether this CPU and this system run the kernels of byte tiles: AVX-512 F and AMX-INT8. Asks the system for leave.
bool ballast_cpu_has_amx(void);
