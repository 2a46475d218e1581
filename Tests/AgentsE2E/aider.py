"""aider, from PyPI: once for a prompt, and in a pane. It has no hooks."""

import json
import os
import subprocess

from claude import expect, release
from pane import Pane
from place import Room
from recording import Recording

PACKAGE = "aider-chat"
MODEL = "openai/stand-in"
QUIET = {"AIDER_ANALYTICS_DISABLE": "true", "AIDER_CHECK_UPDATE": "false", "AIDER_SHOW_RELEASE_NOTES": "false"}
UNASKED = ["--yes-always", "--model", MODEL]
BUSY = f"Waiting for {MODEL}"
# Where it looks for what models cost: with the model in there it asks no server for the list.
PRICES = {
    MODEL: {
        "max_tokens": 32000,
        "max_input_tokens": 32000,
        "max_output_tokens": 32000,
        "input_cost_per_token": 0,
        "output_cost_per_token": 0,
        "litellm_provider": "openai",
        "mode": "chat",
    }
}


class Aider:
    def __init__(self, place, model_port):
        self.place, self.port = place, model_port
        self.program = os.path.join(place.install(PACKAGE), "bin", "aider")
        version = self.run(self.room("aider-version"), ["--version"]).stdout.split()[-1]
        self.recording = Recording("aider", version)

    def room(self, name):
        room = Room(self.place, name)
        caches = os.path.join(room.home, ".aider", "caches")
        os.makedirs(caches)
        with open(os.path.join(caches, "model_prices_and_context_window.json"), "w") as file:
            json.dump(PRICES, file)
        room.git("config", "user.name", "Recorder")
        room.git("config", "user.email", "recorder@localhost")
        return room

    def environment(self, room):
        address = {
            "OPENAI_API_BASE": f"http://127.0.0.1:{self.port}/v1",
            "OPENAI_API_KEY": "stand-in",
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        }
        return room.environment(**address, **QUIET)

    def run(self, room, words):
        return room.run(self.program, words, self.environment(room))

    def all(self):
        for part in (self.message, self.left_behind, self.session):
            yield part.__name__.replace("_", " "), part

    def message(self):
        room = self.room("aider-message")
        done = self.run(room, [*UNASKED, "--message", "Write hello"])
        expect(
            done.returncode == 0 and room.has("hello.txt"),
            f"it ended with {done.returncode}",
            done.stdout + done.stderr,
        )
        self.recording.text(
            "message", "one prompt with --message: what it prints", "its stdout", self.clean(done.stdout, room)
        )

    def left_behind(self):
        """What is in the repository after a prompt, beside what was asked for."""
        rows = []
        for words in ([], ["--no-gitignore"], ["--no-gitignore", "--no-auto-commits"]):
            room = self.room("aider-files")
            done = self.run(room, [*UNASKED, *words, "--message", "Write hello"])
            expect(done.returncode == 0, f"aider {words} ended with {done.returncode}", done.stdout + done.stderr)
            rows.append(" ".join(["aider", *UNASKED, *words, "--message …"]))
            for line in self.git(room, "log", "--reverse", "--format=%an <%ae>: %s").splitlines():
                rows.append(f"  commit  {line}")
            for line in self.git(room, "status", "--porcelain").splitlines():
                rows.append(f"  status  {line}")
        self.recording.text(
            "left-behind", "what is in a repository after one prompt", "git log and git status", "\n".join(rows)
        )

    def session(self):
        room = self.room("aider-session")
        pane = Pane(self.place.path("tmux.sock"), [self.program, *UNASKED], room.repository, self.environment(room))
        try:
            screen = pane.wait("its prompt", self.is_idle)
            self.recording.screen(
                "idle",
                "it was started, nothing runs: the last line is its prompt alone",
                [">"],
                screen,
                room,
                pane.cursor(),
            )
            pane.paste("words of a person")
            pane.wait_for("> words of a person")
            pane.key("C-e")
            pane.key("C-u")
            pane.wait("an empty line", self.is_idle)
            pane.paste("Take your time")
            screen = pane.wait_for("> Take your time")
            self.recording.screen(
                "typed", "a prompt was pasted, Enter not pressed", ["> Take your time"], screen, room, pane.cursor()
            )
            pane.key("Enter")
            screen = pane.wait_for(BUSY)
            self.recording.screen("working", "the model has not answered yet", [BUSY], screen, room)
            release(self.port)
            pane.wait(
                "the end of the first turn", lambda screen: "That took a while." in screen and self.is_idle(screen)
            )
            pane.key("C-y")
            screen = pane.wait_for("> words of a person")
            self.recording.screen(
                "given-back",
                "words in the line were cut with C-e C-u, another prompt was pasted and "
                "answered, and C-y brought them back",
                ["> words of a person"],
                screen,
                room,
                pane.cursor(),
            )
            pane.key("C-u")
            pane.wait("an empty line", self.is_idle)
            pane.paste("Write hello\nsecond line")
            pane.wait_for("> Write hello", "second line")
            pane.key("Enter")
            screen = pane.wait(
                "the end of the second turn",
                lambda screen: "Applied edit to hello.txt" in screen and self.is_idle(screen),
            )
            self.recording.screen(
                "idle-after",
                "a pasted prompt of two lines was answered with a file",
                ["Applied edit to hello.txt", "> Write hello"],
                screen,
                room,
            )
            pane.paste("Take your time")
            pane.key("Enter")
            pane.wait("it works again", lambda screen: BUSY in screen.splitlines()[-1])
            pane.paste("First line\nSecond line")
            pane.key("Enter")
            release(self.port)
            screen = pane.wait_for("> First line\n\nUnderstood.", "> Second line\n\nUnderstood.")
            self.recording.screen(
                "typed-working",
                "two lines were pasted and Enter pressed while it worked: two prompts",
                ["> First line", "> Second line"],
                screen,
                room,
            )
            pane.wait("its prompt again", self.is_idle)
            pane.paste("Use up the quota")
            pane.wait_for("> Use up the quota")
            pane.key("Enter")
            screen = pane.wait_for("RateLimitError", "Retrying in")
            self.recording.screen(
                "rate-limit",
                "the server answered 429; it tries again by itself, ever more slowly",
                ["RateLimitError", "Retrying in"],
                screen,
                room,
            )
            pane.key("C-c")
            pane.wait("its prompt again", self.is_idle)
            pane.paste("/exit")
            pane.wait_for("> /exit")
            pane.key("Enter")
            pane.wait("its end", lambda _: pane.has_ended())
        finally:
            pane.close()

    # Helpers

    def is_idle(self, screen):
        lines = screen.splitlines()
        return bool(lines) and lines[-1] == ">"

    def git(self, room, *words):
        return subprocess.run(
            ["git", "-C", room.repository, *words], check=True, capture_output=True, text=True
        ).stdout

    def clean(self, text, room):
        return "\n".join(line.rstrip() for line in text.replace(room.repository, "<REPO>").splitlines())
