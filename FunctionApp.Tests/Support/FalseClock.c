// Preloaded, lets a process see another time of day than the system's: so many seconds later as the first eight bytes of the file FALSE_CLOCK say.
// What only measures time, CLOCK_MONOTONIC, is left alone, as it is where somebody sets the clock.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int64_t later(void)
{
    static const volatile int64_t *seconds;
    if (!seconds) {
        const char *path = getenv("FALSE_CLOCK");
        int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
        void *map = file < 0 ? MAP_FAILED : mmap(NULL, sizeof *seconds, PROT_READ, MAP_SHARED, file, 0);
        if (file >= 0)
            close(file);
        if (map == MAP_FAILED)
            return 0;
        seconds = map;
    }
    return *seconds;
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
    int result = syscall(SYS_clock_gettime, clock, time);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        time->tv_sec += later();
    return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone)
{
    int result = syscall(SYS_gettimeofday, time, zone);
    if (result == 0)
        time->tv_sec += later();
    return result;
}

time_t time(time_t *result)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return result ? *result = now.tv_sec : now.tv_sec;
}
