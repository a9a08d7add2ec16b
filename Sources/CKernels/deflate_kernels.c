#include "deflate_table.h"

static const ballast_deflate_kernels portable = DEFLATE_TABLE;

const ballast_deflate_kernels *ballast_deflate_kernels_for(bool has_avx2) {
#if defined(__x86_64__)
    return has_avx2 ? &ballast_deflate_avx2 : &portable;
#else
    return &portable;
#endif
}
