"""What was seen of a program, as text files: written once with RECORD=1, and compared with ever after.

A file has a head of `name: value` lines, a line `--`, and then a screen as it was, or the calls of hooks, one a line.
"""

import datetime
import difflib
import json
import os
import re

from pane import HEIGHT, WIDTH

# What differs from run to run on a screen: the spinner with its word, and times.
VOLATILE = [
    (re.compile(r"^[·✢✳✶✻✽*+] \S+….*\n(  ⎿ +Tip: .*\n)?", re.M), "<at work>\n"),
    # The hat of the picture moves; a hint comes and goes at the right and below.
    (re.compile(r"^.*[▐▝▜█].*(Claude Code|Opus|<REPO>)", re.M), r"\1"),
    (re.compile(r"^ {40,}\S.*$", re.M), ""),
    (re.compile(r" · ← for agents"), ""),
    (re.compile(r"^ +(Claude Code|Opus|<REPO>)", re.M), r"\1"),
    (re.compile(r"^[ ●] (?=\S)", re.M), "  "),
    (re.compile(r"\n\n+"), "\n"),
    (re.compile(r"^✻ \S+ for .*$", re.M), "<was at work>"),
    (re.compile(r"[░█▒▓]"), "<bar>"),
    (re.compile(r"v?\d+\.\d+\.\d+"), "<version>"),
    (re.compile(r"─+"), "<line>"),
    (re.compile(r"\d+(\.\d+)?k? sent, \d+"), "<tokens>"),
    (re.compile(r"\b[0-9a-f]{7}\b"), "<commit>"),
]
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Recording:
    def __init__(self, program, version):
        self.program, self.version = program, version
        self.files, self.problems, self.notes = {}, [], []

    def screen(self, name, what, signs, text, room, cursor=None):
        """A screen with the signs by which it is known."""
        missing = [sign for sign in signs if sign not in text]
        if missing:
            self.problems.append(f"{name}: {missing} is not on its own screen:\n{text}")
        text = text.replace(room.repository, "<REPO>").replace(room.home, "<HOME>")
        more = [("sign", sign) for sign in signs] + ([("cursor", f"{cursor}, from 0")] if cursor else [])
        how = f"tmux, {WIDTH}x{HEIGHT}, capture-pane -p, trailing spaces cut"
        self.files[f"{name}.txt"] = self.head(what, how, more) + text + "\n"

    def calls(self, name, what, calls, room):
        ids = {}
        lines = []
        for at, call in enumerate(calls):
            # Which variables a hook sees is much the same at each; once is enough.
            if at > 0:
                call = {key: value for key, value in call.items() if key != "variables"}
            line = json.dumps(call, ensure_ascii=False, sort_keys=True)
            # The directory of a conversation is named for that of the repository.
            line = line.replace(re.sub(r"[/.]", "-", room.repository), "<REPO-NAME>")
            line = line.replace(room.repository, "<REPO>").replace(room.home, "<HOME>")
            line = re.sub(r"toolu_standin\d+", "toolu_standin", line)
            lines.append(UUID.sub(lambda found: ids.setdefault(found[0], f"<id-{len(ids) + 1}>"), line))
        self.files[f"{name}.jsonl"] = (
            self.head(what, "a recorder in gt's place on PATH", []) + "\n".join(lines) + "\n"
        )

    def text(self, name, what, how, text):
        self.files[f"{name}.txt"] = self.head(what, how, [("compared", "line by line")]) + text.rstrip("\n") + "\n"

    def head(self, what, how, more):
        rows = [
            ("program", self.program),
            ("version", self.version),
            ("recorded", str(datetime.date.today())),
            ("how", how),
            ("model", "the stand-in of Tests/AgentsE2E, on loopback"),
            ("what", what),
            *more,
        ]
        return "".join(f"{key}: {value}\n" for key, value in rows) + "--\n"

    def write(self, directory):
        os.makedirs(directory, exist_ok=True)
        for name in os.listdir(directory):
            if name.endswith((".txt", ".jsonl")):
                os.unlink(os.path.join(directory, name))
        for name, text in self.files.items():
            with open(os.path.join(directory, name), "w") as file:
                file.write(text)

    def compare(self, directory):
        """Problems for what a town relies on (signs, hooks with their fields, what was said), notes for the rest."""
        recorded = set(os.listdir(directory)) if os.path.isdir(directory) else set()
        if not recorded:
            self.problems.append(f"{directory}: nothing is recorded there")
        for name in sorted(recorded - set(self.files)):
            if name.endswith((".txt", ".jsonl")):
                self.problems.append(f"{name}: was recorded, and did not come up in this run")
        for name in sorted(set(self.files) & recorded):
            with open(os.path.join(directory, name)) as file:
                then = file.read()
            if name.endswith(".jsonl"):
                self.compare_calls(name, body(then), body(self.files[name]))
            else:
                self.compare_screens(name, then, self.files[name])

    def compare_screens(self, name, then, now):
        for line in head(then):
            if line.startswith("sign: ") and line[6:] not in body(now):
                self.problems.append(f"{name}: {line[6:]!r} is not on the screen any more:\n{body(now)}")
        old, new = (stable(body(text)).splitlines() for text in (then, now))
        if old != new:
            lines = difflib.unified_diff(old, new, "recorded", "now", lineterm="", n=0)
            found = self.problems if "compared: line by line" in head(then) else self.notes
            found.append(f"{name} is different now:\n  " + "\n  ".join(list(lines)[2:]))

    def compare_calls(self, name, then, now):
        old, new = ([json.loads(line) for line in text.splitlines()] for text in (then, now))
        if list(map(moment, old)) != list(map(moment, new)):
            self.problems.append(f"{name}: the hooks were {list(map(moment, old))} and are {list(map(moment, new))}")
            return
        for was, call in zip(old, new):
            missing, added = set(was["stdin"]) - set(call["stdin"]), set(call["stdin"]) - set(was["stdin"])
            if missing:
                self.problems.append(f"{name}: {was['command']} is not told {sorted(missing)} any more")
            if added:
                self.notes.append(f"{name}: {was['command']} is told {sorted(added)} besides")


def head(text):
    return text.split("\n--\n", 1)[0].splitlines()


def body(text):
    return text.split("\n--\n", 1)[1]


def stable(text):
    for pattern, name in VOLATILE:
        text = pattern.sub(name, text)
    return text


def moment(call):
    told = call["stdin"] if isinstance(call["stdin"], dict) else {}
    return " ".join([call["command"], *(str(told[key]) for key in ("source", "trigger", "reason") if key in told)])
