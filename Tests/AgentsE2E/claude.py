"""Claude Code, from the wheel of claude-agent-sdk: once for a prompt each, and in a pane."""

import json
import os
import shutil
import subprocess
import time
import urllib.request
import uuid

from pane import DEADLINE_SECONDS, LOOK_SECONDS, Pane, Unexpected
from place import CannotRun, Room
from recording import Recording
from stream import Stream

PACKAGE = "claude-agent-sdk"
QUIET = {
    "DISABLE_TELEMETRY": "1",
    "DISABLE_ERROR_REPORTING": "1",
    "DISABLE_AUTOUPDATER": "1",
    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
    # It does not work unasked as root unless it is told that it is in a sandbox.
    "IS_SANDBOX": "1",
}
UNASKED = "--dangerously-skip-permissions"
# What the town has no hook for: here only to see whether and when they are called.
OTHER_MOMENTS = ["PostToolUse", "PermissionRequest", "Notification", "PostCompact", "SessionEnd"]
PROMPT = "❯\u00a0"
BUSY = "esc to interrupt"


class ClaudeCode:
    def __init__(self, place, model_port, gt):
        self.place, self.port = place, model_port
        root = place.install(PACKAGE)
        found = [
            os.path.join(where, "claude")
            for where, _, names in os.walk(root)
            if where.endswith("_bundled") and "claude" in names
        ]
        if not found:
            raise CannotRun(f"the wheel of {PACKAGE} brings no program for this machine")
        self.program = found[0]
        self.settings = settings_of(place, gt)
        room = Room(place, "claude-version")
        version = self.run(room, ["--version"]).stdout.split()[0]
        self.recording = Recording("Claude Code", version)

    def environment(self, room):
        address = {"ANTHROPIC_BASE_URL": f"http://127.0.0.1:{self.port}", "ANTHROPIC_API_KEY": "stand-in"}
        return room.environment(**address, **QUIET)

    def run(self, room, words):
        return room.run(self.program, words, self.environment(room))

    def once(self, room, *words):
        """One prompt, and what it says of its answer."""
        done = self.run(room, [*self.settings, UNASKED, *words, "--output-format", "json"])
        try:
            return json.loads(done.stdout)
        except ValueError:
            raise Unexpected(
                f"claude {words} ended with {done.returncode} and said no JSON: "
                f"{done.stdout[-500:]}{done.stderr[-500:]}"
            ) from None

    def pane(self, room, *words):
        return Pane(
            self.place.path("tmux.sock"),
            [self.program, *self.settings, *words],
            room.repository,
            self.environment(room),
        )

    def settle(self, room):
        """What a person has said to it once: it was set up, key and directory are trusted, it may work unasked."""
        repository = {"hasTrustDialogAccepted": True}
        with open(os.path.join(room.home, ".claude.json"), "w") as file:
            json.dump(
                {
                    "hasCompletedOnboarding": True,
                    "theme": "dark",
                    "bypassPermissionsModeAccepted": True,
                    "customApiKeyResponses": {"approved": ["stand-in"], "rejected": []},
                    "projects": {room.repository: repository},
                },
                file,
            )

    # What is seen

    def all(self):
        for part in (
            self.prompts,
            self.guards,
            self.held_stop,
            self.resuming,
            self.dialogs,
            self.session,
            self.line_editor,
            self.quota,
            self.compaction,
            self.permission,
            self.stream,
            self.stream_ends,
        ):
            yield part.__name__.replace("_", " "), part

    def prompts(self):
        room = Room(self.place, "claude-print")
        said = self.once(room, "-p", "Write hello")
        expect(said["result"] == "hello.txt is written." and room.has("hello.txt"), "no hello.txt was written", said)
        self.recording.calls(
            "hooks-one-prompt", "claude -p: a session with one turn, in which a file is written", room.calls(), room
        )
        room = Room(self.place, "claude-command")
        said = self.once(room, "-p", "Run a command")
        expect(room.has("bash.txt"), "the command was not run", said)
        self.recording.calls("hooks-command", "claude -p: a turn in which a command is run", room.calls(), room)

    def guards(self):
        room = Room(self.place, "claude-guard")
        room.answer_hooks({"gt tap guard": {"exit": 2, "stderr": "held: not on this day\n"}})
        said = self.once(room, "-p", "Run a command")
        expect(not room.has("bash.txt"), "a command was run although its guard ended with 2", said)
        self.recording.calls(
            "hooks-guard", "claude -p: a guard ends with 2, and the command is not run", room.calls(), room
        )

    def held_stop(self):
        room = Room(self.place, "claude-stop")
        held = json.dumps({"decision": "block", "reason": "Write hello: demo-1 is not handed in."})
        room.answer_hooks({"gt signal stop": {"stdout": held, "times": 1}})
        said = self.once(room, "-p", "Do as you like")
        stops = [call["stdin"]["stop_hook_active"] for call in room.calls() if call["command"] == "gt signal stop"]
        expect(stops == [False, True], f"the stops were {stops}", said)
        expect(room.has("hello.txt"), "the reason for which its stop was held was not read as a prompt", said)
        self.recording.calls("hooks-stop-held", "claude -p: the first stop is held with a reason", room.calls(), room)

    def resuming(self):
        room = Room(self.place, "claude-resume")
        first = str(uuid.uuid4())
        rows = []
        for how, words in [
            ("--session-id <first>", ["--session-id", first]),
            ("--resume <first>", ["--resume", first]),
            ("--continue", ["--continue"]),
            ("--resume <first> --fork-session", ["--resume", first, "--fork-session"]),
            (
                "--resume <first> --fork-session --session-id <given>",
                ["--resume", first, "--fork-session", "--session-id", str(uuid.uuid4())],
            ),
        ]:
            before = len(room.calls())
            said = self.once(room, *words, "-p", "Say something")
            start = room.calls()[before]["stdin"]
            names = {words[-1]: "<given>", first: "<first>"}
            expect(said["session_id"] == start["session_id"], "the hook is told of another session", said)
            rows.append(
                f"{how}: SessionStart {start['source']}, session {names.get(said['session_id'], 'a new one')}"
            )
        again = self.run(room, [*self.settings, "--session-id", first, "-p", "Say something"])
        rows.append(
            f"--session-id <first> once more: ends with {again.returncode}, "
            + (again.stderr.strip() or again.stdout.strip()).replace(first, "<first>")
        )
        missing = self.run(room, [*self.settings, "--resume", str(uuid.UUID(int=1)), "-p", "Say something"])
        rows.append(
            f"--resume <unknown>: ends with {missing.returncode}, "
            + (missing.stderr.strip() or missing.stdout.strip()).replace(str(uuid.UUID(int=1)), "<unknown>")
        )
        self.recording.text(
            "resume", "what the options for sessions do", "claude -p with each, in one repository", "\n".join(rows)
        )

    def dialogs(self):
        """A HOME and a directory that are new to it, but for the setting up, which asks Anthropic's own server."""
        room = Room(self.place, "claude-dialogs")
        with open(os.path.join(room.home, ".claude.json"), "w") as file:
            json.dump({"hasCompletedOnboarding": True, "theme": "dark"}, file)
        pane = self.pane(room, UNASKED)
        try:
            for name, what, move, signs in [
                (
                    "dialog-trust",
                    "a directory that it was never started in",
                    "Down",
                    ["❯ No, exit", "Yes, I trust this folder"],
                ),
                (
                    "dialog-key",
                    "a key in the environment that was never approved",
                    "Up",
                    ["❯ No (recommended)", "Detected a custom API key in your environment"],
                ),
                ("dialog-unasked", f"{UNASKED} for the first time", "Down", ["❯ No, exit", "Yes, I accept"]),
            ]:
                screen = pane.wait_for(*signs)
                self.recording.screen(name, f"asked before a session begins: {what}", signs, screen, room)
                expect(not room.calls(), "a hook was called before the dialogs were answered", room.calls())
                pane.choose(move, "❯ Yes", signs[1])
            pane.wait_for(PROMPT, "bypass permissions on")
            pane.wait("the session's first hook", lambda _: room.calls())
            self.recording.calls(
                "hooks-dialogs",
                "the dialogs before a session: no hook is called until the last is " "answered",
                room.calls(),
                room,
            )
        finally:
            pane.close()

    def session(self):
        room = Room(self.place, "claude-session")
        self.settle(room)
        pane = self.pane(room, UNASKED, "Say something")
        try:
            pane.wait_for("● Understood.", PROMPT, without=[BUSY])
            screen = self.idle(pane, 1, room)
            self.recording.screen(
                "idle", "a prompt as its argument was answered, nothing runs", [PROMPT], screen, room, pane.cursor()
            )
            pane.paste("Take your time")
            screen = pane.wait_for(f"{PROMPT}Take your time")
            self.recording.screen(
                "typed",
                "a prompt was pasted, Enter not pressed",
                [f"{PROMPT}Take your time"],
                screen,
                room,
                pane.cursor(),
            )
            pane.key("Enter")
            screen = pane.wait_for(BUSY, "…", "❯ Take your time", without=["hook"])
            self.recording.screen(
                "working", "the model has not answered yet", [BUSY, "❯ Take your time"], screen, room
            )
            pane.paste("First line\nSecond line")
            # While something is typed, the line below does not say how it is interrupted.
            screen = pane.wait_for(f"{PROMPT}First line", "  Second line", without=[BUSY])
            self.recording.screen(
                "typed-working",
                "two lines were pasted while it works: only the spinner tells",
                [f"{PROMPT}First line", "  Second line", "…"],
                screen,
                room,
            )
            pane.key("Enter")
            screen = pane.wait_for("❯ First line", BUSY)
            self.recording.screen(
                "queued", "Enter was pressed while it works: it waits in line", [BUSY, "❯ First line"], screen, room
            )
            release(self.port)
            screen = self.idle(pane, 2, room)
            self.recording.screen("idle-after", "both were answered", [PROMPT], screen, room)
            pane.paste("Take your time")
            pane.key("Enter")
            pane.wait_for(BUSY, "…", without=["hook"])
            pane.key("Escape")
            screen = pane.wait_for(f"{PROMPT}Take your time", without=[BUSY, "…"])
            self.recording.screen(
                "taken-back",
                "Escape before anything of an answer came: the prompt can be edited",
                [f"{PROMPT}Take your time"],
                screen,
                room,
            )
            pane.key("C-u")
            pane.wait("an empty line", lambda screen: f"{PROMPT}Take" not in screen)
            pane.paste("Run for long")
            pane.key("Enter")
            screen = pane.wait_for("$ tail -f /dev/null", "…", BUSY, without=["hook"])
            self.recording.screen(
                "working-command", "a command runs", [BUSY, "$ tail -f /dev/null", "…"], screen, room
            )
            pane.key("Escape")
            screen = pane.wait_for("Interrupted", PROMPT, without=[BUSY])
            self.recording.screen(
                "interrupted", "Escape was pressed while a command ran", ["Interrupted"], screen, room
            )
            pane.paste("/exit")
            pane.wait_for("/exit")
            pane.key("Enter")
            pane.wait("its end", lambda _: pane.has_ended())
            # Its hook is called when it comes to it, before or after the stop of the turn that it waited for.
            waited = [call for call in room.calls() if "First line" in call["stdin"].get("prompt", "")]
            expect(len(waited) == 1, f"a prompt that waited in line called its hook {len(waited)} times")
            self.recording.calls(
                "hooks-session",
                "in a pane: a prompt as argument, a pasted one, one that waited in line (its own call, "
                "whose place differs, is left out; its stop is the third), one taken back, one interrupted, /exit",
                [call for call in room.calls() if call not in waited],
                room,
            )
        finally:
            pane.close()

    def line_editor(self):
        """A person's words are put aside for a prompt of somebody else's, and given back."""
        room = Room(self.place, "claude-line")
        self.settle(room)
        pane = self.pane(room, UNASKED)
        try:
            pane.wait_for(PROMPT, "bypass permissions on")
            pane.paste("words of a person")
            pane.wait_for(f"{PROMPT}words of a person")
            pane.key("C-e")
            pane.key("C-u")
            pane.wait("an empty line", lambda screen: "words of a person" not in screen)
            pane.paste("Say something")
            pane.wait_for(f"{PROMPT}Say something")
            pane.key("Enter")
            self.idle(pane, 1, room)
            pane.key("C-y")
            screen = pane.wait_for("❯ Say something", f"{PROMPT}words of a person")
            self.recording.screen(
                "given-back",
                "words in the line were cut with C-e C-u, another prompt was pasted and "
                "answered, and C-y brought them back",
                [f"{PROMPT}words of a person"],
                screen,
                room,
                pane.cursor(),
            )
        finally:
            pane.close()

    def quota(self):
        room = Room(self.place, "claude-quota")
        self.settle(room)
        pane = self.pane(room, UNASKED, "Use up the quota")
        try:
            signs = ["API Error: Request rejected (429)"]
            screen = pane.wait_for(*signs, PROMPT, without=[BUSY])
            pane.wait(
                "a hook after the refusal", lambda _: any(call["command"] == "gt signal refused" for call in room.calls())
            )
            self.recording.screen("rate-limit", "the server answered 429, rate_limit_error", signs, screen, room)
            self.recording.calls("hooks-rate-limit", "in a pane: the server answered 429", room.calls(), room)
        finally:
            pane.close()

    def compaction(self):
        room = Room(self.place, "claude-compact")
        self.settle(room)
        pane = self.pane(room, UNASKED, "Say something")
        try:
            self.idle(pane, 1, room)
            for word in ["/compact", "/clear"]:
                before = len(room.calls())
                pane.paste(word)
                pane.wait_for(word)
                pane.key("Enter")
                pane.wait(
                    f"a session's start after {word}",
                    lambda _: any(call["command"] == "gt prime --hook" for call in room.calls()[before:]),
                )
            self.recording.calls("hooks-compaction", "in a pane: a turn, /compact, /clear", room.calls(), room)
        finally:
            pane.close()

    def permission(self):
        room = Room(self.place, "claude-permission")
        self.settle(room)
        pane = self.pane(room, "--permission-mode", "manual", "Run a command")
        try:
            signs = ["Do you want to proceed?", "❯ 1. Yes"]
            screen = pane.wait_for(*signs)
            self.recording.screen(
                "dialog-permission",
                "without the option for working unasked: a command is asked for",
                signs,
                screen,
                room,
            )
            pane.key("Enter")
            self.idle(pane, 1, room)
            self.recording.calls(
                "hooks-permission", "in a pane: a command that was asked for and allowed", room.calls(), room
            )
        finally:
            pane.close()

    STREAM = ["-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose"]

    def stream(self):
        """Messages on stdin: what says that one was taken up, that a turn began, and that it ended."""
        room = Room(self.place, "claude-stream")
        stream = Stream([self.program, *self.settings, UNASKED, *self.STREAM], room, self.environment(room))
        try:
            stream.wait_for("its hook", type="system", subtype="hook_response")
            stream.say("Say something", "gt-first")
            stream.wait_for("the end of a turn", type="command_lifecycle", command_uuid="gt-first", state="completed")
            stream.say("Take your time", "gt-nudge-000000000001")
            stream.wait_for("the beginning of a turn", type="system", subtype="init")
            stream.say("First line", "gt-nudge-000000000002")
            waiting = {"type": "command_lifecycle", "command_uuid": "gt-nudge-000000000002"}
            stream.wait_for("a message that waits", **waiting, state="queued")
            before = len(stream.lines)
            release(self.port)
            stream.wait_for("its turn", **waiting, state="started")
            expect(
                any(line["type"] == "result" for line in stream.lines[before:]),
                "a message that waited was taken up before the turn had ended",
            )
            stream.wait_for("its end", **waiting, state="completed")
            # A name is taken once: said again it is no message.
            stream.say("First line", "gt-nudge-000000000002")
            stream.say("Use up the quota", "gt-nudge-000000000003")
            refused = stream.wait_for("the end of a refused turn", type="result")
            last = {"command_uuid": "gt-nudge-000000000003", "state": "cancelled"}
            stream.wait_for("the end of its message", type="command_lifecycle", **last)
            expect(refused["is_error"] is True and "429" in refused["result"], "a refused turn", refused)
            # Its hook is called beside that.
            end = time.monotonic() + DEADLINE_SECONDS
            while not any(call["command"] == "gt signal refused" for call in room.calls()):
                expect(time.monotonic() < end, "no hook was called for a refused turn", room.calls())
                time.sleep(LOOK_SECONDS)
            prompts = [call["stdin"]["prompt"] for call in room.calls() if "prompt" in call["stdin"]]
            expect(prompts.count("First line") == 1, "a message that was said twice was heard", prompts)
            stream.program.terminate()
            status = stream.program.wait(DEADLINE_SECONDS)
            expect(status == 143, "asked to leave it ended with", status)
            self.recording.text(
                "stream",
                "messages with names: one, one at work and one that waits, that one again, one that is refused",
                "its lines of JSON, of their members the few that tell one from another",
                "\n".join(stream.kept()),
            )
            self.recording.calls(
                "hooks-stream", "messages on stdin, a refused turn, then a TERM", room.calls(), room
            )
        finally:
            stream.close()

    def stream_ends(self):
        room = Room(self.place, "claude-stream-end")
        stream = Stream([self.program, *self.settings, UNASKED, *self.STREAM], room, self.environment(room))
        try:
            stream.say("Say something", "gt-first")
            stream.wait_for("the end of a turn", type="result")
            stream.program.stdin.close()
            status = stream.program.wait(DEADLINE_SECONDS)
            expect(status == 0, "at the end of its stdin it ended with", status)
        finally:
            stream.close()

    # Helpers

    def idle(self, pane, stops, room):
        """The screen once so many turns have ended: by the hook, and by nothing saying that it works."""
        return pane.wait(
            f"the end of turn {stops}",
            lambda screen: BUSY not in screen
            and PROMPT in screen
            and sum(call["command"] == "gt signal stop" for call in room.calls()) >= stops,
        )


def settings_of(place, gt):
    """The options for gt's settings: as gt writes them, with a recorder at the moments that it has no use for."""
    hooks = {moment: [{"hooks": [{"type": "command", "command": f"gt moment {moment}"}]}] for moment in OTHER_MOMENTS}
    more, folder = place.path("moments.json"), place.path("settings")
    with open(more, "w") as file:
        json.dump({"hooks": hooks}, file)
    # What is there from a run before would be merged in.
    shutil.rmtree(folder, ignore_errors=True)
    done = subprocess.run(
        [gt, "hooks", "generate", "--merge", more, "--output", folder],
        capture_output=True,
        text=True,
        cwd=place.directory,
    )
    if done.returncode:
        raise CannotRun(f"gt hooks generate failed: {done.stderr.strip()}")
    return ["--settings", os.path.join(folder, "settings.json"), "--plugin-dir", os.path.join(folder, "plugin")]


def release(port):
    """Lets the stand-in give the answer that it holds."""
    urllib.request.urlopen(f"http://127.0.0.1:{port}/stand-in/release", data=b"").close()


def expect(holds, what, said=""):
    if not holds:
        raise Unexpected(f"{what}: {said}" if said else what)
