#pragma once
// The few system calls that Swift's Glibc module does not show.
#include <spawn.h>
#include <sys/types.h>

/// A descriptor that becomes readable when the process ends; -1 with errno on failure (pidfd_open(2)).
int gt_pidfd_open(pid_t pid);

/// Sends a signal through a pidfd: it can never hit a later process with the same number.
int gt_pidfd_send_signal(int pidfd, int signal);

/// A pipe whose both ends are close-on-exec and never block (pipe2(2)); -1 with errno on failure.
int gt_pipe(int ends[2]);

/// An empty file in memory, close-on-exec, gone with its last descriptor (memfd_create(2)); -1 with errno on failure.
int gt_memory_file(void);

/// A descriptor that becomes readable when a file is renamed into this directory (inotify(7)); -1 with errno.
int gt_watch_directory(const char *path);

/// A descriptor that becomes readable when this file is written to (inotify(7)); -1 with errno.
int gt_watch_file(const char *path);

/// What glibc's posix_spawn can do beyond POSIX: start in a directory, as the terminal's foreground group, in a
/// session of its own.
int gt_spawn_in_directory(posix_spawn_file_actions_t *actions, const char *path);
int gt_spawn_in_foreground(posix_spawn_file_actions_t *actions, int terminal);
int gt_spawn_in_new_session(posix_spawnattr_t *attributes);
/// The new program gets no descriptor from this one on.
int gt_spawn_close_from(posix_spawn_file_actions_t *actions, int first);
/// The flag of a session of its own, to be set with others.
int gt_spawn_session_flag(void);

/// Makes this process the one that orphaned descendants are handed to (PR_SET_CHILD_SUBREAPER).
int gt_become_subreaper(void);
