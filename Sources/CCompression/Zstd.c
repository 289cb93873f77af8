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

static void *open_zstd_encoder(void) {
  ZSTD_CCtx *context = ZSTD_createCCtx();
  if (context != NULL) ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  return context;
}

static int encode_zstd(void *state, int step, const uint8_t *input, size_t count, size_t *used,
                       uint8_t *output, size_t room, size_t *produced) {
  static const ZSTD_EndDirective directives[] = {ZSTD_e_continue, ZSTD_e_flush, ZSTD_e_end};
  ZSTD_inBuffer in = {input, count, 0};
  ZSTD_outBuffer out = {output, room, 0};
  size_t status = ZSTD_compressStream2(state, &out, &in, directives[step]);
  *used = in.pos;
  *produced = out.pos;
  if (ZSTD_isError(status)) return CCOMPRESSION_NO_MEMORY;
  bool is_done = step == CCOMPRESSION_CONTINUE ? in.pos == count : status == 0;
  return is_done ? CCOMPRESSION_MEMBER_END : CCOMPRESSION_MORE;
}

static void close_zstd_encoder(void *state) { ZSTD_freeCCtx(state); }

const encoder_functions zstd_encoder = {open_zstd_encoder, encode_zstd, close_zstd_encoder};
