/* gzip (RFC 1952) by zlib. */

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#include "Codecs.h"

static void *open_gzip(void) {
  z_stream *stream = calloc(1, sizeof *stream);
  /* 16 selects a gzip header, 15 the largest window. */
  if (stream != NULL && inflateInit2(stream, 16 + MAX_WBITS) == Z_OK) return stream;
  free(stream);
  return NULL;
}

static int decode_gzip(void *state, const uint8_t *input, size_t count, size_t *used,
                       uint8_t *output, size_t room, size_t *produced) {
  z_stream *stream = state;
  if (count > UINT_MAX) count = UINT_MAX;
  if (room > UINT_MAX) room = UINT_MAX;
  stream->next_in = (Bytef *)input;
  stream->avail_in = (uInt)count;
  stream->next_out = output;
  stream->avail_out = (uInt)room;
  int status = inflate(stream, Z_NO_FLUSH);
  *used = count - stream->avail_in;
  *produced = room - stream->avail_out;
  switch (status) {
    case Z_OK:
    case Z_BUF_ERROR: return CCOMPRESSION_MORE;
    case Z_STREAM_END: return inflateReset(stream) == Z_OK ? CCOMPRESSION_MEMBER_END : CCOMPRESSION_CORRUPT;
    case Z_MEM_ERROR: return CCOMPRESSION_NO_MEMORY;
    default: return CCOMPRESSION_CORRUPT;
  }
}

static void close_gzip(void *state) {
  inflateEnd(state);
  free(state);
}

const codec_functions gzip_decoder = {open_gzip, decode_gzip, close_gzip};

static void *open_gzip_encoder(void) {
  z_stream *stream = calloc(1, sizeof *stream);
  /* Level 3 keeps up with a busy interface; 16 selects a gzip header, 8 is zlib's default memory. */
  if (stream != NULL &&
      deflateInit2(stream, 3, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK)
    return stream;
  free(stream);
  return NULL;
}

static int encode_gzip(void *state, int step, const uint8_t *input, size_t count, size_t *used,
                       uint8_t *output, size_t room, size_t *produced) {
  static const int flushes[] = {Z_NO_FLUSH, Z_SYNC_FLUSH, Z_FINISH};
  z_stream *stream = state;
  if (count > UINT_MAX) count = UINT_MAX;
  if (room > UINT_MAX) room = UINT_MAX;
  stream->next_in = (Bytef *)input;
  stream->avail_in = (uInt)count;
  stream->next_out = output;
  stream->avail_out = (uInt)room;
  int status = deflate(stream, flushes[step]);
  *used = count - stream->avail_in;
  *produced = room - stream->avail_out;
  if (status == Z_STREAM_END) return CCOMPRESSION_MEMBER_END;
  if (status != Z_OK && status != Z_BUF_ERROR) return CCOMPRESSION_NO_MEMORY;
  bool is_done = stream->avail_in == 0 && stream->avail_out > 0;
  return step != CCOMPRESSION_FINISH && is_done ? CCOMPRESSION_MEMBER_END : CCOMPRESSION_MORE;
}

static void close_gzip_encoder(void *state) {
  deflateEnd(state);
  free(state);
}

const encoder_functions gzip_encoder = {open_gzip_encoder, encode_gzip, close_gzip_encoder};
