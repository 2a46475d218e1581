"""A real town with real agent programs: beads are slung, the programs work with the stand-in, and the work lands.

The Witness starts programs that take their work and end, so each runs in its form for one prompt; Claude Code with the
hooks that gt generates, which call the real gt; and once told things on its stdin, for as long as it is wanted. aider
runs no commands of its own accord: its preset primes it and hands in.
"""

import os
import shutil
import subprocess

import aider
import claude
from pane import Unexpected
from place import CannotRun, Room

COMMAND_SECONDS = 60
# Above what all of it takes by far; the feed ends by itself as soon as nothing moves any more.
LANDING_SECONDS = 120
TOWN_TOML = """
[{name}]
command = [{command}]
prompt = "{prompt}"
terminal = false
environment = [{variables}]
"""
# Told on its stdin, with the hooks that its Witness gives it.
STREAM_TOML = """
[claude-messages]
extends = "claude-stream"
command = ["{program}", "{unasked}", {words}]
environment = [{variables}]
"""


class Town:
    def __init__(self, place, folder, variables):
        self.room = Room(place, "town")
        self.town, self.remote = self.room.path("town"), self.room.path("remote.git")
        self.environment = {
            **self.room.environment(**variables),
            "PATH": f"{folder}:/usr/bin:/bin",
            "GT_TOWN": self.town,
            "GIT_CONFIG_GLOBAL": self.room.path("gitconfig"),
        }
        with open(self.environment["GIT_CONFIG_GLOBAL"], "w") as file:
            file.write("[user]\n\tname = Recorder\n\temail = recorder@localhost\n")
        self.room.git("clone", "-q", "--bare", self.room.repository, self.remote)

    def gt(self, *words, seconds=COMMAND_SECONDS):
        try:
            done = subprocess.run(
                ["gt", *words],
                env=self.environment,
                cwd=self.room.directory,
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
                timeout=seconds,
            )
        except subprocess.TimeoutExpired as late:
            raise Unexpected(f"gt {' '.join(words)} was not done after {seconds} s: {late.stdout or b''}") from None
        if done.returncode:
            raise Unexpected(f"gt {' '.join(words)} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def open(self, presets):
        self.gt("install", self.town)
        with open(os.path.join(self.town, "config", "agents.toml"), "w") as file:
            file.write(presets)
        self.gt("up")
        self.gt("rig", "add", "demo", self.remote, "--prefix", "dm")

    def land(self, preset, title, wanted):
        """Slings one bead to a preset; its change is on the target branch when nothing moves any more."""
        made = self.gt("bead", "create", title, "--rig", "demo", "-d", f"{wanted} is there.")
        bead = made.split()[1]
        self.gt("sling", bead, "--agent", preset)
        told = self.gt("feed", "--since", "0", "--until-idle", seconds=LANDING_SECONDS)
        files = self.in_remote("ls-tree", "--name-only", "main").split()
        if wanted not in files:
            raise Unexpected(f"{wanted} did not land, there are {files}; the feed said:\n{told}")
        return bead, self.in_remote("log", "-1", "--format=%s", "main").strip()

    def in_remote(self, *words):
        return subprocess.run(["git", "-C", self.remote, *words], check=True, capture_output=True, text=True).stdout


def preset(name, command, prompt, variables):
    def quoted(words):
        return ", ".join('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' for word in words)

    return TOWN_TOML.format(name=name, command=quoted(command), prompt=prompt, variables=quoted(variables))


def run_towns(place, port, folder):
    if not all(
        os.access(os.path.join(folder, name), os.X_OK) for name in ("gt-beads-store", "gt-witness", "gt-refinery")
    ):
        raise CannotRun(f"not all of the town's programs are in {folder}; `make build` builds them")
    code, helper = claude.ClaudeCode(place, port, os.path.join(folder, "gt")), aider.Aider(place, port)
    room = helper.room("aider-town")
    variables = {
        **claude.QUIET,
        **aider.QUIET,
        "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{port}",
        "ANTHROPIC_API_KEY": "stand-in",
        "OPENAI_API_BASE": f"http://127.0.0.1:{port}/v1",
        "OPENAI_API_KEY": "stand-in",
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        "LANG": "C.UTF-8",
    }
    # gt's own settings, without the recorder's moments: these hooks are the town's.
    settings = place.path("town-settings")
    subprocess.run(
        [os.path.join(folder, "gt"), "hooks", "generate", "--output", settings],
        check=True,
        capture_output=True,
        cwd=place.directory,
    )
    town = Town(place, folder, variables)
    shutil.copytree(room.home, town.room.home, dirs_exist_ok=True)
    names = sorted(set(variables) | {"GIT_CONFIG_GLOBAL"})
    presets = preset(
        "claude-once",
        [
            code.program,
            "--settings",
            f"{settings}/settings.json",
            "--plugin-dir",
            f"{settings}/plugin",
            claude.UNASKED,
            "-p",
        ],
        "argument",
        names,
    ) + preset(
        "aider-once",
        [
            "sh",
            "-c",
            f'{helper.program} {" ".join(aider.UNASKED)} --no-gitignore --message "$(gt prime)" && '
            'rm -rf .aider* && gt done -m "By aider"',
        ],
        "none",
        names,
    )
    presets += STREAM_TOML.format(
        program=code.program, words=", ".join(f'"{word}"' for word in code.STREAM), unasked=claude.UNASKED,
        variables=", ".join(f'"{name}"' for name in names),
    )
    problems = []
    print("a town with both", flush=True)
    try:
        town.open(presets)
        for name, title, wanted in [
            ("claude-once", "Greet the world", "greeting-claude-once.txt"),
            ("claude-messages", "Greet the world again", "greeting-claude-messages.txt"),
            ("aider-once", "Write hello", "hello.txt"),
        ]:
            bead, landed = town.land(name, title, wanted)
            print(f"  landed: {bead} by {name}: {landed}", flush=True)
        # The hook of the session's start is gt's own: what it prints must have come to the model.
        with open(place.path("requests.jsonl")) as file:
            if not any("SessionStart:startup hook success: You are the polecat demo/" in line for line in file):
                raise Unexpected("what gt prime --hook prints did not come to the model at the session's start")
        print("  seen: what gt prime --hook prints comes to the model", flush=True)
    except Unexpected as problem:
        problems.append(f"town: {problem}")
        print("  FAILED", flush=True)
    finally:
        try:
            town.gt("down", "--agents")
        except Unexpected as problem:
            problems.append(f"town: it could not be stopped: {problem}")
    return problems
