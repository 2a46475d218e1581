#pragma once
// The few system calls that Swift's Glibc module does not show.
#include <sys/types.h>

/// A descriptor that becomes readable when the process ends; -1 with errno on failure (pidfd_open(2)).
int gt_pidfd_open(pid_t pid);

/// Sends a signal through a pidfd: it can never hit a later process with the same number.
int gt_pidfd_send_signal(int pidfd, int signal);

/// A pipe whose both ends are close-on-exec and never block (pipe2(2)); -1 with errno on failure.
int gt_pipe(int ends[2]);

/// Makes this process the one that orphaned descendants are handed to (PR_SET_CHILD_SUBREAPER).
int gt_become_subreaper(void);
