import TownModel
import Wire

/// Why something is as it is, for people.
enum WhyText {
    static func whole(_ reply: WhyReply, _ screen: Screen) -> String {
        var parts = reply.kind == .event ? [] : [awaited(reply, screen)]
        parts.append(causes(reply, screen))
        if reply.kind == .event { parts.append(followed(reply, screen)) }
        return parts.joined(separator: "\n\n")
    }

    /// What it is, what is awaited, and nothing of the past.
    static func awaited(_ reply: WhyReply, _ screen: Screen) -> String {
        var lines = [head(reply, screen)]
        var table = TextTable()
        table.header("  rule", "whose turn", "what is awaited")
        for awaited in reply.awaited {
            table.add(
                .init("  \(awaited.rule.rawValue)", .dim), .init(screen.plain(awaited.mover), .bold),
                .init(screen.plain(awaited.text) + moment(awaited, at: reply.at, screen)))
        }
        if !reply.awaited.isEmpty { lines.append(table.text(screen)) }
        lines += reply.returns.map { "  " + screen.plain($0) }
        return lines.joined(separator: "\n")
    }

    private static func head(_ reply: WhyReply, _ screen: Screen) -> String {
        switch reply.kind {
        case .bead: reply.bead.map { BeadText.line($0, screen) + "\n  " + screen.plain(BeadText.disposition($0)) } ?? ""
        case .request: reply.request.map { QueueText.why($0, place: reply.place, screen) } ?? ""
        case .convoy: reply.convoy.map { ConvoyText.table([$0], screen) } ?? ""
        case .agent, .event: screen.paint(reply.id, .bold)
        }
    }

    private static func moment(_ awaited: Awaited, at now: Timestamp, _ screen: Screen) -> String {
        guard let due = awaited.due else { return "" }
        let left = now < due ? ", in \(Age.text(now.duration(to: due)))" : ""
        let timer = awaited.timer.map { ", timer \(screen.plain($0))" } ?? ""
        return " (at \(due)\(left)\(timer))"
    }

    // MARK: - The past

    private static func causes(_ reply: WhyReply, _ screen: Screen) -> String {
        var lines = [screen.paint("how it came to this, the newest first", .bold)]
        for (index, step) in reply.chain.enumerated() {
            lines.append(line(step, screen))
            if index + 1 < reply.chain.count, let link = step.link {
                lines.append(screen.paint("    \(because(link))", .dim))
            }
        }
        lines.append("  " + screen.plain(end(reply.chainEnd, of: reply.chain.last)))
        return lines.joined(separator: "\n")
    }

    private static func followed(_ reply: WhyReply, _ screen: Screen) -> String {
        let title = screen.paint("what followed from it", .bold)
        guard !reply.followed.isEmpty else { return "\(title)\n  nothing so far" }
        let more = reply.isCut ? ["  and more: ask for the last of these"] : []
        return ([title] + reply.followed.map { line($0, screen) } + more).joined(separator: "\n")
    }

    private static func line(_ step: WhyStep, _ screen: Screen) -> String {
        let text: String
        do throws(WireError) {
            text = FeedLine.text(try step.event.event(), screen, sequence: true)
        } catch {
            text =
                "\(screen.plain(step.event.sequence))  an event that this gt does not know: \(screen.plain(error.message))"
        }
        return "  \(text)  " + screen.paint("[\(screen.plain(step.event.cause))]", .dim)
    }

    private static func because(_ link: WhyLink) -> String {
        switch link {
        case .told: "after it was told of this:"
        case .intent: "which it had announced:"
        case .timer: "by a timer that was set here:"
        case .session: "in the session that was given the work:"
        }
    }

    private static func end(_ end: WhyEnd, of last: WhyStep?) -> String {
        let actor = last.map { FeedSentence.name($0.event.actor) } ?? "nobody"
        let because = end.because.map { " (\($0))" } ?? ""
        return switch end.kind {
        case .none: "the log has no event about it"
        case .command: "it began there: \(actor) said so"
        case .round: "it began there: \(actor) looked around by itself\(because)"
        case .store: "it began there: the store did it by itself"
        case .timer: "a timer did it; who set that is not known any more"
        case .cleared: "what led to it\(because) is no longer in the log, or was refused"
        case .cut: "it goes further back: gt why \(end.because ?? "")"
        }
    }
}
