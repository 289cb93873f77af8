/* LZ4 frames by liblz4. */

#include <lz4frame.h>

#include "Codecs.h"

static void *open_lz4(void) {
  LZ4F_dctx *context = NULL;
  return LZ4F_isError(LZ4F_createDecompressionContext(&context, LZ4F_VERSION)) ? NULL : context;
}

static int decode_lz4(void *state, const uint8_t *input, size_t count, size_t *used,
                      uint8_t *output, size_t room, size_t *produced) {
  *used = count;
  *produced = room;
  size_t status = LZ4F_decompress(state, output, produced, input, used, NULL);
  if (LZ4F_isError(status)) {
    *used = *produced = 0;
    return CCOMPRESSION_CORRUPT;
  }
  return status == 0 ? CCOMPRESSION_MEMBER_END : CCOMPRESSION_MORE;
}

static void close_lz4(void *state) { LZ4F_freeDecompressionContext(state); }

const codec_functions lz4_decoder = {open_lz4, decode_lz4, close_lz4};
