#pragma once
#include "include/deflate_kernels.h"

#if defined(__x86_64__)
extern const ballast_deflate_kernels ballast_deflate_avx2;
#endif
