internal import TownModel
internal import Wire

/// The routes of an escalation. Letters are delivered with it; what leaves the ledger is the Mayor's to carry out.
extension Transaction {
    /// Tells people as the severity says, and keeps how.
    ///
    /// - Parameters:
    ///   - text: what the letters say.
    ///   - note: of the event; the title without it.
    ///   - why: why they are told anew.
    func tellPeople(
        _ raised: inout RaisedEscalation, text: String, note: String? = nil, why: String? = nil
    ) throws(LedgerError) {
        let settings = try escalationSettings()
        raised.toldAt = now
        var readers: [Address] = []
        var failed: [EscalationSending] = []
        for route in settings.routes(of: raised.severity) {
            raised.callOff(because: "it was told of anew", at: now) { $0 == route }
            let sending = try self.sending(route, raised, settings, &readers)
            raised.sendings.append(sending)
            if sending.state == .failed { failed.append(sending) }
        }
        try arm(&raised)
        try save(raised)
        try tell(.escalationRaised, raised, note: note ?? raised.title)
        let about = raised.about.map { " It is about \($0)." } ?? ""
        try deliver(
            to: readers, subject: "[\(raised.severity.rawValue)] \(raised.title)",
            body: [why, text, "The gate is \(raised.bead).\(about) \(Self.next(raised.bead))"].compactMap(\.self)
                .joined(separator: "\n\n"),
            priority: raised.severity.priority)
        for sending in failed { try tellFailure(of: sending, raised) }
    }

    private static func next(_ gate: BeadID) -> String {
        "Say that you look after it: gt escalate ack \(gate). Close it when it is settled: gt escalate close \(gate)"
    }

    private func sending(
        _ route: EscalationRoute, _ raised: RaisedEscalation, _ settings: EscalationSettings,
        _ readers: inout [Address]
    ) throws(LedgerError) -> EscalationSending {
        var sending = EscalationSending(
            number: raised.sendings.count + 1, route: route, severity: raised.severity, at: now)
        switch route {
        case .bead: break
        case .mail(let address):
            guard let reader = try reader(for: address) else {
                sending.state = .failed
                sending.note = "there is no \(address)"
                break
            }
            if reader != address { sending.note = "to \(reader): the Mayor's agent has no session" }
            if !readers.contains(reader) { readers.append(reader) }
        case .desktop: sending.state = .awaited
        case .command(let name):
            sending.command = settings.commands.first { $0.name == name }
            sending.state = sending.command == nil ? .failed : .awaited
            if sending.command == nil { sending.note = "escalation.toml has no [command.\(name)]" }
        }
        return sending
    }

    /// A letter to the Mayor is read by its agent; while nobody has asked for that, by the overseer. nil: there is nobody
    /// of that address.
    private func reader(for address: Address) throws(LedgerError) -> Address? {
        if address == .mayor, try resident(.mayor)?.run == nil { return .overseer }
        return try directory().contains(address) ? address : nil
    }

    /// Whoever is written to with the next severity is told what could not be told otherwise; of the highest, whoever is
    /// with that. The overseer, if there is nobody else.
    func tellFailure(of sending: EscalationSending, _ raised: RaisedEscalation) throws(LedgerError) {
        let routes = try escalationSettings().routes(of: sending.severity.higher ?? sending.severity)
        var readers: [Address] = []
        for case .mail(let address) in routes {
            if let reader = try reader(for: address), !readers.contains(reader) { readers.append(reader) }
        }
        let why = sending.note ?? "nobody said why"
        try deliver(
            to: readers.isEmpty ? [.overseer] : readers,
            subject: BeadText.titleLine(
                of: "[\(raised.severity.rawValue)] not told by \(sending.route): \(raised.title)"),
            body: "The escalation \(raised.bead) could not be told by \(sending.route): \(why)\n\n\(raised.title)\n\n"
                + "What else was done: gt escalate show \(raised.bead). \(Self.next(raised.bead))",
            priority: raised.severity.priority)
    }
}
