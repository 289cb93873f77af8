#ifndef TCPINSPECT_CCURSES_H
#define TCPINSPECT_CCURSES_H

/* The terminal through ncurses, as numbers and bytes: its header has macros, variables and variadic functions that Swift
 * cannot import safely. One terminal at a time; all calls but `ccurses_restore` come from one thread. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/* Why a terminal cannot be used. */
enum {
  CCURSES_OPEN = 0,
  CCURSES_NO_TERMINAL = 1,  /* standard output, or the keyboard, is none */
  CCURSES_UNKNOWN_TYPE = 2, /* TERM names no known type */
  CCURSES_NO_CURSOR = 3,    /* the type cannot place the cursor, such as "dumb" */
  CCURSES_FAILED = 4,
};

/* Takes over the terminal: another screen, no echo, keys one by one. Standard error is kept back if it is a terminal. */
int ccurses_open(void);

/* Gives the terminal back, and writes what was kept back of standard error. */
void ccurses_close(void);

/* Gives the terminal back from a handler of signals, or when the process exits. */
void ccurses_restore(void);

/* Whether text can be UTF-8, and whether there are colours. */
bool ccurses_is_utf8(void);
bool ccurses_has_colors(void);

/* The size in characters; the curses library takes it over. */
void ccurses_size(int *height, int *width);

/* Begins a picture; writes bytes of text at a place; shows the picture. */
void ccurses_begin(void);
void ccurses_put(int row, int column, const uint8_t *bytes, size_t count, int color, int attributes);
void ccurses_show(void);
/* Draws the whole screen again at the next `ccurses_show`. */
void ccurses_repaint(void);

/* Attributes; colours are 0 for the terminal's own, or 1 to 6 for red, green, yellow, blue, magenta, cyan. */
enum {
  CCURSES_BOLD = 1,
  CCURSES_REVERSE = 2,
  CCURSES_DIM = 4,
  CCURSES_UNDERLINE = 8,
};

/* Keys that are no characters. */
enum {
  CCURSES_KEY_NONE = -1,
  CCURSES_KEY_GONE = -2, /* the terminal is no more */
  CCURSES_KEY_UP = 0x200000,
  CCURSES_KEY_DOWN,
  CCURSES_KEY_LEFT,
  CCURSES_KEY_RIGHT,
  CCURSES_KEY_PAGE_UP,
  CCURSES_KEY_PAGE_DOWN,
  CCURSES_KEY_HOME,
  CCURSES_KEY_END,
  CCURSES_KEY_ENTER,
  CCURSES_KEY_ESCAPE,
  CCURSES_KEY_BACKSPACE,
  CCURSES_KEY_DELETE,
  CCURSES_KEY_TAB,
  CCURSES_KEY_BACK_TAB,
  CCURSES_KEY_RESIZE,
  CCURSES_KEY_F1,
  CCURSES_KEY_MOUSE, /* ccurses_mouse tells what it did */
  CCURSES_KEY_OTHER,
};

/* Waits for a key, at most so long: the number of a character, or one of the numbers above. */
int ccurses_key(int milliseconds);

/* What the mouse did last, and where. */
enum {
  CCURSES_MOUSE_OTHER,
  CCURSES_MOUSE_PRESS,
  CCURSES_MOUSE_WHEEL_UP,
  CCURSES_MOUSE_WHEEL_DOWN,
};
int ccurses_mouse(int *row, int *column);

/* Stops the process as Ctrl-Z does, and takes over the terminal again when it goes on. */
void ccurses_suspend(void);
/* Runs this program with other arguments on the terminal, waits for its end and then for Enter, and takes over the terminal
 * again. The words have a NUL at the end of each. 0, or a value of errno. */
int ccurses_run(const uint8_t *words, size_t length);
/* Whether SIGTSTP arrived since the last call. */
bool ccurses_take_stop_request(void);

#pragma clang assume_nonnull end

#endif
