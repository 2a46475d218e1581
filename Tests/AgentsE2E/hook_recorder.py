"""Stands in for gt where an agent program calls its hooks: writes down each call, and answers what it was told to.

GT_RECORD names the file for the calls, a JSON object a line; GT_RECORD_ANSWERS a JSON object with answers by the
command's beginning: {"gt signal stop": {"stdout": "…", "stderr": "…", "exit": 2, "times": 1}}.
"""

import json
import os
import sys


def call_of(arguments):
    text = sys.stdin.read()
    try:
        given = json.loads(text)
    except ValueError:
        given = text
    # Names only: what they hold differs from run to run, and some of it is the program's own secret.
    names = sorted(name for name in os.environ if name.startswith("CLAUDE"))
    return {"command": " ".join(["gt"] + arguments), "stdin": given, "variables": names}


def answer_to(command, earlier):
    with open(os.environ["GT_RECORD_ANSWERS"]) as file:
        answers = json.load(file)
    for beginning, answer in answers.items():
        if command.startswith(beginning):
            before = sum(1 for call in earlier if call["command"].startswith(beginning))
            return answer if before < answer.get("times", before + 1) else {}
    return {}


def main():
    path = os.environ["GT_RECORD"]
    call = call_of(sys.argv[1:])
    earlier = []
    if os.path.exists(path):
        with open(path) as file:
            earlier = [json.loads(line) for line in file]
    with open(path, "a") as file:
        file.write(json.dumps(call) + "\n")
    answer = answer_to(call["command"], earlier)
    sys.stdout.write(answer.get("stdout", ""))
    sys.stderr.write(answer.get("stderr", ""))
    return answer.get("exit", 0)


if __name__ == "__main__":
    sys.exit(main())
