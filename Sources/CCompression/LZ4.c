/* LZ4 frames by liblz4. */

#include <lz4frame.h>
#include <stdlib.h>

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

typedef struct {
  LZ4F_cctx *context;
  bool has_begun;
} lz4_writer;

/* Blocks of 64 KiB, and a checksum of the content. */
static const LZ4F_preferences_t preferences = {
    .frameInfo = {.contentChecksumFlag = LZ4F_contentChecksumEnabled}};

/* The most input of one step: its output fits into CCOMPRESSION_ROOM with the frame's header and end. */
enum { LZ4_PIECE = 1 << 18 };

static void *open_lz4_encoder(void) {
  lz4_writer *writer = calloc(1, sizeof *writer);
  if (writer != NULL && !LZ4F_isError(LZ4F_createCompressionContext(&writer->context, LZ4F_VERSION)))
    return writer;
  free(writer);
  return NULL;
}

static int encode_lz4(void *state, int step, const uint8_t *input, size_t count, size_t *used,
                      uint8_t *output, size_t room, size_t *produced) {
  lz4_writer *writer = state;
  size_t made = 0;
  if (!writer->has_begun) {
    made = LZ4F_compressBegin(writer->context, output, room, &preferences);
    if (LZ4F_isError(made)) return CCOMPRESSION_NO_MEMORY;
    writer->has_begun = true;
    *produced = made;
  }
  size_t piece = count < LZ4_PIECE ? count : LZ4_PIECE;
  if (piece > 0) {
    made = LZ4F_compressUpdate(writer->context, output + *produced, room - *produced, input, piece,
                               NULL);
    if (LZ4F_isError(made)) return CCOMPRESSION_NO_MEMORY;
    *used = piece;
    *produced += made;
    if (piece < count) return CCOMPRESSION_MORE;
  }
  if (step == CCOMPRESSION_CONTINUE) return CCOMPRESSION_MEMBER_END;
  made = step == CCOMPRESSION_FLUSH
             ? LZ4F_flush(writer->context, output + *produced, room - *produced, NULL)
             : LZ4F_compressEnd(writer->context, output + *produced, room - *produced, NULL);
  if (LZ4F_isError(made)) return CCOMPRESSION_NO_MEMORY;
  *produced += made;
  return CCOMPRESSION_MEMBER_END;
}

static void close_lz4_encoder(void *state) {
  lz4_writer *writer = state;
  LZ4F_freeCompressionContext(writer->context);
  free(writer);
}

const encoder_functions lz4_encoder = {open_lz4_encoder, encode_lz4, close_lz4_encoder};
