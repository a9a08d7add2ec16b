#include "include/CKernels.h"
#pragma clang fp contract(off)
#include <stdint.h>

void ballast_shuffle(const void *elements, void *planes, size_t count, size_t size) {
    const uint8_t *from = elements;
    uint8_t *to = planes;
    for (size_t j = 0; j < size; j++)
        for (size_t i = 0; i < count; i++) to[j * count + i] = from[i * size + j];
}

void ballast_unshuffle(const void *planes, void *elements, size_t count, size_t size) {
    const uint8_t *from = planes;
    uint8_t *to = elements;
    for (size_t j = 0; j < size; j++)
        for (size_t i = 0; i < count; i++) to[i * size + j] = from[j * count + i];
}
