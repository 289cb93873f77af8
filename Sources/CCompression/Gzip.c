/* gzip (RFC 1952) by zlib. */

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#include "Codecs.h"

static void *open_gzip(void) {
  z_stream *stream = calloc(1, sizeof *stream);
  /* 16 asks for a gzip header, 15 for the largest window. */
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
