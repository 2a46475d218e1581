#!/usr/bin/env python3
"""Sends a command with the overseer's key, again with the same id until it is answered, and prints the answer.

    command.py ~/gt mail.send '{"to": ["overseer"], "subject": "Hello", "body": "from Python", "priority": 2}'
    command.py ~/gt bead.create '{"title": "Oil the hinges", "description": "", "type": "task", "priority": 2,
                                  "labels": [], "needs": []}'
"""
import argparse, json, sys
from town import Refused, Town

options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
options.add_argument("town")
options.add_argument("verb", help="docs/protocol.md has all of them")
options.add_argument("body", help="JSON")
options.add_argument("--id", help="of the command; by default a new one")
asked = options.parse_args()

town = Town(asked.town)
try:
    reply, headers = town.ask(asked.verb, json.loads(asked.body), "command", asked.id, town.overseers_key())
except (Refused, TimeoutError) as problem:
    sys.exit(f"command.py: {problem}")
print(json.dumps({"reply": reply, **headers}, ensure_ascii=False))
