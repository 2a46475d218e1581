"""The fake agent of ordinary tests, driven as Claude Code was: it must show the recorded signs and call the hooks."""

import json
import os

from claude import BUSY, PROMPT, expect
from pane import Pane
from place import HERE, Room
from recording import Recording, body, moment

FOLDER = os.path.join(os.path.dirname(HERE), "Fixtures", "agents")
PROGRAM = os.path.join(FOLDER, "fake-agent")


class FakeAgent:
    def __init__(self, place, settings):
        self.place, self.settings = place, settings
        # Nothing is recorded of it.
        self.recording = Recording("the fake agent", "of this repository")

    def all(self):
        for part in (self.session, self.quota, self.dialog):
            yield part.__name__, part

    def pane(self, room, *words):
        return Pane(
            self.place.path("tmux.sock"), [PROGRAM, *self.settings, *words], room.repository, room.environment()
        )

    def session(self):
        room = Room(self.place, "fake-session")
        pane = self.pane(room, "Say something")
        try:
            pane.wait_for("● Understood.", PROMPT, without=[BUSY])
            for prompt in ("hold on", "First line\nSecond line"):
                pane.paste(prompt)
                pane.wait_for(PROMPT + prompt.split("\n")[0])
                pane.key("Enter")
                pane.wait_for(BUSY, "❯ hold on")
            pane.paste("words of a person")
            pane.wait_for(f"{PROMPT}words of a person", "…", without=[BUSY])
            pane.key("C-u")
            pane.wait_for("queued messages", without=["words of a person"])
            pane.paste("release")
            pane.key("Enter")
            pane.wait_for("● That took a while.", "  Second line", PROMPT, without=[BUSY])
            pane.key("C-y")
            pane.wait_for(f"{PROMPT}words of a person")
            pane.key("C-u")
            pane.paste("hold on")
            pane.key("Enter")
            pane.wait_for(BUSY)
            pane.key("Escape")
            pane.wait_for("Interrupted", without=[BUSY])
            pane.paste("/exit")
            pane.key("Enter")
            pane.wait("its end", lambda _: pane.has_ended())
        finally:
            pane.close()
        begin = ["gt prime --hook startup", "gt mail check --inject", "gt signal stop"]
        expect(
            [moment(call) for call in room.calls()]
            == begin + begin[1:] + begin[1:] + ["gt mail check --inject", "gt moment SessionEnd prompt_input_exit"],
            "its hooks were",
            list(map(moment, room.calls())),
        )
        recorded = self.recorded("hooks-session.jsonl")
        for call in room.calls():
            told = recorded[call["command"]]
            expect(
                set(call["stdin"]) == told,
                f"{call['command']} is told {sorted(call['stdin'])}",
                f"recorded: {sorted(told)}",
            )

    def quota(self):
        room = Room(self.place, "fake-quota")
        pane = self.pane(room, "Use up the quota")
        try:
            pane.wait_for("API Error: Request rejected (429)", PROMPT, without=[BUSY])
        finally:
            pane.close()
        expect(
            room.calls()[-1]["command"] == "gt signal refused", "its hooks were", list(map(moment, room.calls()))
        )

    def dialog(self):
        room = Room(self.place, "fake-dialog")
        pane = self.pane(room, "--dialog")
        try:
            pane.wait_for("❯ No, exit")
            expect(not room.calls(), "a hook was called before the dialog was answered")
            pane.choose("Down", "❯ Yes", "No, exit")
            pane.wait_for(PROMPT, without=["No, exit"])
        finally:
            pane.close()

    def recorded(self, name):
        with open(os.path.join(FOLDER, "claude", name)) as file:
            calls = [json.loads(line) for line in body(file.read()).splitlines()]
        return {call["command"]: set(call["stdin"]) for call in calls}
