#!/usr/bin/env python3
"""Prints what happens in a town, live: tap.py TOWN. A tap may lose events; cloudevents_reader.py loses none."""
import json, sys, zmq

feed = zmq.Context().socket(zmq.SUB)
feed.connect(f"ipc://{sys.argv[1]}/.gt/run/store.feed")
feed.subscribe("")
while True:
    topic, body = feed.recv_multipart()
    if not topic.startswith(b"~"):  # a signal, e.g. where the log ends
        event = json.loads(body)
        print(event["sequence"], event["type"], event["subject"], event["actor"], flush=True)
