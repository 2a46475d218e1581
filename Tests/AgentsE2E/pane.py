"""A program in a tmux pane of a server of its own: what is typed into it, and what is seen of it."""

import os
import subprocess
import time

# A sign that has not come by then does not come.
DEADLINE_SECONDS = 30
LOOK_SECONDS = 0.05
# How often, and how far apart, a dialog's keys are pressed.
CHOOSE_TIMES, CHOOSE_SECONDS = 30, 1
WIDTH, HEIGHT = 100, 30


class Unexpected(Exception):
    """A program did otherwise than is written down of it."""


class Pane:
    def __init__(self, socket, words, directory, environment):
        self.socket = socket
        if os.path.exists(socket):
            os.unlink(socket)
        command = ["env", "-i", "-C", directory] + [f"{key}={value}" for key, value in environment.items()] + words
        # remain-on-exit: the last screen of a program that ended can still be read.
        self.tmux(
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-s",
            "agent",
            "-x",
            str(WIDTH),
            "-y",
            str(HEIGHT),
            "sleep",
            str(DEADLINE_SECONDS * 20),
        )
        self.tmux("set-option", "-g", "remain-on-exit", "on")
        self.tmux("respawn-pane", "-k", "-t", "agent", "--", *command)

    def tmux(self, *words):
        done = subprocess.run(["tmux", "-S", self.socket, *words], capture_output=True, text=True)
        if done.returncode:
            raise Unexpected(f"tmux {' '.join(words)} failed: {done.stderr.strip()}")
        return done.stdout

    def screen(self):
        lines = self.tmux("capture-pane", "-p", "-t", "agent").split("\n")
        return "\n".join(line.rstrip(" ") for line in lines).rstrip("\n")

    def cursor(self):
        words = self.tmux("display-message", "-p", "-t", "agent", "#{cursor_x} #{cursor_y} #{cursor_flag}").split()
        return f"column {words[0]}, row {words[1]}" + ("" if words[2] == "1" else ", hidden")

    def paste(self, text):
        """As the town does it: a bracketed paste of a buffer, so that no character of it is a key."""
        self.tmux("set-buffer", "-b", "prompt", text)
        self.tmux("paste-buffer", "-p", "-d", "-b", "prompt", "-t", "agent")

    def key(self, name):
        self.tmux("send-keys", "-t", "agent", name)

    def has_ended(self):
        return self.tmux("display-message", "-p", "-t", "agent", "#{pane_dead}").strip() == "1"

    def wait(self, what, until):
        """The screen as soon as `until` says yes to it."""
        end = time.monotonic() + DEADLINE_SECONDS
        while time.monotonic() < end:
            screen = self.screen()
            if until(screen):
                return screen
            time.sleep(LOOK_SECONDS)
        raise Unexpected(f"did not come within {DEADLINE_SECONDS} s: {what}. The screen was:\n{self.screen()}")

    def wait_for(self, *signs, without=()):
        """The screen once it shows all signs and none of the others."""
        return self.wait(
            " and ".join(map(repr, signs)),
            lambda screen: all(sign in screen for sign in signs) and not any(sign in screen for sign in without),
        )

    def choose(self, key, chosen, dialog):
        """Moves to a choice and confirms it, again and again until the dialog is gone: a program that has just drawn a
        dialog may not listen yet, and some ignore keys for a moment so that nothing is confirmed by accident."""
        for _ in range(CHOOSE_TIMES):
            if dialog not in self.screen():
                return
            self.key("Enter" if chosen in self.screen() else key)
            end = time.monotonic() + CHOOSE_SECONDS
            before = self.screen()
            while time.monotonic() < end and self.screen() == before:
                time.sleep(LOOK_SECONDS)
        raise Unexpected(f"the dialog {dialog!r} could not be answered. The screen was:\n{self.screen()}")

    def close(self):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], capture_output=True)
