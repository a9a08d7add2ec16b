#include "include/deflate_match.h"
#include "deflate_words.h"
#pragma clang fp contract(off)

enum { UNSEEN_BITS = 12 };

void ballast_deflate_guess_costs(ballast_deflate_search *search) {
    unsigned extra;
    for (unsigned l = 3; l <= MAX_MATCH; l++) {
        ballast_deflate_length_symbol(l, &extra);
        search->length_cost[l - 3] = (uint16_t)(COST_UNIT * (5 + extra));
    }
    for (unsigned s = 0; s < 30; s++) search->distance_cost[s] = (uint16_t)(COST_UNIT * (5 + (s < 4 ? 0 : s / 2 - 1)));
}

void ballast_deflate_learn_costs(
    ballast_deflate_search *search, const uint32_t *literal_codes, const uint32_t *distance_codes) {
    for (unsigned v = 0; v < 256; v++) {
        unsigned bits = literal_codes[v] >> 16;
        search->literal_cost[v] = (uint16_t)(COST_UNIT * (bits ? bits : UNSEEN_BITS));
    }
    unsigned extra;
    for (unsigned l = 3; l <= MAX_MATCH; l++) {
        unsigned bits = literal_codes[ballast_deflate_length_symbol(l, &extra)] >> 16;
        search->length_cost[l - 3] = (uint16_t)(COST_UNIT * ((bits ? bits : UNSEEN_BITS) + extra));
    }
    for (unsigned s = 0; s < 30; s++) {
        unsigned bits = distance_codes[s] >> 16;
        search->distance_cost[s] = (uint16_t)(COST_UNIT * ((bits ? bits : UNSEEN_BITS - 2) + (s < 4 ? 0 : s / 2 - 1)));
    }
}

void ballast_deflate_window_clear(ballast_deflate_window *window) {
    memset(window->newest, 0xff, sizeof window->newest);
    memset(window->newest_short, 0xff, sizeof window->newest_short);
}
