#!/usr/bin/env python3
"""Reads the events of a town without holes, as CloudEvents: cloudevents_reader.py TOWN [--after N] [--stream S] [--count N]

Subscribes, reads the log page by page up to its head, and goes live; what is lost on the way is read from the log. Prints
a line an event. A line "hole" would mean that events are missing, "gone" says that the log no longer has them.
"""
import argparse, json
import zmq
from cloudevents.core.formats.json import JSONFormat
from town import Refused, Town

SILENCE = 16_000  # milliseconds: heads come at least every five seconds


class Reader:
    def __init__(self, town, after, stream):
        self.town, self.stream = town, stream
        self.had = after  # the last event that was taken, or the cursor to begin with
        self.cursor = after  # where the next page begins: it may be beyond, when later events are of other streams
        self.epoch = None

    def events(self):
        feed = self.subscribe()
        yield from self.catch_up()
        while True:
            if not feed.poll(SILENCE):  # a subscription that died says nothing: make it anew
                feed.close()
                feed = self.subscribe()
                yield from self.catch_up()
                continue
            topic, body = feed.recv_multipart()
            if topic == b"~feed.head":
                head = json.loads(body)
                end = head["streams"].get(self.stream, 0) if self.stream else head["sequence"]
                if end > self.had or head["epoch"] != self.epoch:  # the last event was lost, or the ledger restored
                    yield from self.catch_up()
            elif not topic.startswith(b"~"):
                event = JSONFormat().read(None, body)
                if self.follows(event):
                    yield self.take(event)
                elif sequence(event) > self.had:
                    yield from self.catch_up()

    def subscribe(self):
        feed = self.town.context.socket(zmq.SUB)
        feed.setsockopt(zmq.LINGER, 0)
        feed.connect(self.town.endpoint("store.feed"))
        feed.subscribe(f"{self.stream}." if self.stream else "")
        feed.subscribe("~feed.head")
        return feed

    def catch_up(self):
        head = None
        while self.cursor != head:
            streams = [self.stream] if self.stream else []
            try:
                page, headers = self.town.ask("events.since", {"streams": streams, "after": self.cursor, "limit": 500})
            except Refused as refusal:
                if refusal.error["code"] != "gone":
                    raise
                # List the state here, in a program that keeps one: it is true for this sequence.
                self.had = self.cursor = refusal.headers["sequence"]
                self.epoch = refusal.headers["epoch"]
                print(f"gone: {refusal}; going on after {self.had}", flush=True)
                continue
            self.epoch = headers["epoch"]
            for text in page["events"]:
                event = JSONFormat().read(None, text)
                if sequence(event) <= self.had:
                    continue
                if not self.follows(event):
                    print(f"hole: {self.had} is followed by {sequence(event)}", flush=True)
                yield self.take(event)
            self.cursor, head = page["after"], page["head"]

    def follows(self, event):
        """Of one stream each event names the one before it; of everything the numbers have no gap."""
        if sequence(event) <= self.had:
            return False
        if self.stream:
            return int(event.get_extension("previous")) <= self.had
        return sequence(event) == self.had + 1

    def take(self, event):
        self.had = sequence(event)
        self.cursor = max(self.cursor, self.had)
        return event


def sequence(event):
    return int(event.get_extension("sequence"))


options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
options.add_argument("town")
options.add_argument("--after", type=int, default=0, help="the last sequence that you have had")
options.add_argument("--stream", help="town, or a rig's name; without it everything")
options.add_argument("--count", type=int, help="end after so many")
asked = options.parse_args()

for number, event in enumerate(Reader(Town(asked.town), asked.after, asked.stream).events(), 1):
    print(sequence(event), event.get_type(), event.get_subject(), event.get_time().isoformat(), flush=True)
    if number == asked.count:
        break
