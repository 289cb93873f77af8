#include "CPrefetch.h"

// All of it is in the header: a call would take longer than what it asks for.
