#ifndef TCPINSPECT_CEXHAUSTION_H
#define TCPINSPECT_CEXHAUSTION_H

/* Linked into the program, and into nothing else: its malloc ends the program in one line, with status 1, where the system
 * gives no memory. The Swift runtime would crash with a stack trace instead, and cannot report the failure to its caller. */

#pragma clang assume_nonnull begin

/* Whether this malloc is in use; it is not beside sanitizers, which have their own, nor without glibc. */
int cexhaustion_is_active(void);

#pragma clang assume_nonnull end
#endif
