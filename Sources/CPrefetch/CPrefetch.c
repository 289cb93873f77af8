#include "CPrefetch.h"

// The function is inline in the header: a call would take longer than the instruction.
