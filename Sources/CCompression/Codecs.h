/* Tables of functions for each format, shared by the files of this target. */

#include "CCompression.h"

typedef struct {
  void *(*open)(void);
  int (*decode)(void *state, const uint8_t *input, size_t count, size_t *used, uint8_t *output,
                size_t room, size_t *produced);
  void (*close)(void *state);
} codec_functions;

extern const codec_functions gzip_decoder, zstd_decoder, lz4_decoder, xz_decoder;

typedef struct {
  void *(*open)(void);
  int (*encode)(void *state, int step, const uint8_t *input, size_t count, size_t *used,
                uint8_t *output, size_t room, size_t *produced);
  void (*close)(void *state);
} encoder_functions;

extern const encoder_functions gzip_encoder, zstd_encoder, lz4_encoder, xz_encoder;
