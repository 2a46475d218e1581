"""A program that reads messages as lines of JSON on its stdin, and says in lines of JSON what it does."""

import json
import queue
import subprocess
import threading

from pane import DEADLINE_SECONDS, Unexpected

# Tools, models, costs and ids are the program's own affair.
KEPT = [
    *("type", "subtype", "hook_event", "command_uuid", "state", "user_message_uuid", "is_error", "result"),
    *("stop_reason", "terminal_reason", "error", "api_error_type"),
]


class Stream:
    def __init__(self, words, room, environment):
        self.program = subprocess.Popen(
            words,
            cwd=room.repository,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines, self.read = [], queue.Queue()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.program.stdout:
            self.read.put(line)
        self.read.put(None)

    def write(self, message):
        self.program.stdin.write(json.dumps(message, separators=(",", ":")) + "\n")
        self.program.stdin.flush()

    def say(self, text, name):
        """As gt does: a message with a name."""
        self.write({"type": "user", "message": {"role": "user", "content": text}, "uuid": name})

    def wait_for(self, what, **members):
        """Reads on until a line has these members."""
        while True:
            try:
                line = self.read.get(timeout=DEADLINE_SECONDS)
            except queue.Empty:
                line = None
            if line is None:
                said = "\n".join(json.dumps(line) for line in self.lines[-5:])
                raise Unexpected(f"{what} did not come: {members}; the last it said:\n{said}")
            try:
                found = json.loads(line)
            except ValueError:
                raise Unexpected(f"a line is no JSON: {line}") from None
            self.lines.append(found)
            if all(found.get(key) == value for key, value in members.items()):
                return found

    def close(self):
        self.program.kill()
        self.program.wait()

    def kept(self):
        """What tells one line from another."""
        return [
            json.dumps({key: line[key] for key in KEPT if key in line}, ensure_ascii=False) for line in self.lines
        ]
