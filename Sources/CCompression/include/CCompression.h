#ifndef TCPINSPECT_CCOMPRESSION_H
#define TCPINSPECT_CCOMPRESSION_H

/* One interface to the system's compression libraries: streams that are decoded or encoded piece by piece.
 * Each library has a file of its own; Swift cannot import their macros and structures. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

enum {
  CCOMPRESSION_GZIP = 1,
  CCOMPRESSION_ZSTD = 2,
  CCOMPRESSION_LZ4 = 3,
  CCOMPRESSION_XZ = 4,
};

enum {
  CCOMPRESSION_MORE = 0,          /* go on */
  CCOMPRESSION_MEMBER_END = 1,    /* a member or frame is whole; another may follow */
  CCOMPRESSION_CORRUPT = -1,      /* the data is not what the format allows, or a checksum differs */
  CCOMPRESSION_TOO_LARGE = -2,    /* it wants more memory than is allowed */
  CCOMPRESSION_NO_MEMORY = -3,
};

/* Most memory of a decoder's window, in bytes: the default limit of the zstd command. */
#define CCOMPRESSION_WINDOW_LIMIT (128u << 20)

typedef struct ccompression_decoder ccompression_decoder;

/* A decoder for one of the formats; NULL without memory. */
ccompression_decoder *_Nullable ccompression_open_decoder(int format);

/* Decodes as much as input and room allow. `used` and `produced` are the bytes read and written; the result is one of
 * the numbers above. After a member's end the next call begins another member. */
int ccompression_decode(ccompression_decoder *decoder, const uint8_t *_Nullable input, size_t count,
                        size_t *used, uint8_t *output, size_t room, size_t *produced);

void ccompression_close_decoder(ccompression_decoder *_Nullable decoder);

/* The purpose of an encoding step. */
enum {
  CCOMPRESSION_CONTINUE = 0, /* consume input */
  CCOMPRESSION_FLUSH = 1,    /* output everything consumed, so that it can be decoded */
  CCOMPRESSION_FINISH = 2,   /* end the stream */
};

typedef struct ccompression_encoder ccompression_encoder;

/* An encoder for one of the formats; NULL without memory. */
ccompression_encoder *_Nullable ccompression_open_encoder(int format);

/* Encodes as much as input and room allow; `room` is at least CCOMPRESSION_ROOM. The result is CCOMPRESSION_MORE while a
 * step needs more room, CCOMPRESSION_MEMBER_END when it is done, or a negative number. */
int ccompression_encode(ccompression_encoder *encoder, int step, const uint8_t *_Nullable input,
                        size_t count, size_t *used, uint8_t *output, size_t room, size_t *produced);

void ccompression_close_encoder(ccompression_encoder *_Nullable encoder);

/* Room for the output of one step of LZ4. */
enum { CCOMPRESSION_ROOM = 1 << 20 };

#pragma clang assume_nonnull end

#endif
