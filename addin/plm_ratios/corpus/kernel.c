/* One pass over whole records of FASTA, or of one sequence a line: lengths, characters, hashes. compiled.py builds and calls it.

   It gives what records.py and tally.py give, or leaves a block to them: they say what a sequence is. */

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t Vector __attribute__((vector_size(32)));

#if defined(__x86_64__) && defined(__linux__) && !defined(NO_CLONES)
#define CLONES __attribute__((target_clones("avx2", "default")))
#else
#define CLONES
#endif

enum { LONGEST = 1 << 15 };

/* As in the class Sums of compiled.py. */
typedef struct {
    int64_t lengths[LONGEST];   /* records of each length, as far as lengths are below LONGEST */
    int64_t ambiguous[LONGEST]; /* of these, the ones with an ambiguous letter */
    int64_t letters[256];       /* what is none of the twenty */
    int64_t residues;
    int64_t small;
    int64_t nucleotides; /* 1 until another letter is seen */
    int64_t longest;     /* of the lengths below LONGEST */
} Sums;

/* XXH128_hash_t of xxhash. */
typedef struct {
    uint64_t low, high;
} Hash;

typedef Hash (*Hasher)(const void *, size_t);

enum { OTHER, RESIDUE, AMBIGUOUS, SIGN, SMALL, BLANK, LINE };

static uint8_t kind_of[256];

/* Must be called once. Gives the size of Sums, so that the caller sees whether its own is the same. */
int64_t plm_start(void) {
    memset(kind_of, OTHER, sizeof kind_of);
    for (int c = 'A'; c <= 'Z'; c++) kind_of[c] = RESIDUE;
    for (int c = 'a'; c <= 'z'; c++) kind_of[c] = SMALL;
    for (const char *c = "BZXUOJ"; *c; c++) kind_of[(uint8_t)*c] = AMBIGUOUS;
    for (const char *c = "*-."; *c; c++) kind_of[(uint8_t)*c] = SIGN;
    for (const char *c = " \t\r\v\f"; *c; c++) kind_of[(uint8_t)*c] = BLANK;
    kind_of[0] = BLANK;
    kind_of['\n'] = LINE;
    return sizeof(Sums);
}

/* Whether all is residues of the twenty and line breaks; how many line breaks. */
CLONES static int is_plain(const uint8_t *text, size_t size, size_t *breaks) {
    Vector odd = {0};
    size_t found = 0;
    while (size) {
        Vector here = {0};
        for (int round = 0; round < 255 && size; round++) { /* then a lane may be full */
            Vector v;
            if (size >= sizeof v) {
                memcpy(&v, text, sizeof v);
                text += sizeof v;
                size -= sizeof v;
            } else {
                memset(&v, 'A', sizeof v);
                memcpy(&v, text, size);
                size = 0;
            }
            Vector is_break = (Vector)(v == '\n');
            Vector is_other = (Vector)((v - 'A') > 25) | (Vector)(v == 'B') | (Vector)(v == 'J') |
                              (Vector)(v == 'O') | (Vector)(v == 'U') | (Vector)(v == 'X') | (Vector)(v == 'Z');
            here -= is_break;
            odd |= is_other & ~is_break;
        }
        for (size_t lane = 0; lane < sizeof here; lane++) found += here[lane];
    }
    *breaks = found;
    uint64_t words[sizeof odd / 8];
    memcpy(words, &odd, sizeof odd);
    return !(words[0] | words[1] | words[2] | words[3]);
}

static int is_nucleotide(uint8_t c) {
    return c == 'A' || c == 'C' || c == 'G' || c == 'T' || c == 'U' || c == 'N';
}

/* Whether a text that holds only residues of the twenty and line breaks may be DNA. */
CLONES static int is_dna(const uint8_t *text, size_t size) {
    Vector odd = {0}, v;
    uint64_t words[sizeof odd / 8];
    while (size) {
        for (int round = 0; round < 16 && size; round++) {
            size_t step = size < sizeof v ? size : sizeof v;
            if (step < sizeof v) memset(&v, 'A', sizeof v);
            memcpy(&v, text, step);
            text += step;
            size -= step;
            odd |= ~((Vector)(v == 'A') | (Vector)(v == 'C') | (Vector)(v == 'G') | (Vector)(v == 'T') |
                     (Vector)(v == 'N') | (Vector)(v == '\n'));
        }
        memcpy(words, &odd, sizeof odd);
        if (words[0] | words[1] | words[2] | words[3]) return 0;
    }
    return 1;
}

/* Every carriage return is part of a line break of Windows. */
static int returns_are_of_windows(const uint8_t *text, size_t size) {
    const uint8_t *end = text + size;
    while ((text = memchr(text, '\r', end - text))) {
        if (++text < end && *text != '\n') return 0;
        if (text >= end) break;
    }
    return 1;
}

/* A digest as xxhash's own functions write it: the high half first, each from its highest byte on. */
static void write_digest(uint8_t *to, Hash hash) {
    for (int n = 0; n < 8; n++) {
        to[n] = (uint8_t)(hash.high >> (56 - 8 * n));
        to[8 + n] = (uint8_t)(hash.low >> (56 - 8 * n));
    }
}

static uint8_t *without_breaks(const uint8_t *text, const uint8_t *end, uint8_t *bare) {
    while (text < end) {
        const uint8_t *stop = memchr(text, '\n', end - text);
        size_t size = (stop ? stop : end) - text;
        memcpy(bare, text, size);
        bare += size;
        text += size + 1;
    }
    return bare;
}

/* Reads a block of whole records: FASTA that begins with ">", or one sequence a line.

   lines    0 for FASTA
   bare     room for as many bytes as the block has
   lengths  room for a number for every two bytes of the block, and one more; what is at the same place in
            `ambiguous` is 1 if there is an ambiguous letter in it
   hash     NULL to hash nothing; `digests` has room for one a record, 16 bytes each
   hashed   how many there are: empty records have none
   longer   how many records are too long for Sums; their numbers are then the first ones of `lengths` and
            `ambiguous`

   Gives the number of records, or -1 if the block must be read by records.py; then nothing was added. */
int64_t plm_count(const uint8_t *block, int64_t size, int lines, uint8_t *bare, int64_t *lengths, uint8_t *ambiguous,
                  uint8_t *digests, int64_t *hashed, int64_t *longer, Hasher hash,
                  Sums *sums) {
    const uint8_t *end = block + size, *next = block;
    int64_t records = 0, small = 0, residues = 0;
    int64_t letters[256] = {0};
    int nucleotides = sums->nucleotides != 0, careful = 0;
    *hashed = *longer = 0;
    while (next < end) {
        const uint8_t *text = next;
        if (lines) {
            next = memchr(text, '\n', end - text);
            next = next ? next + 1 : end;
        } else {
            text = memchr(next, '\n', end - next);
            if (!text && memchr(next, '\r', end - next)) return -1;
            text = text ? text + 1 : end;
            next = memchr(text, '>', end - text);
            if (!next) next = end;
            else if (next[-1] != '\n') return -1;
        }
        size_t breaks;
        int64_t length;
        uint8_t found = 0;
        if (is_plain(text, next - text, &breaks)) {
            length = next - text - breaks;
            residues += length;
            nucleotides = nucleotides && is_dna(text, next - text);
            if (hash && length) {
                const uint8_t *whole = text;
                if (breaks > 1 || (breaks == 1 && next[-1] != '\n')) {
                    without_breaks(text, next, bare);
                    whole = bare;
                }
                write_digest(digests + 16 * (*hashed)++, hash(whole, length));
            }
        } else {
            length = 0;
            for (const uint8_t *c = text; c < next; c++) {
                uint8_t letter = *c, kind = kind_of[letter];
                if (kind == LINE) continue;
                if (kind == OTHER) return -1;
                if (kind == BLANK) {
                    careful = 1;
                    continue;
                }
                if (kind == SMALL) {
                    careful = 1;
                    small++;
                    letter -= 'a' - 'A';
                    kind = kind_of[letter];
                }
                bare[length++] = letter;
                nucleotides = nucleotides && is_nucleotide(letter);
                if (kind == RESIDUE) {
                    residues++;
                } else {
                    letters[letter]++;
                    found |= kind == AMBIGUOUS;
                }
            }
            if (hash && length) write_digest(digests + 16 * (*hashed)++, hash(bare, length));
        }
        if (lines && !length) continue; /* a blank line */
        lengths[records] = length;
        ambiguous[records++] = found;
    }
    if (careful && !returns_are_of_windows(block, size)) return -1;
    for (int c = 0; c < 256; c++) sums->letters[c] += letters[c];
    sums->residues += residues;
    sums->small += small;
    sums->nucleotides = nucleotides;
    for (int64_t n = 0; n < records; n++) {
        if (lengths[n] < LONGEST) {
            if (lengths[n] > sums->longest) sums->longest = lengths[n];
            sums->lengths[lengths[n]]++;
            sums->ambiguous[lengths[n]] += ambiguous[n];
        } else {
            lengths[*longer] = lengths[n];
            ambiguous[(*longer)++] = ambiguous[n];
        }
    }
    return records;
}

typedef struct {
    uint64_t upper, lower;
} Pair;

static int is_less(Pair one, Pair other) {
    return one.upper < other.upper || (one.upper == other.upper && one.lower < other.lower);
}

/* Sorts digests, as pairs of numbers of which the lowest byte comes first: into parts by their highest bits,
   which are evenly spread, and within each part by insertion.

   sorted   room for as many
   starts   room for 2^bits + 1 numbers, all 0 */
void plm_sort(const uint8_t *digests, int64_t number, int bits, Pair *sorted, int64_t *starts) {
    Pair pair;
    for (int64_t n = 0; n < number; n++) {
        memcpy(&pair, digests + 16 * n, sizeof pair);
        starts[(pair.upper >> (64 - bits)) + 1]++;
    }
    for (int64_t part = 0; part < (int64_t)1 << bits; part++) starts[part + 1] += starts[part];
    for (int64_t n = 0; n < number; n++) {
        memcpy(&pair, digests + 16 * n, sizeof pair);
        sorted[starts[pair.upper >> (64 - bits)]++] = pair;
    }
    int64_t first = 0; /* each start is now where its part ends */
    for (int64_t part = 0; part < (int64_t)1 << bits; first = starts[part++]) {
        for (int64_t n = first + 1; n < starts[part]; n++) {
            int64_t place = n;
            for (pair = sorted[n]; place > first && is_less(pair, sorted[place - 1]); place--)
                sorted[place] = sorted[place - 1];
            sorted[place] = pair;
        }
    }
}

/* How many of sorted pairs are different. */
int64_t plm_different(const Pair *sorted, int64_t number) {
    int64_t found = number > 0;
    for (int64_t n = 1; n < number; n++) found += is_less(sorted[n - 1], sorted[n]);
    return found;
}
