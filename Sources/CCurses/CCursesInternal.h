#ifndef TCPINSPECT_CCURSES_INTERNAL_H
#define TCPINSPECT_CCURSES_INTERNAL_H

/* What the files of this target share. */

/* Stores what gives the terminal back, and catches the signals that end the process; undoes it. */
void ccurses_guard_begin(int output);
void ccurses_guard_end(void);

/* Keeps back what is written to a terminal as standard error; writes it out. */
void ccurses_hold_errors(void);
void ccurses_release_errors(void);

/* Reads the keyboard up to the end of a line. */
void ccurses_wait_for_line(void);

/* The descriptor that was standard error, for children. */
int ccurses_error_descriptor(void);

#endif
