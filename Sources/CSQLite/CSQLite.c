/* Opening databases to write them, or to let anyone's SQL read them. */

#include "CSQLite.h"

#include <string.h>
#include <strings.h>
#include <time.h>

enum {
  busy_milliseconds = 10000,
  cache_kibibytes = 64 << 10,
};

static int open_database(const char *path, int flags, sqlite3 **database) {
  /* One thread uses SQLite in this program. Later calls change nothing. */
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  /* A name like "file:..." or ":memory:" is a file's name here. */
  char name[4200];
  if (strlen(path) > sizeof name - 3) return SQLITE_CANTOPEN;
  name[0] = 0;
  if (path[0] != '/') strcpy(name, "./");
  strcat(name, path);
  int result = sqlite3_open_v2(name, database, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (result != SQLITE_OK) return result;
  sqlite3_busy_timeout(*database, busy_milliseconds);
  sqlite3_db_config(*database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config(*database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config(*database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  /* "text" is a name, so that a misspelt column is an error. */
  sqlite3_db_config(*database, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config(*database, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  return SQLITE_OK;
}

int csqlite_open(const char *path, bool creates, sqlite3 **database) {
  int flags = SQLITE_OPEN_READWRITE | (creates ? SQLITE_OPEN_CREATE : 0);
  int result = open_database(path, flags, database);
  if (result != SQLITE_OK) return result;
  char pragma[64];
  sqlite3_snprintf(sizeof pragma, pragma, "PRAGMA cache_size = -%d", (int)cache_kibibytes);
  return sqlite3_exec(*database, pragma, NULL, NULL, NULL);
}

/* Pragmas that only read. */
static bool is_reading(const char *name, const char *argument) {
  static const char *const with_argument[] = {
      "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo",
      "foreign_key_list", "integrity_check", "quick_check",
  };
  static const char *const alone[] = {
      "user_version", "application_id", "page_count", "page_size", "journal_mode", "encoding",
      "database_list", "function_list", "collation_list", "pragma_list", "compile_options",
      "freelist_count",
  };
  if (name == NULL) return false;
  for (size_t i = 0; i < sizeof with_argument / sizeof *with_argument; i++)
    if (strcasecmp(name, with_argument[i]) == 0) return true;
  for (size_t i = 0; argument == NULL && i < sizeof alone / sizeof *alone; i++)
    if (strcasecmp(name, alone[i]) == 0) return true;
  return false;
}

static int authorize(void *context, int action, const char *first, const char *second,
                     const char *database, const char *trigger) {
  (void)context;
  (void)database;
  (void)trigger;
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE: return SQLITE_OK;
    case SQLITE_FUNCTION:
      return second != NULL && strcasecmp(second, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
    /* Asked for when a table-valued function such as json_each() declares its columns; nobody may change this table. */
    case SQLITE_UPDATE:
      return first != NULL && strcmp(first, "sqlite_master") == 0 ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_PRAGMA: return is_reading(first, second) ? SQLITE_OK : SQLITE_DENY;
    default: return SQLITE_DENY;
  }
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int is_over(void *context) {
  csqlite_bounds *bounds = context;
  if (bounds->is_interrupted()) {
    bounds->stop = CSQLITE_INTERRUPTED;
  } else if (now() > bounds->deadline) {
    bounds->stop = CSQLITE_TIMED_OUT;
  }
  return bounds->stop != CSQLITE_RUNNING;
}

void csqlite_start(csqlite_bounds *bounds) {
  bounds->stop = CSQLITE_RUNNING;
  bounds->deadline = now() + bounds->seconds;
}

int csqlite_open_bounded(const char *path, csqlite_bounds *bounds, sqlite3 **database) {
  int result = open_database(path, SQLITE_OPEN_READONLY, database);
  if (result != SQLITE_OK) return result;
  static const struct {
    int limit, value;
  } limits[] = {
      {SQLITE_LIMIT_LENGTH, 64 << 20},     {SQLITE_LIMIT_SQL_LENGTH, 1 << 20},
      {SQLITE_LIMIT_COLUMN, 2000},         {SQLITE_LIMIT_EXPR_DEPTH, 500},
      {SQLITE_LIMIT_COMPOUND_SELECT, 100}, {SQLITE_LIMIT_VDBE_OP, 1 << 20},
      {SQLITE_LIMIT_FUNCTION_ARG, 100},    {SQLITE_LIMIT_ATTACHED, 0},
      {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000}, {SQLITE_LIMIT_TRIGGER_DEPTH, 0},
      {SQLITE_LIMIT_WORKER_THREADS, 0},
  };
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
    sqlite3_limit(*database, limits[i].limit, limits[i].value);
  sqlite3_hard_heap_limit64(bounds->memory);
  /* What is sorted is in memory, so that the bound of memory holds for it, too. */
  result = sqlite3_exec(*database, "PRAGMA temp_store = MEMORY; PRAGMA query_only = 1;", NULL, NULL, NULL);
  if (result != SQLITE_OK) return result;
  csqlite_start(bounds);
  sqlite3_progress_handler(*database, 1000, is_over, bounds);
  return sqlite3_set_authorizer(*database, authorize, NULL);
}

int csqlite_bind_text(sqlite3_stmt *statement, int parameter, const void *text, size_t count) {
  return sqlite3_bind_text64(statement, parameter, text == NULL ? "" : text, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}
