"""Where the programs are installed and run: a directory that is none of the repository's, with a HOME for each run."""

import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
# What was recorded, so what is compared. AGENTS_LATEST=1 takes the newest instead.
VERSIONS = {"claude-agent-sdk": "0.2.189", "aider-chat": "0.86.2"}
INSTALL_SECONDS = 240
# A program that answers one prompt.
RUN_SECONDS = 60


class CannotRun(Exception):
    """What is missing on this machine, so that nothing could be tried."""


class Place:
    def __init__(self, directory):
        self.directory = os.path.abspath(directory)
        repository = os.path.dirname(os.path.dirname(HERE))
        if os.path.commonpath([repository, self.directory]) == repository:
            raise CannotRun(f"{self.directory} is in the repository; give a directory outside of it")
        self.bin = self.path("bin")
        os.makedirs(self.bin, exist_ok=True)
        if not shutil.which("tmux"):
            raise CannotRun("tmux is not installed; `make setup` installs it")
        self.write_recorder()

    def path(self, *parts):
        return os.path.join(self.directory, *parts)

    def write_recorder(self):
        path = os.path.join(self.bin, "gt")
        with open(path, "w") as file:
            file.write(f'#!/bin/sh\nexec {sys.executable} {HERE}/hook_recorder.py "$@"\n')
        os.chmod(path, 0o755)

    def install(self, package):
        """The package in an environment of its own: the directory with its programs."""
        latest = os.environ.get("AGENTS_LATEST") == "1"
        wanted = package if latest else f"{package}=={VERSIONS[package]}"
        room = self.path("venv", package)
        mark = os.path.join(room, "installed")
        if not latest and os.path.exists(mark) and open(mark).read() == wanted:
            return room
        shutil.rmtree(room, ignore_errors=True)
        for words in ([sys.executable, "-m", "venv", room], [f"{room}/bin/pip", "install", "-q", wanted]):
            try:
                done = subprocess.run(words, capture_output=True, text=True, timeout=INSTALL_SECONDS)
            except subprocess.TimeoutExpired:
                raise CannotRun(f"{wanted} was not installed within {INSTALL_SECONDS} s") from None
            if done.returncode:
                raise CannotRun(f"{wanted} can't be installed: {done.stderr.strip()[-500:]}")
        with open(mark, "w") as file:
            file.write(wanted)
        return room


class Room:
    """One run's HOME, repository, and record of hook calls."""

    def __init__(self, place, name):
        self.directory = place.path("runs", name)
        shutil.rmtree(self.directory, ignore_errors=True)
        self.home, self.repository = self.path("home"), self.path("repo")
        self.temporary = self.path("tmp")
        os.makedirs(self.home)
        os.makedirs(self.temporary)
        os.makedirs(self.repository)
        self.git("init", "-q", "-b", "main")
        self.git("commit", "-q", "--allow-empty", "-m", "Begin")
        self.calls_path, self.answers_path = self.path("calls.jsonl"), self.path("answers.json")
        self.answer_hooks({})
        self.bin = place.bin

    def path(self, *parts):
        return os.path.join(self.directory, *parts)

    def git(self, *words):
        subprocess.run(
            ["git", "-C", self.repository, "-c", "user.name=Recorder", "-c", "user.email=recorder@localhost", *words],
            check=True,
            capture_output=True,
        )

    def run(self, program, words, environment):
        """In the repository, to its end, with nothing to read."""
        return subprocess.run(
            [program, *words],
            cwd=self.repository,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=RUN_SECONDS,
        )

    def answer_hooks(self, answers):
        with open(self.answers_path, "w") as file:
            json.dump(answers, file)

    def calls(self):
        if not os.path.exists(self.calls_path):
            return []
        with open(self.calls_path) as file:
            return [json.loads(line) for line in file]

    def environment(self, **more):
        """Nothing of the caller's: no account, no settings, no address of another model."""
        return {
            "PATH": f"{self.bin}:/usr/local/bin:/usr/bin:/bin",
            "HOME": self.home,
            "TMPDIR": self.temporary,
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GT_RECORD": self.calls_path,
            "GT_RECORD_ANSWERS": self.answers_path,
            **more,
        }

    def has(self, name):
        return os.path.exists(os.path.join(self.repository, name))
