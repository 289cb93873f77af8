/* Selects the library by the format. */

#include <stdlib.h>

#include "Codecs.h"

struct ccompression_decoder {
  const codec_functions *functions;
  void *state;
};

static const codec_functions *functions_of(int format) {
  switch (format) {
    case CCOMPRESSION_GZIP: return &gzip_decoder;
    case CCOMPRESSION_ZSTD: return &zstd_decoder;
    case CCOMPRESSION_LZ4: return &lz4_decoder;
    case CCOMPRESSION_XZ: return &xz_decoder;
    default: return NULL;
  }
}

ccompression_decoder *ccompression_open_decoder(int format) {
  const codec_functions *functions = functions_of(format);
  ccompression_decoder *decoder = functions ? calloc(1, sizeof *decoder) : NULL;
  if (decoder == NULL) return NULL;
  decoder->functions = functions;
  decoder->state = functions->open();
  if (decoder->state != NULL) return decoder;
  free(decoder);
  return NULL;
}

int ccompression_decode(ccompression_decoder *decoder, const uint8_t *input, size_t count,
                        size_t *used, uint8_t *output, size_t room, size_t *produced) {
  *used = *produced = 0;
  return decoder->functions->decode(decoder->state, input, count, used, output, room, produced);
}

void ccompression_close_decoder(ccompression_decoder *decoder) {
  if (decoder == NULL) return;
  decoder->functions->close(decoder->state);
  free(decoder);
}
