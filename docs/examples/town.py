"""A client of a town in a page: asks, and asks again under the same id until it is answered."""
import itertools, json, pathlib, time, uuid, zmq


class Refused(Exception):
    """The store's own error. Unknown codes are refusals too: more may come."""

    def __init__(self, error, headers):
        super().__init__(f"{error['code']}: {error['message']}")
        self.error, self.headers = error, headers


class Town:
    def __init__(self, directory):
        self.directory = pathlib.Path(directory).resolve()
        self.context = zmq.Context()
        self.connect()

    def endpoint(self, name):
        return f"ipc://{self.directory}/.gt/run/{name}"

    def overseers_key(self):
        return (self.directory / ".gt/keys/overseer").read_text().strip()

    def connect(self):
        self.socket = self.context.socket(zmq.DEALER)
        # With IMMEDIATE nothing is queued for a store that is not there; the timeouts are in milliseconds.
        for option, value in [(zmq.LINGER, 0), (zmq.IMMEDIATE, 1), (zmq.SNDTIMEO, 1000), (zmq.RCVTIMEO, 1000)]:
            self.socket.setsockopt(option, value)
        self.socket.connect(self.endpoint("store.req"))

    def ask(self, verb, body, kind="query", id=None, key=None, wait=30):
        """Gives (reply, headers). The same id is the same command: however often it is sent, it is done once."""
        id = id or str(uuid.uuid4())
        headers = {"key": key} if key else {}
        frames = [part.encode() for part in ("GT1", id, kind, verb, json.dumps(headers), json.dumps(body))]
        end = time.monotonic() + wait
        for attempt in itertools.count(1):
            try:
                self.socket.send_multipart(frames)
                answer = self.socket.recv_multipart()
                while answer[1] != frames[1]:  # a late answer to something else
                    answer = self.socket.recv_multipart()
            except zmq.Again:
                if time.monotonic() > end:
                    raise TimeoutError(f"the store did not answer; try again with the id {id}")
                if attempt % 3 == 0:  # a connection whose handshake failed stays dead and does not say so
                    self.socket.close()
                    self.connect()
                continue
            told, said = json.loads(answer[3]), json.loads(answer[4])
            if answer[2] == b"ok":
                return said, told
            if said["code"] != "busy" or time.monotonic() > end:
                raise Refused(said, told)
            time.sleep(told.get("retryAfterMilliseconds", 200) / 1000)
