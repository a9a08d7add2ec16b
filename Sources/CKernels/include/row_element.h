#pragma once
#include <stdint.h>

/// The element types of a row store, in the order of BallastCore's `ElementType`.
enum row_element {
    row_float32, row_uint8, row_int8, row_uint16, row_int16,
    row_uint32, row_int32, row_uint64, row_int64,
};

/// `EACH(element, type, argument)` for every element type.
#define ROW_ELEMENTS(EACH, ARGUMENT)                                                                                   \
    EACH(row_float32, float, ARGUMENT)                                                                                 \
    EACH(row_uint8, uint8_t, ARGUMENT)                                                                                 \
    EACH(row_int8, int8_t, ARGUMENT)                                                                                   \
    EACH(row_uint16, uint16_t, ARGUMENT)                                                                               \
    EACH(row_int16, int16_t, ARGUMENT)                                                                                 \
    EACH(row_uint32, uint32_t, ARGUMENT)                                                                               \
    EACH(row_int32, int32_t, ARGUMENT)                                                                                 \
    EACH(row_uint64, uint64_t, ARGUMENT)                                                                               \
    EACH(row_int64, int64_t, ARGUMENT)
