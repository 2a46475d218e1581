internal import TownModel
internal import Wire

/// Causes: from an event back to its root, and from one on to what followed.
extension Reading {
    struct Chain: Sendable {
        var steps: [WhyStep] = []
        var end = WhyEnd(.none)
    }

    /// Of those that are not about a bead's own fields: by an index that has only them.
    func newestEvent(about subject: String) throws(LedgerError) -> Int64? {
        try events(WhySQL.about, .text(subject), .int(.max), .int(1)).first?.sequence
    }

    /// Of what one command did the bead's own change says least: "hung it on a hook" before "changed its assignee".
    func newestEvent(of row: BeadRow) throws(LedgerError) -> Int64? {
        guard let about = try newestEvent(about: row.id.text) else { return row.event }
        guard let own = row.event, own > about else { return about }
        guard let change = try event(at: own), let telling = try event(at: about) else { return own }
        return change.event.cause == telling.event.cause ? about : own
    }

    /// The newest event of an attempt: others may be about its bead too.
    func newestEvent(about subject: String, ofAgent work: Assignment) throws(LedgerError) -> Int64? {
        try events(WhySQL.about, .text(subject), .int(.max), .int(Int64(WhyLimits.stepsMax)))
            .first { $0.event.data.assignment?.number == work.number }?.sequence
    }

    func chain(from newest: Int64?) throws(LedgerError) -> Chain {
        var chain = Chain()
        guard let newest else { return chain }
        guard var here = try event(at: newest) else {
            chain.end = WhyEnd(.cleared)
            return chain
        }
        while true {
            let before = try cause(of: here)
            chain.steps.append(WhyStep(event: here.event, link: before.link))
            guard let next = before.event else {
                chain.end = before.end
                return chain
            }
            guard chain.steps.count < WhyLimits.stepsMax else {
                chain.end = WhyEnd(.cut, because: String(next.sequence))
                return chain
            }
            here = next
        }
    }

    /// Breadth first, each event once.
    func followed(from root: Int64) throws(LedgerError) -> (steps: [WhyStep], isCut: Bool) {
        guard let root = try event(at: root) else { return ([], false) }
        var steps: [(logged: Logged, link: WhyLink)] = []
        var seen: Set<Int64> = [root.sequence]
        var waiting = [root]
        while !waiting.isEmpty {
            let here = waiting.removeFirst()
            for (follower, link) in try followers(of: here) where seen.insert(follower.sequence).inserted {
                guard steps.count < WhyLimits.followedMax else { return (ordered(steps), true) }
                steps.append((follower, link))
                waiting.append(follower)
            }
        }
        return (ordered(steps), false)
    }

    private func ordered(_ steps: [(logged: Logged, link: WhyLink)]) -> [WhyStep] {
        steps.sorted { $0.logged.sequence < $1.logged.sequence }.map { WhyStep(event: $0.logged.event, link: $0.link) }
    }
}

/// An event of the log, as far as any program can read it.
private struct Logged {
    var sequence: Int64
    var event: CloudEvent
}

private struct Cause {
    var event: Logged?
    var link: WhyLink?
    var end = WhyEnd(.none)
}

/// The texts whose plans a test asserts: each goes by an index, whatever the size of the log.
enum WhySQL {
    static let about = """
        SELECT sequence, bytes FROM events
        WHERE subject = ? AND \(Schema.isNotOfBeads) AND sequence < ? ORDER BY sequence DESC LIMIT ?
        """
    static let ledBy = """
        SELECT sequence, bytes FROM events
        WHERE because = ? AND because IS NOT NULL AND sequence > ? ORDER BY sequence LIMIT ?
        """
    static let at = "SELECT sequence, bytes FROM events WHERE sequence = ?"
    static let upTo = "SELECT sequence, bytes FROM events WHERE sequence <= ? ORDER BY sequence DESC LIMIT ?"
    static let all = [about, ledBy, at, upTo]
}

extension Reading {
    private func event(at sequence: Int64) throws(LedgerError) -> Logged? {
        try events(WhySQL.at, .int(sequence)).first
    }

    private func events(_ sql: String, _ values: SQLiteValue...) throws(LedgerError) -> [Logged] {
        let found = try read { (db) throws(SQLiteFailure) in
            try db.rows(sql, values) { (row) throws(SQLiteFailure) in (row.int(0), row.text(1)) }
        }
        var events: [Logged] = []
        for (sequence, text) in found {
            events.append(Logged(sequence: sequence, event: try Self.decode(CloudEvent.self, text)))
        }
        return events
    }

    /// What led to an event: always an earlier one, whatever a sender says.
    private func cause(of here: Logged) throws(LedgerError) -> Cause {
        guard let because = here.event.because else { return try ownCause(of: here) }
        if let number = Self.sequence(ofEvent: because) {
            guard number < here.sequence, let event = try event(at: number), event.event.id == because else {
                return Cause(end: WhyEnd(.cleared, because: because))
            }
            return Cause(event: event, link: .told)
        }
        let isTimer = here.event.cause.hasPrefix("timer/")
        if let event = try event(ofCommand: because, about: here.event.subject), event.sequence < here.sequence {
            return Cause(event: event, link: isTimer ? .timer : .told)
        }
        if let announced = try announcement(of: because, before: here) { return Cause(event: announced, link: .intent) }
        let isRound = ["tick", "patrol", "listing"].contains(because) || because.hasPrefix("~")
        return Cause(end: WhyEnd(isRound ? .round : .cleared, because: because))
    }

    /// The event that announced an effect: its own, or one about a thing that the command is about too.
    private func announcement(of intent: String, before here: Logged) throws(LedgerError) -> Logged? {
        let together = try events(ofCommand: here.event.cause).map(\.event.subject)
        for subject in [intent, here.event.subject] + Set(together).sorted() {
            let about = try events(
                WhySQL.about, .text(subject), .int(here.sequence), .int(Int64(WhyLimits.stepsMax)))
            let found = about.first {
                $0.event.data.intent?.id.text == intent && $0.event.cause != here.event.cause
            }
            if let found { return found }
        }
        return nil
    }

    /// Of a command that nobody says a reason of: a session speaks because it was given work.
    private func ownCause(of here: Logged) throws(LedgerError) -> Cause {
        if here.event.cause.hasPrefix("timer/") { return Cause(end: WhyEnd(.timer)) }
        if here.event.actor == .store { return Cause(end: WhyEnd(.store)) }
        guard let incarnation = here.event.session, let session = try session(incarnation),
            let assignment = try assignment(session.assignment)
        else { return Cause(end: WhyEnd(.command)) }
        let about = try events(
            WhySQL.about, .text(assignment.bead.text), .int(here.sequence), .int(Int64(WhyLimits.stepsMax)))
        let given = about.first {
            $0.event.data.assignment?.number == assignment.number && $0.event.session != incarnation
        }
        guard let given else { return Cause(end: WhyEnd(.cleared)) }
        return Cause(event: given, link: .session)
    }

    /// The event of a command that is about a subject; where none is, its last.
    private func event(ofCommand id: String, about subject: String) throws(LedgerError) -> Logged? {
        let all = try events(ofCommand: id)
        return all.last { $0.event.subject == subject } ?? all.last
    }

    /// In the order of the log.
    private func events(ofCommand id: String) throws(LedgerError) -> [Logged] {
        guard let end = try int("SELECT sequence FROM commands WHERE id = ?", .text(id)) else { return [] }
        var found: [Logged] = []
        var next = end
        while Int64(found.count) < WhyLimits.eventsOfCommandMax {
            let page = try events(WhySQL.upTo, .int(next), .int(20))
            let own = page.prefix { $0.event.cause == id }
            found += own
            guard own.count == page.count, let last = own.last else { break }
            next = last.sequence - 1
        }
        return found.reversed()
    }

    /// What an event led to directly: roles that were told of it, hands that it announced, timers that its command set,
    /// sessions that it gave work to.
    private func followers(of here: Logged) throws(LedgerError) -> [(Logged, WhyLink)] {
        let most = SQLiteValue.int(Int64(WhyLimits.followedMax + 1))
        let after = SQLiteValue.int(here.sequence)
        var found = try events(WhySQL.ledBy, .text(here.event.id), after, most).map { ($0, WhyLink.told) }
        found += try events(WhySQL.ledBy, .text(here.event.cause), after, most)
            .map { ($0, $0.event.cause.hasPrefix("timer/") ? WhyLink.timer : .told) }
        if let intent = here.event.data.intent {
            found += try events(WhySQL.ledBy, .text(intent.id.text), after, most).map { ($0, WhyLink.intent) }
        }
        return try found + spoken(after: here)
    }

    /// What a session said of itself and of its result because of the work that this event gave it. (What else it changed
    /// is found from there back alone.)
    private func spoken(after here: Logged) throws(LedgerError) -> [(Logged, WhyLink)] {
        guard let work = here.event.data.assignment, here.event.session != work.incarnation else { return [] }
        let requests = try values(
            MergeRequest.self, "SELECT value FROM requests WHERE bead = ? ORDER BY sequence", .text(work.bead.text))
        let subjects = [work.bead.text] + requests.filter { $0.assignment == work.number }.map(\.id.text)
        var found: [(Logged, WhyLink)] = []
        for subject in subjects {
            let about = try events(WhySQL.about, .text(subject), .int(.max), .int(Int64(WhyLimits.stepsMax)))
            for event in about where event.event.session == work.incarnation && event.sequence > here.sequence {
                let before = try cause(of: event)
                if before.event?.sequence == here.sequence { found.append((event, .session)) }
            }
        }
        return found
    }

    /// nil for anything but `<epoch>-<sequence>`.
    private static func sequence(ofEvent id: String) -> Int64? {
        let parts = id.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, Int64(parts[0]) != nil else { return nil }
        return Int64(parts[1])
    }
}
