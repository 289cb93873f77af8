/* xz by liblzma. */

#include <lzma.h>
#include <stdlib.h>

#include "Codecs.h"

static int begin(lzma_stream *stream) {
  return lzma_stream_decoder(stream, CCOMPRESSION_WINDOW_LIMIT + (16u << 20), 0) == LZMA_OK;
}

static void *open_xz(void) {
  lzma_stream *stream = calloc(1, sizeof *stream);
  if (stream == NULL) return NULL;
  if (begin(stream)) return stream;
  lzma_end(stream);
  free(stream);
  return NULL;
}

static int decode_xz(void *state, const uint8_t *input, size_t count, size_t *used, uint8_t *output,
                     size_t room, size_t *produced) {
  lzma_stream *stream = state;
  stream->next_in = input;
  stream->avail_in = count;
  stream->next_out = output;
  stream->avail_out = room;
  lzma_ret status = lzma_code(stream, LZMA_RUN);
  *used = count - stream->avail_in;
  *produced = room - stream->avail_out;
  switch (status) {
    case LZMA_OK:
    case LZMA_BUF_ERROR: return CCOMPRESSION_MORE;
    case LZMA_STREAM_END: return begin(stream) ? CCOMPRESSION_MEMBER_END : CCOMPRESSION_NO_MEMORY;
    case LZMA_MEMLIMIT_ERROR: return CCOMPRESSION_TOO_LARGE;
    case LZMA_MEM_ERROR: return CCOMPRESSION_NO_MEMORY;
    default: return CCOMPRESSION_CORRUPT;
  }
}

static void close_xz(void *state) {
  lzma_end(state);
  free(state);
}

const codec_functions xz_decoder = {open_xz, decode_xz, close_xz};

static void *open_xz_encoder(void) {
  lzma_stream *stream = calloc(1, sizeof *stream);
  if (stream == NULL) return NULL;
  /* Preset 1: higher ones are several times slower on packets, for a few percent. */
  if (lzma_easy_encoder(stream, 1, LZMA_CHECK_CRC64) == LZMA_OK) return stream;
  free(stream);
  return NULL;
}

static int encode_xz(void *state, int step, const uint8_t *input, size_t count, size_t *used,
                     uint8_t *output, size_t room, size_t *produced) {
  static const lzma_action actions[] = {LZMA_RUN, LZMA_SYNC_FLUSH, LZMA_FINISH};
  lzma_stream *stream = state;
  stream->next_in = input;
  stream->avail_in = count;
  stream->next_out = output;
  stream->avail_out = room;
  lzma_ret status = lzma_code(stream, actions[step]);
  *used = count - stream->avail_in;
  *produced = room - stream->avail_out;
  if (status == LZMA_STREAM_END) return CCOMPRESSION_MEMBER_END;
  if (status != LZMA_OK && status != LZMA_BUF_ERROR) return CCOMPRESSION_NO_MEMORY;
  bool is_done = step == CCOMPRESSION_CONTINUE && stream->avail_in == 0;
  return is_done ? CCOMPRESSION_MEMBER_END : CCOMPRESSION_MORE;
}

const encoder_functions xz_encoder = {open_xz_encoder, encode_xz, close_xz};
