#pragma STDC FP_CONTRACT OFF
#include "distance.h"
#include <stdint.h>

#define WIDEN(TYPE)                                                                                                    \
    for (size_t j = 0; j < width; j++) wide[j] = (double)((const TYPE *)row)[j];                                       \
    break

void distance_widen(enum row_element element, const void *row, size_t width, double *wide) {
    switch (element) {
    case row_float32: WIDEN(float);
    case row_uint8: WIDEN(uint8_t);
    case row_int8: WIDEN(int8_t);
    case row_uint16: WIDEN(uint16_t);
    case row_int16: WIDEN(int16_t);
    case row_uint32: WIDEN(uint32_t);
    case row_int32: WIDEN(int32_t);
    case row_uint64: WIDEN(uint64_t);
    case row_int64: WIDEN(int64_t);
    }
}
