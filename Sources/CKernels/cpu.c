#include "cpu.h"
#include <stdlib.h>
#include <string.h>
#if defined(__x86_64__) && defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

enum path { portable, avx2, avx512, all };

// Asked for every chunk, so that there is no state; the environment does not change while the program runs.
static enum path allowed(void) {
    const char *most = getenv("BALLAST_SIMD");
    if (!most) return all;
    return strcmp(most, "portable") == 0 ? portable
        : strcmp(most, "avx2") == 0      ? avx2
        : strcmp(most, "avx512") == 0    ? avx512
                                         : all;
}

bool ballast_cpu_has_avx2(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi")
        && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("lzcnt") && allowed() >= avx2;
#else
    return false;
#endif
}

bool ballast_cpu_has_vnni(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vnni") && allowed() >= avx512;
#else
    return false;
#endif
}

bool ballast_cpu_has_amx(void) {
#if defined(__x86_64__) && defined(__linux__)
    // Tiles are kept from programs that have not asked the system for them; asking again changes nothing.
    enum { ask_for_state = 0x1023, tile_state = 18 };
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("amx-tile") && __builtin_cpu_supports("amx-int8")
        && allowed() >= all && syscall(SYS_arch_prctl, ask_for_state, tile_state) == 0;
#else
    return false;
#endif
}
