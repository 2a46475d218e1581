import Agents
import Host
import TownModel
import Wire

/// What the sessions since a moment took, and what is not known of them.
struct Costs {
    /// Of one session, in one model.
    struct Share {
        let record: SessionRecord
        let model: String
        var count: TokenCount
    }

    var shares: [Share] = []
    /// Whose programs write transcripts, and of which there is none here.
    var withoutTranscript: [Incarnation] = []
    /// Presets whose programs write none that is known, with their sessions.
    var silent: [String: Int] = [:]
    var transcripts = 0
    var unreadableLines = 0
    /// Files that could not be read, and why.
    var unreadableFiles: [String: String] = [:]
}

/// Reads the transcripts of the town's sessions: which file is whose their programs have told at the start of each.
struct CostReading {
    let call: Invocation
    let client: TownClient
    let since: Timestamp
    let rig: RigName?

    func read() async throws -> Costs {
        var costs = Costs()
        var files: [String: [SessionRecord]] = [:]
        let presets = Dictionary(
            try PresetBook(client.layout).presets.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for record in try await sessions() {
            let name = record.presetName(client.layout) ?? "unknown"
            let preset = presets[name] ?? record.definition
            guard let dialect = preset?.transcripts.flatMap({ TranscriptDialect.shipped[$0] }) else {
                costs.silent[name, default: 0] += 1
                continue
            }
            let paths = paths(of: record, dialect)
            if paths.isEmpty { costs.withoutTranscript.append(record.session.incarnation) }
            for path in paths { files[path, default: []].append(record) }
        }
        try add(files, to: &costs)
        return costs
    }

    /// Those that were there at any time since the moment, the oldest first.
    private func sessions() async throws -> [SessionRecord] {
        var (found, before): ([SessionRecord], Incarnation?) = ([], nil)
        repeat {
            let page = try await client.query(
                SessionList(rig: rig, before: before, limit: WireLimits.pageRowsMax), within: CommandLimits.pageWait)
            found += page.sessions.filter { ($0.session.endedAt ?? since) >= since }
            before = page.next
        } while before != nil
        return found.reversed()
    }

    /// The files that are there: as the program told, else where it puts them.
    private func paths(of record: SessionRecord, _ dialect: TranscriptDialect) -> [String] {
        let place = "\(client.layout.root)/\(record.worktree ?? "")"
        return (record.session.programs ?? []).compactMap { program in
            let path =
                program.transcript
                ?? dialect.path(of: program.id, begunIn: place) { HostEnvironment.value($0) }
            return path.flatMap { Files.isRegular($0) ? $0 : nil }
        }
    }

    /// In the order in which their sessions began, so that a copy comes behind what it was copied from.
    private func add(_ files: [String: [SessionRecord]], to costs: inout Costs) throws {
        let order = files.sorted { ($0.value[0].session.startedAt, $0.key) < ($1.value[0].session.startedAt, $1.key) }
        var (tally, told) = (TranscriptTally(), ContinuousClock.now)
        var place: [Owner: Int] = [:]
        for (path, records) in order {
            do throws(HostError) {
                var lines = try FileLines(path)
                while let line = try lines.next() {
                    switch line {
                    case .bytes(let bytes): tally.take(bytes)
                    case .tooLong: tally.skip()
                    }
                    if told.duration(to: .now) > CommandLimits.progressAfter {
                        told = .now
                        call.note("\(costs.transcripts) of \(order.count) transcripts …")
                    }
                }
                costs.transcripts += 1
            } catch {
                // What was read of it until then counts.
                costs.unreadableFiles[path] = "\(error)"
            }
            for message in tally.endFile() where (message.at ?? since) >= since {
                let record = owner(of: message, among: records)
                let key = Owner(incarnation: record.session.incarnation, model: message.model)
                if let index = place[key] {
                    costs.shares[index].count.add(message.count)
                } else {
                    place[key] = costs.shares.count
                    costs.shares.append(Costs.Share(record: record, model: message.model, count: message.count))
                }
            }
        }
        costs.unreadableLines = tally.unreadableLines
    }

    private struct Owner: Hashable {
        let incarnation: Incarnation
        let model: String
    }

    /// Several sessions may have gone on in one conversation: the last that had begun by then.
    private func owner(of message: SpentMessage, among records: [SessionRecord]) -> SessionRecord {
        guard let at = message.at else { return records[0] }
        return records.last { $0.session.startedAt <= at } ?? records[0]
    }
}
