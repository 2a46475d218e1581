import TownModel

/// The merge queue for people.
enum QueueText {
    static func table(_ requests: [MergeRequest], _ screen: Screen) -> String {
        guard !requests.isEmpty else { return "the queue is empty" }
        var table = TextTable()
        for request in requests {
            table.add(
                .init(request.id.text, .cyan), state(request), .init(request.bead.text),
                .init(FeedSentence.name(request.worker)), .init(screen.age(request.enqueuedAt), .dim),
                .init(screen.plain(request.title + (request.reason.map { ": \($0)" } ?? ""))))
        }
        return table.text(screen)
    }

    /// What has landed: one line each, from the request and its proof.
    static func record(_ requests: [MergeRequest], _ screen: Screen) -> String {
        guard !requests.isEmpty else { return "nothing has landed" }
        var table = TextTable()
        table.header("bead", "worker", "attempts", "waited", "tested", "commit", "title")
        for request in requests {
            let gates = request.proof?.gates ?? []
            let tested = gates.reduce(0) { $0 + $1.milliseconds }
            let waited = request.landedAt.map { Age.text(request.enqueuedAt.duration(to: $0)) } ?? ""
            table.add(
                .init(request.bead.text, .cyan), .init(FeedSentence.name(request.worker)),
                .init(String(request.attempt), request.attempt > 1 ? .yellow : .dim), .init(waited),
                .init("\(gates.count) \(gates.count == 1 ? "gate" : "gates"), \(Age.text(.milliseconds(tested)))"),
                .init(request.proof?.tip.short ?? "", .green), .init(screen.plain(request.title)))
        }
        return table.text(screen)
    }

    static func short(_ request: MergeRequest, _ screen: Screen) -> String {
        "\(screen.paint(request.id.text, .cyan)) (\(request.bead)) \(screen.plain(request.title)), "
            + "\(request.state.rawValue)"
    }

    /// Who holds the rig's queue; nil: nobody.
    static func hold(_ rig: Rig, _ screen: Screen) -> String? {
        rig.queueHold.map { hold(rig.name, $0, screen) }
    }

    static func hold(_ rig: RigName, _ hold: QueueHold, _ screen: Screen) -> String {
        let why = hold.reason.map { ": " + screen.plain($0) } ?? ""
        let next = "gt mq resume \(rig)" + (hold.move == nil ? "" : " accepts it")
        return "the queue of \(rig) is held by \(hold.by) for \(screen.age(hold.since))\(why); \(next)"
    }

    static func why(_ request: MergeRequest, place: Int?, _ screen: Screen) -> String {
        var lines = ["\(screen.paint(request.id.text, .cyan)) \(screen.plain(request.title))"]
        let where_ = place.map { ", number \($0) of the queue" } ?? ""
        lines.append("  \(request.state.rawValue)\(where_), attempt \(request.attempt), for \(request.target)")
        lines.append("  bead \(request.bead), head \(request.head.short), by \(request.worker)")
        if let reason = request.reason { lines.append("  because: " + screen.plain(reason)) }
        if let log = request.log { lines.append("  log: " + screen.plain(log)) }
        if let proof = request.proof {
            lines.append("  \(proof.base.short) → \(proof.tip.short), tree \(proof.tree.short)")
            for gate in proof.gates {
                let result =
                    gate.passed ? "passed" : gate.exitCode.map { "ended with \($0)" } ?? "did not end by itself"
                lines.append("  gate \(screen.plain(gate.name)): \(result) in \(gate.milliseconds) ms")
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func state(_ request: MergeRequest) -> TextTable.Cell {
        switch request.state {
        case .queued: .init("queued", .yellow)
        case .testing, .landing: .init(request.state.rawValue, .magenta)
        case .landed: .init("landed", .green)
        case .rework, .rejected: .init(request.state.rawValue, .red)
        case .withdrawn: .init("withdrawn", .dim)
        }
    }
}
