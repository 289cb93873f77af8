#ifndef TCPINSPECT_CSQLITE_H
#define TCPINSPECT_CSQLITE_H

/* The system's SQLite as RecordStore uses it: what Swift cannot call (variadic functions, macros, callbacks). */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#pragma clang assume_nonnull begin

/* Opens a database to write it, and creates it if it does not exist. The result is one of SQLite's; `database` is set
 * unless there is no memory, and has the error's text. */
int csqlite_open(const char *path, bool creates, sqlite3 *_Nullable *_Nonnull database);

/* What ended a statement before its end. */
enum {
  CSQLITE_RUNNING = 0,
  CSQLITE_TIMED_OUT = 1,
  CSQLITE_INTERRUPTED = 2,
};

/* The bounds of what a reader may do. */
typedef struct {
  double seconds;                                  /* how long a statement may run */
  int64_t memory;                                  /* most bytes of memory of all databases */
  bool (*_Nonnull is_interrupted)(void);           /* whether a signal requested the end */
  double deadline;                                 /* set by csqlite_start */
  int stop;                                        /* why a statement was ended */
} csqlite_bounds;

/* Opens a database to read it, so that SQL by anyone can be run: nothing can be written, attached or loaded, and time,
 * memory and lengths are bounded. `bounds` is used until the database is closed. */
int csqlite_open_bounded(const char *path, csqlite_bounds *bounds,
                         sqlite3 *_Nullable *_Nonnull database);

/* Begins the time that the next statement may take. */
void csqlite_start(csqlite_bounds *bounds);

/* Binds a copy of a text to a parameter. */
int csqlite_bind_text(sqlite3_stmt *statement, int parameter, const void *_Nullable text,
                      size_t count);

#pragma clang assume_nonnull end

#endif
