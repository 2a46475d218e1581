import TownModel
import Wire

/// Why an agent should go on, told to the agent.
struct StopText {
    let reply: TurnEndReply

    var reason: String {
        let work = reply.holds.filter { $0.kind == .work }.map { hold in
            let bead = hold.bead.map { "\($0)" } ?? "work"
            return "\(bead) is on your hook and not handed in: finish it and run gt done, or say why it can't be "
                + "finished: gt done --status blocked -m \"…\"."
        }
        return (work + (printed.map { NewsText(news: $0).lines } ?? [])).joined(separator: "\n")
    }

    /// The news that the reason tells; nil where work alone holds.
    var printed: News? { reply.holds.contains { $0.kind != .work } ? reply.news : nil }
}
