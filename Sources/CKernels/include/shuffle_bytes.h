#pragma once
#include <stddef.h>

/// HDF5's byte shuffle of `count` whole elements of `size` bytes: planes[j * count + i] = elements[i * size + j].
void ballast_shuffle(const void *elements, void *planes, size_t count, size_t size);

/// The inverse: elements[i * size + j] = planes[j * count + i].
void ballast_unshuffle(const void *planes, void *elements, size_t count, size_t size);

/// The twins without SIMD.
void ballast_shuffle_portable(const void *elements, void *planes, size_t count, size_t size);
void ballast_unshuffle_portable(const void *planes, void *elements, size_t count, size_t size);
