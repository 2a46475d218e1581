#!/usr/bin/env python3
"""Holds every event of a town's log, and its status, against the schemas in docs/schemas: validate.py TOWN"""
import json, pathlib, sys
import jsonschema
from town import Town

schemas = pathlib.Path(__file__).parent.parent / "schemas"
events, verbs = (json.loads((schemas / f"{name}.json").read_text()) for name in ("events", "verbs"))
for schema in (events, verbs):
    jsonschema.Draft202012Validator.check_schema(schema)
kinds = {
    name: jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": events["$defs"]})
    for name in events["$defs"]
}
envelope = jsonschema.Draft202012Validator({**events, "anyOf": [{}]})
status = jsonschema.Draft202012Validator({"$ref": "#/$defs/town.status.reply", "$defs": verbs["$defs"]})

town, after, count, complaints = Town(sys.argv[1]), 0, 0, []
complaints += [error.message for error in status.iter_errors(town.ask("town.status", {})[0])]
while True:
    page, _ = town.ask("events.since", {"streams": [], "after": after, "limit": 500})
    for event in map(json.loads, page["events"]):
        count += 1
        kind = kinds[event["type"].removeprefix("gastown.").removesuffix(".v1")]
        for error in [*envelope.iter_errors(event), *kind.iter_errors(event)]:
            complaints.append(f"{event['sequence']} {event['type']} {error.json_path}: {error.message}")
    after = page["after"]
    if after == page["head"]:
        break
for complaint in complaints:
    print(complaint)
print(f"{count} events, {len(complaints)} complaints")
sys.exit(1 if complaints else 0)
