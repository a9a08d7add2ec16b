#pragma STDC FP_CONTRACT OFF
#include "distance.h"

#define WIDEN(ELEMENT, TYPE, WIDE)                                                        \
    case ELEMENT:                                                                         \
        for (size_t j = 0; j < width; j++) WIDE[j] = (double)((const TYPE *)row)[j];      \
        break;

void distance_widen(enum row_element element, const void *row, size_t width, double *wide) {
    switch (element) { ROW_ELEMENTS(WIDEN, wide) }
}
