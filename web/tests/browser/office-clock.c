/* The calendar of a program under test: CLOCK_AHEAD seconds are added to the date, and nothing else
   is changed. Preloaded by office.ts, so that a journey of months can be walked in one test, and the
   program itself needs no door through which its date could be changed. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t which, struct timespec *at) {
  static int (*real)(clockid_t, struct timespec *);
  static long ahead;
  if (!real) {
    const char *said = getenv("CLOCK_AHEAD");
    ahead = said ? atol(said) : 0;
    real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  }
  int done = real(which, at);
  if (done == 0 && which == CLOCK_REALTIME) at->tv_sec += ahead;
  return done;
}
