import TownModel
import Wire

/// The answer to a step's end: what comes next under the same parent, or why nothing does.
struct BdAdvance {
    private let reply: AdvanceReply
    private let closed: BdBead
    private let root: BdBead?
    private let next: BdBead?
    private let waiting: [(bead: BdBead, held: BlockedBead)]

    /// - Parameter reply: the store's; the lines of the beads that it names are asked for.
    init(_ reply: AdvanceReply, _ client: TownClient) async throws(CommandFailure) {
        self.reply = reply
        let named = [reply.closed, reply.root, reply.next].compactMap { $0?.id } + reply.waiting.map(\.bead.id)
        let lines = Dictionary(try await client.lines(of: named).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        guard let closed = lines[reply.closed.id.text] else {
            throw CommandFailure(.bug, code: "bug", "the store closed \(reply.closed.id) and does not have it")
        }
        self.closed = closed
        root = reply.root.flatMap { lines[$0.id.text] }
        next = reply.next.flatMap { lines[$0.id.text] }
        waiting = reply.waiting.compactMap { held in lines[held.bead.id.text].map { ($0, held) } }
    }

    /// The objects of the reference, and `waiting`: what holds up the parts when none can begin.
    var json: String {
        RawJSON.object([
            "closed": RawJSON.array([closed.json()]),
            "continue": root.map { root in
                RawJSON.object([
                    "closed_step": closed.json(), "next_step": next.map { $0.json() },
                    "auto_advanced": String(reply.isClaimed), "molecule_complete": String(isComplete),
                    "molecule_id": RawJSON.text(root.id), "open": String(reply.open),
                    "waiting": RawJSON.array(waiting.map(Self.json)),
                ])
            },
        ])
    }

    func text(_ screen: Screen) -> String {
        (["closed \(BdText.line(closed, screen))"] + rest(screen)).joined(separator: "\n")
    }

    private var isComplete: Bool { reply.open == 0 }

    private func rest(_ screen: Screen) -> [String] {
        guard let root else { return ["it is a part of nothing: bd ready lists what can begin"] }
        if let next {
            let line = "next: \(BdText.line(next, screen))"
            return [line, reply.isClaimed ? "  it is yours now" : "  bd update \(next.id) --claim takes it"]
        }
        if isComplete { return ["\(BdText.line(root, screen)): all its parts are closed"] }
        let parts = reply.open == 1 ? "1 part of it is" : "\(reply.open) parts of it are"
        return ["nothing can begin in \(BdText.line(root, screen)): \(parts) open"]
            + waiting.flatMap { bead, held in
                ["  \(BdText.line(bead, screen))"] + held.reasons.map { "    \(screen.plain($0))" }
            }
    }

    private static func json(_ bead: BdBead, _ held: BlockedBead) -> String {
        bead.json([
            "blocked_by": RawJSON.texts(held.blockedBy.map(\.text)), "reasons": RawJSON.texts(held.reasons),
        ])
    }
}
