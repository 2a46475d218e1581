"""A stand-in for a model, on loopback: Anthropic's Messages API and OpenAI's chat completions, as far as agent programs
use them. What it says stands in a script (script.json): a prompt's pattern, and the answers to it, one after the other.

    python3 model.py SCRIPT LOG [PORT]

prints its port, and writes each request into LOG, a JSON object a line. An answer with `"hold": true` waits for
`POST /stand-in/release`: so a test sees a program at work for as long as it likes, without waiting for a time.
"""

import json
import re
import select
import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# An answer that nobody releases does not keep a program for ever.
HOLD_SECONDS = 30
# How soon it is noticed that a program has given up waiting.
LOOK_SECONDS = 0.1
MODEL = "stand-in"


class Script:
    """What is said to which prompt."""

    def __init__(self, path):
        with open(path) as file:
            self.rules = json.load(file)

    def answer(self, system, prompt, step):
        """The answer to a prompt after `step` answers to it; a prompt that is not in the script gets a short one."""
        for rule in self.rules:
            if re.search(rule.get("system", ""), system) and re.search(rule["prompt"], prompt):
                answers = rule["answers"]
                return answers[min(step, len(answers) - 1)]
        return {"text": "Understood."}


def text_of(content):
    """A message's own text; what programs add as reminders is no prompt."""
    if isinstance(content, str):
        return content
    texts = [block.get("text", "") for block in content if block.get("type") == "text"]
    return "\n".join(text for text in texts if not text.lstrip().startswith("<system-reminder>"))


def is_result(message):
    content = message["content"]
    return isinstance(content, list) and any(block.get("type") == "tool_result" for block in content)


def standing(messages):
    """The newest prompt, and how many answers it has had."""
    step = 0
    for message in reversed(messages):
        if message["role"] == "assistant":
            step += 1
        elif message["role"] == "user" and not is_result(message) and text_of(message["content"]).strip():
            return text_of(message["content"]), step
    return "", step


def system_of(request):
    """What a program tells the model of its task: a field of its own, or the first message."""
    if "system" in request:
        return text_of(request["system"])
    return "\n".join(text_of(message["content"]) for message in request["messages"] if message["role"] == "system")


class Desk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Requests go to the log that was asked for, not to stderr."""

    def do_HEAD(self):
        self.reply(200, {})

    def do_GET(self):
        self.server.note({"method": "GET", "path": self.path})
        self.reply(200, {"data": [{"id": MODEL, "type": "model", "object": "model"}], "has_more": False})

    def do_POST(self):
        try:
            self.post()
        except ConnectionError:
            self.close_connection = True
            self.server.note({"gone": "the program closed the connection before its answer"})

    def post(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        path = self.path.split("?")[0]
        if path == "/stand-in/release":
            return self.reply(*self.server.let_go())
        try:
            request = json.loads(body or b"{}")
        except ValueError:
            return self.reply(400, {"error": "no JSON"})
        self.server.note({"method": "POST", "path": self.path, "body": request})
        if path.endswith("/count_tokens"):
            return self.reply(200, {"input_tokens": 100})
        if path.endswith("/messages"):
            return self.say(request, self.anthropic, self.anthropic_stream)
        if path.endswith("/chat/completions"):
            return self.say(request, self.openai, self.openai_stream)
        return self.reply(200, {})

    def say(self, request, whole, stream):
        prompt, step = standing(request["messages"])
        answer = self.server.script.answer(system_of(request), prompt, step)
        # A request without tools is the program's own (a title, a summary), or that of a program that reads files out
        # of the text.
        if "tool" in answer and not request.get("tools"):
            answer = {"text": answer.get("without_tools", "Understood.")}
        self.server.note({"answer": answer, "step": step})
        if answer.get("hold"):
            self.server.hold(self.connection)
        if "status" in answer:
            error = {"type": answer["error"], "message": answer["message"]}
            return self.reply(answer["status"], {"type": "error", "error": error}, answer.get("headers", {}))
        if not request.get("stream"):
            return self.reply(200, whole(request, answer))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        for line in stream(request, answer):
            self.wfile.write(line.encode())

    def reply(self, status, value, headers={}):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        for name, text in headers.items():
            self.send_header(name, text)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    # Anthropic

    def block(self, answer):
        if "tool" in answer:
            return {
                "type": "tool_use",
                "id": self.server.new_id("toolu"),
                "name": answer["tool"],
                "input": answer["input"],
            }
        return {"type": "text", "text": answer["text"]}

    def anthropic(self, request, answer):
        return {
            "id": self.server.new_id("msg"),
            "type": "message",
            "role": "assistant",
            "model": request.get("model", MODEL),
            "content": [self.block(answer)],
            "stop_reason": "tool_use" if "tool" in answer else "end_turn",
            "stop_sequence": None,
            "usage": {"input_tokens": 100, "output_tokens": 10},
        }

    def anthropic_stream(self, request, answer):
        whole = self.anthropic(request, answer)
        block = whole["content"][0]
        if block["type"] == "text":
            empty, delta = {**block, "text": ""}, {"type": "text_delta", "text": block["text"]}
        else:
            empty, delta = {**block, "input": {}}, {
                "type": "input_json_delta",
                "partial_json": json.dumps(block["input"]),
            }
        events = [
            {"type": "message_start", "message": {**whole, "content": [], "stop_reason": None}},
            {"type": "content_block_start", "index": 0, "content_block": empty},
            {"type": "content_block_delta", "index": 0, "delta": delta},
            {"type": "content_block_stop", "index": 0},
            {
                "type": "message_delta",
                "delta": {"stop_reason": whole["stop_reason"], "stop_sequence": None},
                "usage": {"output_tokens": 10},
            },
            {"type": "message_stop"},
        ]
        return [f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events]

    # OpenAI

    def openai(self, request, answer):
        return {
            "id": self.server.new_id("chatcmpl"),
            "object": "chat.completion",
            "created": 0,
            "model": request.get("model", MODEL),
            "choices": [
                {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": answer["text"]}}
            ],
            "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
        }

    def openai_stream(self, request, answer):
        whole = self.openai(request, answer)
        kept = {key: whole[key] for key in ("id", "created", "model")} | {"object": "chat.completion.chunk"}
        deltas = [({"role": "assistant", "content": answer["text"]}, None), ({}, "stop")]
        chunks = [{**kept, "choices": [{"index": 0, "delta": delta, "finish_reason": end}]} for delta, end in deltas]
        return [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks] + ["data: [DONE]\n\n"]


class Model(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, script, log, port=0):
        super().__init__(("127.0.0.1", port), Desk)
        self.script = Script(script)
        self.log = open(log, "a", buffering=1)
        self.lock = threading.Lock()
        self.changed = threading.Condition()
        self.held = self.let = 0
        self.count = 0

    def start(self):
        """Serves in a thread of its own until the process ends."""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def note(self, entry):
        with self.lock:
            self.log.write(json.dumps(entry) + "\n")

    def new_id(self, kind):
        with self.lock:
            self.count += 1
            return f"{kind}_standin{self.count:06}"

    def hold(self, connection):
        """Until it is let go, or the program has given up waiting."""
        with self.changed:
            self.held += 1
            self.changed.notify_all()
            goes, end = self.let, time.monotonic() + HOLD_SECONDS
            while self.let == goes and time.monotonic() < end and not is_closed(connection):
                self.changed.wait(LOOK_SECONDS)
            self.held -= 1

    def let_go(self):
        """Lets go what is held, as soon as something is: a test may be faster than the program's request."""
        with self.changed:
            if not self.changed.wait_for(lambda: self.held > 0, HOLD_SECONDS):
                return 409, {"error": "nothing was held"}
            self.let += 1
            self.changed.notify_all()
            return 200, {}


def is_closed(connection):
    readable, _, _ = select.select([connection], [], [], 0)
    try:
        return bool(readable) and connection.recv(1, socket.MSG_PEEK) == b""
    except ConnectionError:
        return True


if __name__ == "__main__":
    model = Model(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 0)
    print(model.server_address[1], flush=True)
    model.serve_forever()
