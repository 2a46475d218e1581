import TownModel
import Wire

/// Who can be written to, for people.
enum MailListText {
    static func directory(_ entries: [Correspondent], _ screen: Screen) -> String {
        guard !entries.isEmpty else { return "nobody of that kind is here" }
        var table = TextTable()
        for entry in entries {
            table.add(contentsOf: [
                .init(entry.address.text, .bold), .init(entry.kind.rawValue, .dim), .init(state(of: entry)),
                .init(AttentionText.words(entry.attention, screen) ?? "", .yellow),
            ])
        }
        return table.text(screen)
    }

    private static func state(of entry: Correspondent) -> String {
        if let session = entry.session { return session.rawValue }
        guard let count = entry.count else { return "" }
        if entry.kind == .channel { return count == 1 ? "1 letter" : "\(count) letters" }
        if entry.kind == .queue { return count == 1 ? "1 letter waits" : "\(count) letters wait" }
        return members(count)
    }

    static func groups(_ groups: [MailGroupReply], _ screen: Screen) -> String {
        guard !groups.isEmpty else { return "nobody has made a group; gt mail group create makes one" }
        var table = TextTable()
        for reply in groups {
            table.add(
                .init("group:\(reply.group.name)", .bold), .init(members(reply.agents.count)),
                .init(names(reply.group.members.map(\.text))))
        }
        return table.text(screen)
    }

    static func group(_ reply: MailGroupReply, _ screen: Screen) -> String {
        let group = reply.group
        return [
            screen.paint("group:\(group.name)", .bold) + " of \(group.madeBy), \(screen.age(group.madeAt)) old",
            "\(screen.paint("made of", .dim))  \(names(group.members.map(\.text)))",
            "\(screen.paint("now", .dim))      \(names(reply.agents.map(\.description)))",
        ].joined(separator: "\n")
    }

    static func names(_ names: [String]) -> String { names.isEmpty ? "nobody" : names.joined(separator: ", ") }

    private static func members(_ count: Int) -> String { count == 1 ? "1 member" : "\(count) members" }
}
