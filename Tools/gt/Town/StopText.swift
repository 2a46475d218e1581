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
        let isNew = reply.holds.contains { $0.kind != .work }
        let news = isNew ? reply.news.map { NewsText(news: $0).lines } ?? [] : []
        return (work + news).joined(separator: "\n")
    }
}
