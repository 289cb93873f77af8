/* The screen: opening, drawing, closing. */

#define _GNU_SOURCE
#define _XOPEN_SOURCE_EXTENDED 1
#include <curses.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

#include "CCurses.h"
#include "CCursesInternal.h"

static SCREEN *screen = NULL;
static FILE *keyboard = NULL;
static FILE *display = NULL;
static bool is_utf8 = false;
static bool is_colored = false;

static volatile sig_atomic_t stop_requested = 0;
static void request_stop(int number) {
  (void)number;
  stop_requested = 1;
}

bool ccurses_take_stop_request(void) {
  if (!stop_requested) return false;
  stop_requested = 0;
  return true;
}

static void catch_stop(void) {
  struct sigaction action = {.sa_handler = request_stop};
  sigemptyset(&action.sa_mask);
  sigaction(SIGTSTP, &action, NULL);
}

/* Whether TERM names a type that can place the cursor. */
static int check_type(void) {
  int error = 0;
  if (setupterm(NULL, STDOUT_FILENO, &error) != OK)
    return error == 0 || error == 1 ? CCURSES_UNKNOWN_TYPE : CCURSES_FAILED;
  const char *cursor = tigetstr("cup");
  bool can_place = cursor != NULL && cursor != (char *)-1;
  del_curterm(cur_term);
  return can_place ? CCURSES_OPEN : CCURSES_NO_CURSOR;
}

static void set_up(void) {
  raw(); /* Ctrl-C and Ctrl-Z are keys. */
  noecho();
  nonl();
  keypad(stdscr, TRUE);
  nodelay(stdscr, TRUE);
  set_escdelay(25);
  curs_set(0);
  leaveok(stdscr, TRUE);
  /* The terminal's own selection of text stays with Shift. A press counts at once: no wait for a second one. */
  mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
  mouseinterval(0);
  is_colored = has_colors();
  if (!is_colored) return;
  start_color();
  use_default_colors();
  const short colors[] = {COLOR_RED,  COLOR_GREEN,   COLOR_YELLOW,
                          COLOR_BLUE, COLOR_MAGENTA, COLOR_CYAN};
  for (short i = 0; i < 6; i++) init_pair((short)(i + 1), colors[i], -1);
}

int ccurses_open(void) {
  if (!isatty(STDOUT_FILENO)) return CCURSES_NO_TERMINAL;
  int problem = check_type();
  if (problem != CCURSES_OPEN) return problem;
  setlocale(LC_CTYPE, "");
  is_utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
  /* Standard input may be the capture. */
  int keys = isatty(STDIN_FILENO) ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                                  : open("/dev/tty", O_RDWR | O_CLOEXEC);
  int output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  keyboard = keys >= 0 ? fdopen(keys, "r") : NULL;
  display = output >= 0 ? fdopen(output, "w") : NULL;
  if (keyboard == NULL || display == NULL) return CCURSES_NO_TERMINAL;
  catch_stop(); /* Before ncurses, which leaves handlers of others alone. */
  ccurses_guard_begin(output);
  screen = newterm(NULL, display, keyboard);
  if (screen == NULL) {
    ccurses_guard_end();
    return CCURSES_FAILED;
  }
  set_up();
  ccurses_hold_errors();
  return CCURSES_OPEN;
}

void ccurses_close(void) {
  if (screen == NULL) return;
  endwin();
  ccurses_guard_end();
  signal(SIGTSTP, SIG_DFL);
  ccurses_release_errors();
  screen = NULL;
}

bool ccurses_is_utf8(void) { return is_utf8; }
bool ccurses_has_colors(void) { return is_colored; }

void ccurses_size(int *height, int *width) {
  struct winsize size;
  if (display != NULL && ioctl(fileno(display), TIOCGWINSZ, &size) == 0 && size.ws_row > 0 &&
      size.ws_col > 0 && (size.ws_row != LINES || size.ws_col != COLS))
    resize_term(size.ws_row, size.ws_col);
  *height = LINES;
  *width = COLS;
}

void ccurses_begin(void) { erase(); }

void ccurses_put(int row, int column, const uint8_t *bytes, size_t count, int color,
                 int attributes) {
  attr_t value = A_NORMAL;
  if (attributes & CCURSES_BOLD) value |= A_BOLD;
  if (attributes & CCURSES_REVERSE) value |= A_REVERSE;
  if (attributes & CCURSES_DIM) value |= A_DIM;
  if (attributes & CCURSES_UNDERLINE) value |= A_UNDERLINE;
  attr_set(value, (short)(is_colored ? color : 0), NULL);
  mvaddnstr(row, column, (const char *)bytes, (int)count);
  attr_set(A_NORMAL, 0, NULL);
}

void ccurses_show(void) { refresh(); }
void ccurses_repaint(void) { clearok(stdscr, TRUE); }

void ccurses_suspend(void) {
  if (screen == NULL) return;
  endwin();
  signal(SIGTSTP, SIG_DFL);
  /* To the whole job, as the terminal does. */
  kill(0, SIGTSTP);
  usleep(20000); /* Another thread may take the signal; nothing may be drawn before. */
  catch_stop();
  clearok(stdscr, TRUE);
  refresh();
}

void ccurses_wait_for_line(void) {
  char byte = 0;
  do {
    struct pollfd wait = {fileno(keyboard), POLLIN, 0};
    int ready = poll(&wait, 1, -1);
    if (ready < 0 || (wait.revents & (POLLHUP | POLLERR | POLLNVAL))) return; /* Also by a signal. */
    if (read(wait.fd, &byte, 1) != 1) return;
  } while (byte != '\n' && byte != '\r');
}

static int translated(int key) {
  switch (key) {
    case KEY_UP: return CCURSES_KEY_UP;
    case KEY_DOWN: return CCURSES_KEY_DOWN;
    case KEY_LEFT: return CCURSES_KEY_LEFT;
    case KEY_RIGHT: return CCURSES_KEY_RIGHT;
    case KEY_PPAGE: return CCURSES_KEY_PAGE_UP;
    case KEY_NPAGE: return CCURSES_KEY_PAGE_DOWN;
    case KEY_HOME: return CCURSES_KEY_HOME;
    case KEY_END: return CCURSES_KEY_END;
    case KEY_ENTER: return CCURSES_KEY_ENTER;
    case KEY_BACKSPACE: return CCURSES_KEY_BACKSPACE;
    case KEY_DC: return CCURSES_KEY_DELETE;
    case KEY_BTAB: return CCURSES_KEY_BACK_TAB;
    case KEY_RESIZE: return CCURSES_KEY_RESIZE;
    case KEY_F(1): return CCURSES_KEY_F1;
    case KEY_MOUSE: return CCURSES_KEY_MOUSE;
    default: return CCURSES_KEY_OTHER;
  }
}

/* Characters that are keys of their own. */
static int translated_character(wint_t character) {
  switch (character) {
    case 9: return CCURSES_KEY_TAB;
    case 10:
    case 13: return CCURSES_KEY_ENTER;
    case 27: return CCURSES_KEY_ESCAPE;
    case 8:
    case 127: return CCURSES_KEY_BACKSPACE;
    default: return character < 0x110000 ? (int)character : CCURSES_KEY_OTHER;
  }
}

int ccurses_mouse(int *row, int *column) {
  MEVENT event;
  if (getmouse(&event) != OK) return CCURSES_MOUSE_OTHER;
  *row = event.y;
  *column = event.x;
  if (event.bstate & BUTTON4_PRESSED) return CCURSES_MOUSE_WHEEL_UP;
  if (event.bstate & BUTTON5_PRESSED) return CCURSES_MOUSE_WHEEL_DOWN;
  return event.bstate & BUTTON1_PRESSED ? CCURSES_MOUSE_PRESS : CCURSES_MOUSE_OTHER;
}

int ccurses_key(int milliseconds) {
  wint_t character = 0;
  int result = get_wch(&character);
  if (result == ERR) {
    struct pollfd wait = {fileno(keyboard), POLLIN, 0};
    int ready = poll(&wait, 1, milliseconds);
    if (ready > 0 && (wait.revents & (POLLHUP | POLLERR | POLLNVAL))) return CCURSES_KEY_GONE;
    if (ready <= 0) return CCURSES_KEY_NONE;
    result = get_wch(&character);
    /* It was readable, and nothing came: its end. */
    if (result == ERR) return feof(keyboard) || ferror(keyboard) ? CCURSES_KEY_GONE : CCURSES_KEY_NONE;
  }
  return result == KEY_CODE_YES ? translated((int)character) : translated_character(character);
}
