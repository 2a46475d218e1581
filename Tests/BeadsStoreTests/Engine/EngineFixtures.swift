import LedgerStorage
import TownModel
import TownTesting
import Wire

extension Request {
    /// A command as a client composes it.
    static func command<C: Command>(
        _ command: C, id: String, key: String? = MemoryLedger.key(of: .overseer),
        edit: (inout RequestHeaders) -> Void = { _ in }
    ) -> Request {
        var headers = RequestHeaders(key: key)
        edit(&headers)
        return Request(
            id: valid(CommandID.self, id), kind: .command, verb: C.verb, headers: headers,
            body: JSONText.encode(command))
    }
}

extension Answer {
    var code: ErrorCode? {
        guard case .error(let error) = result else { return nil }
        return error.code
    }

    var isOK: Bool { code == nil }
}

extension LoggedEvent {
    func decoded() throws -> TownEvent { try CloudEvent.decode(bytes) }
}
