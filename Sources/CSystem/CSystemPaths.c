/* The program's arguments, paths, and error texts.
 *
 * Swift reads the arguments from /proc, which may be missing, and repairs invalid UTF-8. Here they come from the C
 * library. In Swift's texts, a byte that is not part of valid UTF-8 is the character U+10FF00 plus the byte, of a
 * private use plane; every function here that takes a path accepts these escapes. */

#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "CSystem.h"

static int argument_count = 0;
static char **arguments = NULL;

#if defined(__GLIBC__) || defined(__APPLE__)
/* These C libraries call constructors with the arguments of main. */
__attribute__((constructor)) static void keep_arguments(int count, char **words) {
  argument_count = count;
  arguments = words;
}
#endif

const char *csystem_argument(int index) {
  return arguments == NULL || index < 0 || index >= argument_count ? NULL : arguments[index];
}

char *csystem_bytes_of(const char *text) {
  char *bytes = malloc(strlen(text) + 1);
  if (bytes == NULL) return NULL;
  char *end = bytes;
  while (*text != '\0') {
    /* U+10FF80 to U+10FFFF in UTF-8: f4 8f be 80 to f4 8f bf bf. The final 0 ends each comparison early. */
    const uint8_t *byte = (const uint8_t *)text;
    if (byte[0] == 0xf4 && byte[1] == 0x8f && (byte[2] == 0xbe || byte[2] == 0xbf) && byte[3] >= 0x80) {
      *end++ = (char)(byte[2] == 0xbe ? byte[3] : byte[3] + 0x40);
      text += 4;
    } else {
      *end++ = *text++;
    }
  }
  *end = '\0';
  return bytes;
}

int csystem_remove_file(const char *path) {
  char *name = csystem_bytes_of(path);
  int status = name == NULL ? -1 : unlink(name);
  free(name);
  return status;
}

int csystem_rename_file(const char *path, const char *other, int *error_number) {
  char *names[2] = {csystem_bytes_of(path), csystem_bytes_of(other)};
  int status = names[0] == NULL || names[1] == NULL ? -1 : rename(names[0], names[1]);
  if (status != 0) *error_number = errno;
  for (int i = 0; i < 2; i++) free(names[i]);
  return status;
}

bool csystem_file_exists(const char *path) {
  char *name = csystem_bytes_of(path);
  bool exists = name != NULL && access(name, F_OK) == 0;
  free(name);
  return exists;
}

bool csystem_is_same_file(const char *path, const char *other) {
  struct stat files[2];
  char *names[2] = {csystem_bytes_of(path), csystem_bytes_of(other)};
  bool known = true;
  for (int i = 0; i < 2; i++) {
    known = known && names[i] != NULL && stat(names[i], &files[i]) == 0 && S_ISREG(files[i].st_mode);
    free(names[i]);
  }
  return known && files[0].st_dev == files[1].st_dev && files[0].st_ino == files[1].st_ino;
}

void csystem_error_text(int error_number, char *text, size_t size) {
  /* Not strerror_r: glibc and POSIX declare different functions of that name. */
  snprintf(text, size, "%s", strerror(error_number));
}
