/* Selects the library by the format. */

#include <stdlib.h>

#include "Codecs.h"

struct ccompression_encoder {
  const encoder_functions *functions;
  void *state;
};

static const encoder_functions *functions_of(int format) {
  switch (format) {
    case CCOMPRESSION_GZIP: return &gzip_encoder;
    case CCOMPRESSION_ZSTD: return &zstd_encoder;
    case CCOMPRESSION_LZ4: return &lz4_encoder;
    case CCOMPRESSION_XZ: return &xz_encoder;
    default: return NULL;
  }
}

ccompression_encoder *ccompression_open_encoder(int format) {
  const encoder_functions *functions = functions_of(format);
  ccompression_encoder *encoder = functions ? calloc(1, sizeof *encoder) : NULL;
  if (encoder == NULL) return NULL;
  encoder->functions = functions;
  encoder->state = functions->open();
  if (encoder->state != NULL) return encoder;
  free(encoder);
  return NULL;
}

int ccompression_encode(ccompression_encoder *encoder, int step, const uint8_t *input, size_t count,
                        size_t *used, uint8_t *output, size_t room, size_t *produced) {
  *used = *produced = 0;
  return encoder->functions->encode(encoder->state, step, input, count, used, output, room,
                                    produced);
}

void ccompression_close_encoder(ccompression_encoder *encoder) {
  if (encoder == NULL) return;
  encoder->functions->close(encoder->state);
  free(encoder);
}
