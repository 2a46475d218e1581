internal import TownModel
internal import Wire

/// What a name means that somebody asks why about.
enum WhyThing: Hashable, Sendable {
    case event(Int64)
    case agent(Address)
    case bead(BeadID)
    case request(BeadID)
    case convoy(BeadID)
}

extension Reading {
    func thing(_ text: String, as kind: WhyKind?) throws(LedgerError) -> WhyThing {
        switch kind {
        case .bead: return .bead(try resolve(text))
        case .request: return .request(try newestRequest(text))
        case .event, .agent, .convoy, nil: break
        }
        if let sequence = Self.sequence(text), kind == nil || kind == .event {
            return .event(try keptEvent(sequence))
        }
        if let agent = Address(text), kind == nil || kind == .agent { return .agent(try knownAgent(agent)) }
        return try identified(text, as: kind)
    }

    /// `412` or, as events name themselves, `1-412`.
    private static func sequence(_ text: String) -> Int64? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) })
        else { return nil }
        return Int64(parts[parts.count - 1])
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private func keptEvent(_ number: Int64) throws(LedgerError) -> Int64 {
        if try exists("SELECT 1 FROM events WHERE sequence = ?", .int(number)) { return number }
        let oldest = try int("SELECT min(sequence) FROM events") ?? 0
        let why =
            number > sequence
            ? "the log ends at \(sequence)" : number < oldest ? "the log begins at \(oldest)" : "a restore skipped it"
        throw .refuse(.notFound, "there is no event \(number): \(why)", about: String(number), hint: "gt events")
    }

    private func knownAgent(_ agent: Address) throws(LedgerError) -> Address {
        if try directory().contains(agent) { return agent }
        throw .refuse(.notFound, "there is no \(agent)", about: agent.description, hint: "gt polecat list")
    }

    /// A bead's id means its newest request. The beginning of ids means the one that it fits, of a request or a bead that
    /// has one; a bead is meant before its own parts.
    private func newestRequest(_ text: String) throws(LedgerError) -> BeadID {
        guard let id = BeadID(text) else { throw .noRequest(text) }
        if let request = try request(id) { return request.id }
        if let request = try latestRequest(of: id) { return request.id }
        var found = try beginning(with: text, as: .request).map(\.name)
        let beads = try texts(
            """
            SELECT DISTINCT bead FROM requests WHERE bead BETWEEN ?1 AND ?1 || '~' ORDER BY length(bead), bead LIMIT ?2
            """, .text(text), .int(Int64(BeadLimits.candidatesMax)))
        for bead in beads.compactMap({ BeadID($0) }) where !bead.text.hasPrefix("\(beads[0]).") {
            guard let request = try latestRequest(of: bead), !found.contains(request.id.text) else { continue }
            found.append(request.id.text)
        }
        guard let first = found.first.flatMap({ BeadID($0) }) else {
            throw .noRequest(text)
        }
        guard found.count == 1 else {
            throw .refuse(
                .ambiguous, "\(text) fits several merge requests", about: text,
                hint: "one of: \(found.joined(separator: ", "))")
        }
        return first
    }

    private func identified(_ text: String, as kind: WhyKind?) throws(LedgerError) -> WhyThing {
        guard BeadID(text) != nil else {
            throw .refuse(
                .invalid, "neither an id, an address nor a number: \(text.debugDescription)",
                hint: "gt why gt-a1b2c3, gt why gastown/polecats/ash, gt why 412")
        }
        if let thing = try exactly(text) { return thing }
        let found = try beginning(with: text, as: kind)
        guard let first = found.first else {
            throw .refuse(
                .notFound, "nothing here is called \(text)", about: text,
                hint: "gt bead list, gt mq list --all, gt convoy list and gt polecat list show what there is")
        }
        // A bead is meant before its own parts, gt-a1 before gt-a1.1.
        let others = found.dropFirst().filter { !$0.name.hasPrefix("\(first.name).") }
        guard others.isEmpty else {
            let names = ([first] + others).map(\.name).joined(separator: ", ")
            throw .refuse(.ambiguous, "\(text) fits several things", about: text, hint: "one of: \(names)")
        }
        return first
    }

    private func exactly(_ text: String) throws(LedgerError) -> WhyThing? {
        try things("= ?1", text, nil).first
    }

    /// '~' comes after every character of an id.
    private func beginning(with text: String, as kind: WhyKind?) throws(LedgerError) -> [WhyThing] {
        try things("BETWEEN ?1 AND ?1 || '~'", text, kind).sorted {
            ($0.name.utf8.count, $0.name) < ($1.name.utf8.count, $1.name)
        }
    }

    private func things(_ condition: String, _ text: String, _ kind: WhyKind?) throws(LedgerError) -> [WhyThing] {
        var found: [WhyThing] = []
        let most = SQLiteValue.int(Int64(BeadLimits.candidatesMax))
        for (table, make) in Self.tables(kind) {
            let ids = try texts("SELECT id FROM \(table) WHERE id \(condition) ORDER BY id LIMIT ?2", .text(text), most)
            found += ids.compactMap { BeadID($0).map(make) }
        }
        return found
    }

    private static func tables(_ kind: WhyKind?) -> [(String, (BeadID) -> WhyThing)] {
        switch kind {
        case .request: [("requests", WhyThing.request)]
        case .convoy: [("convoys", WhyThing.convoy)]
        case .bead, .agent, .event, nil:
            [("beads", WhyThing.bead), ("requests", WhyThing.request), ("convoys", WhyThing.convoy)]
        }
    }
}

extension WhyThing {
    /// As it is written.
    var name: String {
        switch self {
        case .event(let sequence): String(sequence)
        case .agent(let agent): agent.description
        case .bead(let id), .request(let id), .convoy(let id): id.text
        }
    }
}
