#define _GNU_SOURCE
#include "CVisibleMutex.h"

#if defined(__linux__) && __has_feature(thread_sanitizer)

#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

// The sanitizer's own interface: what was released at an address is seen by whoever acquires there.
void __tsan_acquire(void *address);
void __tsan_release(void *address);

// Swift's calling convention, with `self` (the address of the mutex) in its register.
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

// Synchronization._MutexHandle's _lockSlow(UInt32), _tryLockSlow() -> Bool, _unlockSlow().
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void gt_lock_slow(uint32_t thread, SELF void *mutex) __asm__(LOCK);
SWIFT bool gt_try_lock_slow(SELF void *mutex) __asm__(TRY_LOCK);
SWIFT void gt_unlock_slow(SELF void *mutex) __asm__(UNLOCK);

// The standard library's, which the ones here stand before.
static void *original(const char *name) {
    void *function = dlsym(RTLD_NEXT, name);
    if (function) return function;
    fprintf(stderr, "%s is not in libswiftSynchronization: %s\n", name, dlerror());
    abort();
}

SWIFT void gt_lock_slow(uint32_t thread, SELF void *mutex) {
    SWIFT void (*lock)(uint32_t, SELF void *) = original(LOCK);
    lock(thread, mutex);
    __tsan_acquire(mutex);
}

SWIFT bool gt_try_lock_slow(SELF void *mutex) {
    SWIFT bool (*tryLock)(SELF void *) = original(TRY_LOCK);
    bool isLocked = tryLock(mutex);
    if (isLocked) __tsan_acquire(mutex);
    return isLocked;
}

SWIFT void gt_unlock_slow(SELF void *mutex) {
    SWIFT void (*unlock)(SELF void *) = original(UNLOCK);
    // Before the kernel gives it to the next.
    __tsan_release(mutex);
    unlock(mutex);
}

#endif
