#pragma once
// libzmq, and the one system call that its users need and that Swift's Glibc module does not show.
#include <sys/eventfd.h>
#include <zmq.h>
