import CZeroMQ
import TownModel

/// Answers libzmq's question who may come in (ZAP, ZeroMQ RFC 27): by public key, from a list in memory.
///
/// On the thread that owns the sockets, which never waits for anything: a handshake's limit is a hundred of its turns.
/// While nobody answers, nobody comes in: the sockets are bound with a domain that is enforced.
final class Gatekeeper {
    /// What a socket that is guarded has for its domain.
    static let domain = "gt"
    private static let endpoint = "inproc://zeromq.zap.01"

    let socket: Socket
    private var names: [PublicKey: KeyName] = [:]

    init(_ context: Context) throws(ZeroMQFailure) {
        socket = try Socket(context, ZMQ_REP, [.linger(0)])
        try socket.bind(Self.endpoint)
    }

    func allow(_ keys: [RemoteKey]) {
        names = Dictionary(keys.map { ($0.publicKey, $0.name) }) { first, _ in first }
    }

    /// Answers whoever waits.
    func turn() {
        while let question = socket.receive() { _ = socket.send(answer(to: question)) }
    }

    /// The frames of a question: version, id, domain, address, identity, mechanism, credentials.
    private func answer(to question: Incoming) -> [[UInt8]] {
        let id = question.frames.count > 1 ? question.frames[1] : []
        let name = visitor(question)
        let verdict = name == nil ? "400" : "200"
        let reason = name == nil ? "this key is not on the town's list" : "OK"
        return [Self.version, id, Array(verdict.utf8), Array(reason.utf8), Array((name?.text ?? "").utf8), []]
    }

    private func visitor(_ question: Incoming) -> KeyName? {
        let frames = question.frames
        guard question.isWhole, frames.count == 7, frames[0] == Self.version, frames[2] == Array(Self.domain.utf8),
            frames[5] == Array("CURVE".utf8), let key = PublicKey(bytes: frames[6])
        else { return nil }
        return names[key]
    }

    private static let version = Array("1.0".utf8)
}
