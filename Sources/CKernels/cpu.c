#include "cpu.h"
#include <stdlib.h>
#include <string.h>

// Asked for every chunk, so that there is no state; the environment does not change while the program runs.
static bool is_held_to(const char *instructions) {
    const char *most = getenv("BALLAST_SIMD");
    return most && strcmp(most, instructions) == 0;
}

bool ballast_cpu_has_avx2(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && !is_held_to("portable");
#else
    return false;
#endif
}

bool ballast_cpu_has_vnni(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vnni") && !is_held_to("avx2") && !is_held_to("portable");
#else
    return false;
#endif
}
