#include "include/deflate_block.h"
#include "include/deflate_histogram.h"
#include "include/deflate_lengths.h"
#pragma clang fp contract(off)

// Four codes of 14 bits and seven waiting bits fit into 64: literals need one flush in four.
enum { LITERAL_LIMIT = 14, DISTANCE_LIMIT = 15, ITEM_LIMIT = 7, END_OF_BLOCK = 256 };

static const uint8_t item_order[19] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

void ballast_deflate_count(
    const uint8_t *bytes, size_t count, const ballast_deflate_sequence *sequences, size_t sequence_count,
    ballast_deflate_counts *counts) {
    memset(counts, 0, sizeof *counts);
    counts->literals[END_OF_BLOCK] = 1;
    size_t at = 0;
    for (size_t s = 0; s < sequence_count; s++) {
        for (size_t end = at + sequences[s].literals; at < end; at++) counts->literals[bytes[at]]++;
        unsigned extra;
        counts->literals[ballast_deflate_length_symbol(sequences[s].length, &extra)]++;
        counts->extra_bits += extra;
        counts->distances[ballast_deflate_distance_symbol(sequences[s].distance, &extra)]++;
        counts->extra_bits += extra;
        at += sequences[s].length;
    }
    ballast_deflate_histogram(bytes + at, count - at, counts->literals);
}

void ballast_deflate_count_literals(const uint32_t *values, ballast_deflate_counts *counts) {
    memset(counts, 0, sizeof *counts);
    memcpy(counts->literals, values, 256 * sizeof *values);
    counts->literals[END_OF_BLOCK] = 1;
}

void ballast_deflate_add(ballast_deflate_counts *counts, const ballast_deflate_counts *more) {
    for (int s = 0; s < BALLAST_DEFLATE_LITERALS; s++) counts->literals[s] += more->literals[s];
    for (int s = 0; s < BALLAST_DEFLATE_DISTANCES; s++) counts->distances[s] += more->distances[s];
    counts->literals[END_OF_BLOCK] = 1;
    counts->extra_bits += more->extra_bits;
}

// The code lengths in run-length form (RFC 1951, 3.2.7): symbol | extra value << 8.
static uint32_t run_lengths(const uint8_t *lengths, size_t count, uint16_t *items) {
    uint32_t made = 0;
    for (size_t i = 0; i < count;) {
        size_t run = 1;
        while (i + run < count && lengths[i + run] == lengths[i]) run++;
        i += run;
        uint8_t length = lengths[i - 1];
        if (length == 0) {
            for (; run >= 11; run -= run < 138 ? run : 138)
                items[made++] = (uint16_t)(18 | ((run < 138 ? run : 138) - 11) << 8);
            if (run >= 3) items[made++] = (uint16_t)(17 | (run - 3) << 8), run = 0;
        } else {
            items[made++] = length, run--;
            for (; run >= 3; run -= run < 6 ? run : 6) items[made++] = (uint16_t)(16 | ((run < 6 ? run : 6) - 3) << 8);
        }
        while (run-- > 0) items[made++] = length;
    }
    return made;
}

static unsigned item_extra(unsigned symbol) { return symbol < 16 ? 0 : symbol == 16 ? 2 : symbol == 17 ? 3 : 7; }

static uint64_t plan_header(ballast_deflate_codebook *book, const uint8_t *lengths) {
    book->item_count = run_lengths(lengths, book->literal_count + book->distance_count, book->items);
    uint32_t counts[19] = {0};
    uint8_t item_lengths[19];
    for (uint32_t i = 0; i < book->item_count; i++) counts[book->items[i] & 255]++;
    ballast_deflate_lengths(counts, 19, ITEM_LIMIT, item_lengths);
    ballast_deflate_codes(item_lengths, 19, book->item_codes);
    book->item_code_count = 19;
    while (book->item_code_count > 4 && item_lengths[item_order[book->item_code_count - 1]] == 0) book->item_code_count--;
    uint64_t bits = 3 + 5 + 5 + 4 + 3 * book->item_code_count;
    for (unsigned s = 0; s < 19; s++) bits += (uint64_t)counts[s] * (item_lengths[s] + item_extra(s));
    return bits;
}

void ballast_deflate_plan(const ballast_deflate_counts *counts, ballast_deflate_codebook *book) {
    uint8_t lengths[BALLAST_DEFLATE_HEADER_ITEMS], distance_lengths[BALLAST_DEFLATE_DISTANCES];
    ballast_deflate_lengths(counts->literals, BALLAST_DEFLATE_LITERALS, LITERAL_LIMIT, lengths);
    ballast_deflate_lengths(counts->distances, BALLAST_DEFLATE_DISTANCES, DISTANCE_LIMIT, distance_lengths);
    ballast_deflate_codes(lengths, BALLAST_DEFLATE_LITERALS, book->literals);
    ballast_deflate_codes(distance_lengths, BALLAST_DEFLATE_DISTANCES, book->distances);
    book->total_bits = counts->extra_bits;
    for (int s = 0; s < BALLAST_DEFLATE_LITERALS; s++) book->total_bits += (uint64_t)counts->literals[s] * lengths[s];
    for (int s = 0; s < BALLAST_DEFLATE_DISTANCES; s++)
        book->total_bits += (uint64_t)counts->distances[s] * distance_lengths[s];
    book->literal_count = BALLAST_DEFLATE_LITERALS;
    while (book->literal_count > 257 && lengths[book->literal_count - 1] == 0) book->literal_count--;
    book->distance_count = BALLAST_DEFLATE_DISTANCES;
    while (book->distance_count > 1 && distance_lengths[book->distance_count - 1] == 0) book->distance_count--;
    memcpy(lengths + book->literal_count, distance_lengths, book->distance_count);
    book->total_bits += plan_header(book, lengths);
}

static void write_header(ballast_deflate_bits *to, const ballast_deflate_codebook *book, int final) {
    ballast_deflate_put(to, (final ? 1 : 0) | 2 << 1, 3);
    ballast_deflate_put(to, book->literal_count - 257, 5);
    ballast_deflate_put(to, book->distance_count - 1, 5);
    ballast_deflate_put(to, book->item_code_count - 4, 4);
    ballast_deflate_flush(to);
    for (uint32_t i = 0; i < book->item_code_count; i++) {
        ballast_deflate_put(to, book->item_codes[item_order[i]] >> 16, 3);
        ballast_deflate_flush(to);
    }
    for (uint32_t i = 0; i < book->item_count; i++) {
        unsigned symbol = book->items[i] & 255;
        ballast_deflate_put(to, book->item_codes[symbol] & 0xffff, book->item_codes[symbol] >> 16);
        ballast_deflate_put(to, book->items[i] >> 8, item_extra(symbol));
        ballast_deflate_flush(to);
    }
}

static inline void put_code(ballast_deflate_bits *to, uint32_t code) {
    ballast_deflate_put(to, code & 0xffff, code >> 16);
}

static inline void write_literals(ballast_deflate_bits *to, const uint32_t *codes, const uint8_t *bytes, size_t count) {
    ballast_deflate_bits at = *to;
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        put_code(&at, codes[bytes[i]]);
        put_code(&at, codes[bytes[i + 1]]);
        put_code(&at, codes[bytes[i + 2]]);
        put_code(&at, codes[bytes[i + 3]]);
        ballast_deflate_flush(&at);
    }
    for (; i < count; i++) {
        put_code(&at, codes[bytes[i]]);
        ballast_deflate_flush(&at);
    }
    *to = at;
}

void ballast_deflate_block(
    ballast_deflate_bits *to, const ballast_deflate_codebook *book, const uint8_t *bytes, size_t count,
    const ballast_deflate_sequence *sequences, size_t sequence_count, int final) {
    write_header(to, book, final);
    const uint8_t *at = bytes;
    for (size_t s = 0; s < sequence_count; s++) {
        ballast_deflate_sequence sequence = sequences[s];
        write_literals(to, book->literals, at, sequence.literals);
        at += sequence.literals + sequence.length;
        // 7 + 14 + 5 + 15 + 13 bits at most.
        unsigned extra, symbol = ballast_deflate_length_symbol(sequence.length, &extra);
        put_code(to, book->literals[symbol]);
        ballast_deflate_put(to, (sequence.length - 3u) & ((1u << extra) - 1), extra);
        symbol = ballast_deflate_distance_symbol(sequence.distance, &extra);
        put_code(to, book->distances[symbol]);
        ballast_deflate_put(to, (sequence.distance - 1u) & ((1u << extra) - 1), extra);
        ballast_deflate_flush(to);
    }
    write_literals(to, book->literals, at, (size_t)(bytes + count - at));
    put_code(to, book->literals[END_OF_BLOCK]);
    ballast_deflate_flush(to);
}
