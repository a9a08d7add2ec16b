#pragma once
// Linux calls that Swift's Glibc module does not import.
#include <fcntl.h>
#include <malloc.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Exchanges two names in one step (RENAME_EXCHANGE), so that no moment exists at which one of them is absent.
static inline int linux_exchange_names(const char *first, const char *second) {
    return (int)syscall(SYS_renameat2, AT_FDCWD, first, AT_FDCWD, second, 2u);
}
