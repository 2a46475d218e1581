internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Why is it so, and what is awaited now?
extension QueryRule {
    static let why: [QueryRule] = [
        .query(TownWhy.self) { (why, reading) throws(LedgerError) in
            switch try reading.thing(why.about, as: why.kind) {
            case .event(let sequence): try reading.why(event: sequence)
            case .agent(let agent): try reading.why(agent: agent)
            case .bead(let id): try reading.why(bead: id)
            case .request(let id): try reading.why(request: id)
            case .convoy(let id): try reading.why(convoy: id)
            }
        }
    ]
}

enum WhyLimits {
    /// Events of a chain of causes: from a landing back to the sling that began it, through some attempts.
    static let stepsMax = 60
    /// Events that followed from one: a screenful or two; more is said to be more.
    static let followedMax = 100
    /// Events of one command that are looked through for the one about a thing: a sling of many makes more.
    static let eventsOfCommandMax: Int64 = 2_000
    /// Gates that the overseer is told of at once.
    static let gatesMax = 20
    /// Nudges and intents of one agent.
    static let wordsMax = 20
}

extension Reading {
    fileprivate func why(event sequence: Int64) throws(LedgerError) -> WhyReply {
        let chain = try chain(from: sequence)
        let (followed, isCut) = try followed(from: sequence)
        return WhyReply(
            kind: .event, id: String(sequence), at: now, chain: chain.steps, chainEnd: chain.end, followed: followed,
            isCut: isCut)
    }

    fileprivate func why(bead id: BeadID) throws(LedgerError) -> WhyReply {
        let row = try knownBead(id)
        let facts = try facts(of: row)
        let chain = try chain(from: try newestEvent(of: row))
        return WhyReply(
            kind: .bead, id: id.text, at: now, bead: row.bead, request: facts.request?.request,
            place: facts.request?.place,
            awaited: Awaiting.bead(facts, in: try conditions()), returns: try returns(of: row.bead),
            chain: chain.steps, chainEnd: chain.end)
    }

    fileprivate func why(request id: BeadID) throws(LedgerError) -> WhyReply {
        let request = try knownRequest(id)
        let facts = try facts(of: request)
        let chain = try chain(from: try newestEvent(about: id.text))
        return WhyReply(
            kind: .request, id: id.text, at: now, request: request, place: facts.place,
            awaited: Awaiting.request(facts, in: try conditions()),
            returns: try returns(of: try knownBead(request.bead).bead), chain: chain.steps, chainEnd: chain.end)
    }

    fileprivate func why(convoy id: BeadID) throws(LedgerError) -> WhyReply {
        let convoy = try knownConvoy(id)
        let chain = try chain(from: try newestEvent(about: id.text))
        return WhyReply(
            kind: .convoy, id: id.text, at: now, convoy: convoy, awaited: Awaiting.convoy(convoy, in: try conditions()),
            chain: chain.steps, chainEnd: chain.end)
    }

    /// Of a worker the newest event about what it has or had, of a role its own.
    fileprivate func why(agent: Address) throws(LedgerError) -> WhyReply {
        let facts = try facts(of: agent)
        let work = facts.work.last?.assignment
        let subject = work?.bead.text ?? RoleName(agent.description)?.description ?? agent.description
        let newest =
            if let work { try newestEvent(about: subject, ofAgent: work) } else { try newestEvent(about: subject) }
        let chain = try chain(from: newest)
        var held: Bead?
        if let work { held = try bead(work.bead)?.bead }
        return WhyReply(
            kind: .agent, id: agent.description, at: now, bead: held,
            awaited: Awaiting.agent(facts, in: try conditions()),
            chain: chain.steps, chainEnd: chain.end)
    }

    private func conditions() throws(LedgerError) -> TownConditions {
        TownConditions(now: now, stopped: try stopReason(), services: try services())
    }

    /// How often a bead came back for each kind of reason, and when a person is asked.
    private func returns(of bead: Bead) throws(LedgerError) -> [String] {
        guard !bead.status.isEnded else { return [] }
        var sentences: [String] = []
        for kind in AttemptKind.allCases {
            let count = try attempts(bead.id, .returned(kind))
            guard count > 0 else { continue }
            sentences.append(
                "it came back \(count == 1 ? "once" : "\(count) times"), because \(kind.words): at \(kind.limit) a person "
                    + "is asked")
        }
        return sentences
    }
}
