// Lets the thread sanitizer see what Swift's Mutex does when two threads want it at once.
//
// A lock that is free is taken by code that is compiled into ours, and seen. One that is held is waited for inside
// libswiftSynchronization, which is not instrumented, and given on by the kernel (a futex): without this, whatever such
// a mutex guards would be reported as a race. So these three functions of the library are put before its own, by name:
// they call it, and say what was acquired and released. In a build without the sanitizer there is nothing of this.
//
// Should a later library call them otherwise, the false reports (a race between two closures of `withLock` of one
// mutex) come back; nothing else depends on it.
