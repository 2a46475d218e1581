import TownModel
import Wire

/// What is left of a convoy, and what each of it waits for.
enum StandingText {
    static func standing(_ standing: ConvoyStanding, _ screen: Screen) -> String {
        let convoy = standing.convoy
        var lines = [
            "\(screen.paint(convoy.id.text, .cyan)) \(screen.plain(convoy.title)): \(convoy.state.rawValue), "
                + "\(ConvoyText.progress(convoy)) done"
        ]
        if let pause = convoy.mountain?.pause {
            lines.append(screen.paint("  paused \(screen.plain(pause.words))", .yellow))
        }
        if let stranded = standing.stranded { lines.append(screen.paint("  stuck: \(stranded)", .red)) }
        let waiting = waiting(standing.members, screen)
        return (lines + (waiting.isEmpty ? [] : [waiting])).joined(separator: "\n")
    }

    /// Empty when nothing is left.
    static func waiting(_ members: [MemberStanding], _ screen: Screen) -> String {
        guard !members.isEmpty else { return "" }
        var table = TextTable()
        for member in members {
            let holdsUp = member.holdsUp.map(\.text).joined(separator: ", ")
            let text = screen.plain(member.text) + (holdsUp.isEmpty ? "" : "; holds up \(holdsUp)")
            table.add(
                .init("  "), .init(member.bead.text, .cyan),
                .init(member.cause.rawValue, member.cause.isMoving ? .green : .red), .init(text))
        }
        return table.text(screen)
    }
}

/// A convoy as `gt convoy status --json` gives it: with what is left of it.
struct ConvoySight: Encodable {
    var standing: ConvoyStanding

    private enum Key: String, CodingKey { case standing, stranded }

    func encode(to encoder: any Encoder) throws {
        try standing.convoy.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(standing.members, forKey: .standing)
        try container.encodeIfPresent(standing.stranded, forKey: .stranded)
    }
}
