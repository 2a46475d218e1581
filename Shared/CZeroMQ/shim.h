#pragma once
// libzmq, and the one system call that its users need and that Swift's Glibc module does not show.
#include <sys/eventfd.h>
#include <zmq.h>

// Headers call it a draft still; the library has had it since 4.3.0, and there is no safe ZAP without it.
#ifndef ZMQ_ZAP_ENFORCE_DOMAIN
#define ZMQ_ZAP_ENFORCE_DOMAIN 93
#endif
