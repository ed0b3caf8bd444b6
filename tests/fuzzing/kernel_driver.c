/* Runs the kernel over blocks with buffers that are exactly as large as it is promised, built with sanitizers.

   Standard input: for each block a byte (1 for one sequence a line), its size as 8 bytes, and the block.
   Ends with 0 where the sanitizers found nothing. */

#include <stdio.h>
#include <stdlib.h>

#include "kernel.c"

static Hash no_hash(const void *data, size_t size) {
    Hash hash = {0, 0};
    const uint8_t *bytes = data;
    for (size_t n = 0; n < size; n++) hash.low = hash.low * 31 + bytes[n]; /* so that all of it is read */
    return hash;
}

int main(void) {
    Sums *sums = calloc(1, sizeof *sums);
    sums->nucleotides = 1;
    plm_start();
    int lines;
    while ((lines = getchar()) != EOF) {
        int64_t size, hashed, longer;
        if (fread(&size, sizeof size, 1, stdin) != 1) return 2;
        uint8_t *block = malloc(size);
        if (fread(block, 1, size, stdin) != (size_t)size) return 2;
        /* As quick.py makes room: for a record every two bytes, and one more. */
        int64_t most = size / 2 + 1;
        uint8_t *bare = malloc(size);
        int64_t *lengths = malloc(most * sizeof *lengths);
        uint8_t *ambiguous = malloc(most);
        uint8_t *digests = malloc(16 * most);
        int64_t records = plm_count(block, size, lines, bare, lengths, ambiguous, digests, &hashed, &longer,
                                    no_hash, sums);
        if (records > most || (records >= 0 && hashed > records)) return 3;
        if (records > 0 && hashed > 0) {
            int bits = 1;
            while ((1 << bits) < hashed) bits++;
            Pair *sorted = malloc(16 * hashed);
            int64_t *starts = calloc((1 << bits) + 1, sizeof *starts);
            plm_sort(digests, hashed, bits, sorted, starts);
            if (plm_different(sorted, hashed) > hashed) return 3;
            free(sorted);
            free(starts);
        }
        free(block);
        free(bare);
        free(lengths);
        free(ambiguous);
        free(digests);
    }
    free(sums);
    return 0;
}
