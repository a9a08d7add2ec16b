#pragma once

/// The element types of a row store, in the order of BallastCore's `ElementType`.
enum row_element {
    row_float32, row_uint8, row_int8, row_uint16, row_int16,
    row_uint32, row_int32, row_uint64, row_int64,
};
