/* Zstandard (RFC 8878) by libzstd. */

#include <zstd.h>
#include <zstd_errors.h>

#include "Codecs.h"

static void *open_zstd(void) {
  ZSTD_DCtx *context = ZSTD_createDCtx();
  if (context != NULL) {
    /* 2^27 bytes, CCOMPRESSION_WINDOW_LIMIT. */
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 27);
  }
  return context;
}

static int decode_zstd(void *state, const uint8_t *input, size_t count, size_t *used,
                       uint8_t *output, size_t room, size_t *produced) {
  ZSTD_inBuffer in = {input, count, 0};
  ZSTD_outBuffer out = {output, room, 0};
  size_t status = ZSTD_decompressStream(state, &out, &in);
  *used = in.pos;
  *produced = out.pos;
  if (!ZSTD_isError(status)) return status == 0 ? CCOMPRESSION_MEMBER_END : CCOMPRESSION_MORE;
  switch (ZSTD_getErrorCode(status)) {
    case ZSTD_error_frameParameter_windowTooLarge: return CCOMPRESSION_TOO_LARGE;
    case ZSTD_error_memory_allocation: return CCOMPRESSION_NO_MEMORY;
    default: return CCOMPRESSION_CORRUPT;
  }
}

static void close_zstd(void *state) { ZSTD_freeDCtx(state); }

const codec_functions zstd_decoder = {open_zstd, decode_zstd, close_zstd};
