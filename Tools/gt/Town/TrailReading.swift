import TownModel
import Wire

/// The log, read back from its end in windows of a page each, until there is enough or a moment is reached: what lies
/// further back costs nothing.
struct TrailReading {
    let call: Invocation
    let client: TownClient
    let kind: TrailKind?
    let since: Timestamp
    let agent: Address?
    let rig: RigName?
    let limit: Int

    struct Found {
        /// The newest first.
        var steps: [TrailStep] = []
        /// Where the log begins, when that is later than what was asked for.
        var begins: Int64?
    }

    func read() async throws -> Found {
        var found = Found()
        let (rigs, headers) = try await client.full(RigList())
        if let rig { try check(rig, among: rigs.rigs) }
        var (end, told) = (headers.sequence, ContinuousClock.now)
        while end > 0, found.steps.count < limit {
            guard let begin = try await beginning(before: end) else {
                found.begins = end + 1
                return found
            }
            for event in try await window(after: begin, through: end).reversed() {
                guard event.time >= since else { return found }
                if let step = TrailStep(event), isWanted(step) { found.steps.append(step) }
                if found.steps.count == limit { return found }
            }
            end = begin
            if told.duration(to: .now) > CommandLimits.progressAfter {
                told = .now
                call.note("back to event \(end) of \(headers.sequence) …")
            }
        }
        return found
    }

    private func isWanted(_ step: TrailStep) -> Bool {
        (kind == nil || step.kind == kind) && (agent.map(step.isAbout) ?? true)
    }

    private func check(_ rig: RigName, among rigs: [Rig]) throws(CommandFailure) {
        guard !rigs.contains(where: { $0.name == rig }) else { return }
        throw CommandFailure(
            .refused, code: "not-found", "there is no rig \(rig)", about: rig.text,
            hint: "there are: \(rigs.map(\.name.text).joined(separator: ", "))")
    }

    /// A page before this one; less where the log begins in between. nil: it begins here.
    private func beginning(before end: Int64) async throws -> Int64? {
        var low = max(0, end - Int64(WireLimits.pageRowsMax))
        guard try await isGone(low) else { return low }
        var high = end
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if try await isGone(middle) { low = middle } else { high = middle }
        }
        return high == end ? nil : high
    }

    private func isGone(_ cursor: Int64) async throws -> Bool {
        do {
            _ = try await client.query(EventsSince(after: cursor, limit: 1))
            return false
        } catch {
            guard error.code == ErrorCode.gone.rawValue else { throw error }
            return true
        }
    }

    private func window(after begin: Int64, through end: Int64) async throws -> [TownEvent] {
        var (events, after): ([TownEvent], Int64) = ([], begin)
        while after < end {
            let page = try await client.query(
                EventsSince(streams: rig.map { [.rig($0)] } ?? [], after: after), within: CommandLimits.pageWait)
            for text in page.events {
                // One of a kind that this program does not know yet leaves no trail that it could tell.
                guard let event = try? CloudEvent.decode(Array(text.utf8)), event.sequence <= end else { continue }
                events.append(event)
            }
            guard page.after > after else { break }
            after = page.after
        }
        return events
    }
}
