package import TownModel
package import Wire

extension MessageBus {
    /// Sends a command and decodes its reply. Throws `BusFailure` with the store's refusal or the bus's error.
    package func command<C: Command>(
        _ command: C, id: CommandID, headers: RequestHeaders = RequestHeaders(), within limit: Duration
    ) async throws(BusFailure) -> (reply: C.Reply, headers: AnswerHeaders) {
        let request = Request(
            id: id, kind: .command, verb: C.verb, headers: headers, body: command.json)
        return try await exchange(request, within: limit, C.reply)
    }

    /// Asks and decodes the answer.
    package func query<Q: Query>(
        _ query: Q, id: CommandID, headers: RequestHeaders = RequestHeaders(), within limit: Duration
    ) async throws(BusFailure) -> (reply: Q.Reply, headers: AnswerHeaders) {
        let request = Request(id: id, kind: .query, verb: Q.verb, headers: headers, body: JSONText.encode(query))
        return try await exchange(request, within: limit) { (body) throws(WireError) in
            try JSONText.decode(Q.Reply.self, from: body)
        }
    }

    private func exchange<Reply>(
        _ request: Request, within limit: Duration, _ decode: ([UInt8]) throws(WireError) -> Reply
    ) async throws(BusFailure) -> (reply: Reply, headers: AnswerHeaders) {
        let answer: Answer
        do {
            answer = try await self.request(request, within: limit)
        } catch {
            throw .bus(error)
        }
        switch answer.result {
        case .error(let error): throw .refused(error)
        case .ok(let body):
            do {
                return (try decode(body), answer.headers)
            } catch {
                throw .refused(error)
            }
        }
    }
}

/// Why a request has no reply.
package enum BusFailure: Error, Hashable, Sendable {
    case refused(WireError)
    case bus(BusError)
}
