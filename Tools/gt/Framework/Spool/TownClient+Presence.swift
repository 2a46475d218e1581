import Bus
import Host
import TownModel
import Wire

/// Whether anybody is there at all: a store that is busy answers a ping, whatever else it does.
extension TownClient {
    /// nil when nobody is there: nobody listens, or neither an answer nor a pong came within `pongWait`. Whoever pongs
    /// is waited for as long as `attempt` takes.
    func whileHeard<Reply: Sendable>(
        _ attempt: @escaping @Sendable () async -> Result<Reply, BusFailure>
    ) async -> Result<Reply, BusFailure>? {
        guard isListening else { return nil }
        return await withTaskGroup(of: Word<Reply>.self) { group in
            group.addTask { .answer(await attempt()) }
            group.addTask { .pong(await isHeard()) }
            defer { group.cancelAll() }
            var wasHeard = false
            while let word = await group.next() {
                switch word {
                case .pong(let isHeard):
                    guard isHeard else { return nil }
                    wasHeard = true
                case .answer(.failure(.bus(.away))) where !wasHeard: return nil
                case .answer(let result): return result
                }
            }
            return nil
        }
    }

    private func isHeard() async -> Bool {
        do throws(BusFailure) {
            _ = try await bus.query(Ping(), id: FreshID.command(), within: pongWait)
            return true
        } catch .refused {
            return true
        } catch {
            return false
        }
    }

    private enum Word<Reply: Sendable>: Sendable {
        case answer(Result<Reply, BusFailure>)
        case pong(Bool)
    }

    /// As `command`, for as long as somebody is heard; nil when nobody is.
    func commandWhileHeard<C: Command>(_ command: C, id: CommandID) async throws(CommandFailure) -> C.Reply? {
        let limit = wait ?? CommandLimits.commandWait
        let key = try readKey()
        let result = await whileHeard { () async -> Result<C.Reply, BusFailure> in
            do throws(BusFailure) {
                return .success(try await tell(command, id, key, within: limit))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case nil: return nil
        case .success(let reply): return reply
        case .failure(.bus(.away)): throw absence.unsettled(id, takesID: takesID)
        case .failure(let failure): throw CommandFailure(failure)
        }
    }

    /// As `query`, for as long as somebody is heard; nil when nobody is.
    func queryWhileHeard<Q: Query>(_ query: Q) async throws(CommandFailure) -> Q.Reply? {
        let limit = wait ?? CommandLimits.queryWait
        // Reading needs no key: one that lies open for others is no reason to show nothing.
        let (key, problem) = keyOrProblem()
        let result = await whileHeard { () async -> Result<Q.Reply, BusFailure> in
            do throws(BusFailure) {
                return .success(try await ask(query, FreshID.command(), key, within: limit).reply)
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case nil: return nil
        case .success(let reply): return reply
        case .failure(.bus(.away)): throw absence.failure
        case .failure(let failure):
            if let problem, case .refused = failure { throw problem }
            throw CommandFailure(failure)
        }
    }
}
