import TownModel

/// Convoys for people.
enum ConvoyText {
    static func table(_ convoys: [Convoy], _ screen: Screen) -> String {
        guard !convoys.isEmpty else { return "no convoys" }
        var table = TextTable()
        for convoy in convoys {
            table.add(
                .init(convoy.id.text, .cyan), state(convoy), .init(progress(convoy)), .init(screen.plain(convoy.title)))
        }
        return table.text(screen)
    }

    static func detail(_ convoy: Convoy, _ screen: Screen) -> String {
        var table = TextTable()
        for member in convoy.members {
            table.add(
                .init("  "), .init(member.bead.text, .cyan), state(of: member),
                .init(screen.plain(member.ending ?? ""), .dim), .init(screen.plain(member.title)))
        }
        let head =
            "\(screen.paint(convoy.id.text, .cyan)) \(screen.plain(convoy.title)): \(convoy.state.rawValue), "
            + "\(progress(convoy)) done"
        let told = ([convoy.owner] + convoy.watchers).map(\.description).joined(separator: ", ")
        return [head, "  \(feeding(convoy)); told when it lands: \(told)", table.text(screen)].joined(separator: "\n")
    }

    private static func feeding(_ convoy: Convoy) -> String {
        switch convoy.state {
        case .staged: return "it waits for gt convoy launch \(convoy.id)"
        case .closed: return "it was closed by hand"
        case .open, .landed: break
        }
        if convoy.mountain?.pause != nil { return "it is paused: gt mountain resume \(convoy.id)" }
        return convoy.isFed ? "the Mayor feeds it" : "nobody feeds it: sling its members"
    }

    static func progress(_ convoy: Convoy) -> String {
        "\(convoy.members.count { $0.status.isEnded })/\(convoy.members.count)"
    }

    private static func state(_ convoy: Convoy) -> TextTable.Cell {
        switch convoy.state {
        case .staged: .init("staged", .cyan)
        case .open: .init("open", .yellow)
        case .landed: .init("landed", .green)
        case .closed: .init("closed", .dim)
        }
    }

    private static func state(of member: ConvoyMember) -> TextTable.Cell {
        switch member.disposition {
        case .ready: .init("ready", .green)
        case .blocked: .init("blocked", .red)
        case .deferred: .init("deferred", .yellow)
        case .taken: .init(UntrustedText.line(member.status.rawValue), .yellow)
        case .notWork, .closed: .init(UntrustedText.line(member.status.rawValue), .dim)
        }
    }
}
