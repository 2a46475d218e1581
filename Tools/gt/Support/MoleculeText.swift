import TownModel
import Wire

/// Molecules for people.
enum MoleculeText {
    static func line(_ molecule: Molecule, _ screen: Screen) -> String {
        "\(screen.paint(molecule.root.text, .cyan)) \(screen.plain(molecule.title)): \(progress(molecule))"
    }

    static func table(_ molecules: [Molecule], _ screen: Screen) -> String {
        var table = TextTable()
        for molecule in molecules {
            table.add(
                .init(molecule.root.text, .cyan), state(molecule), .init(progress(molecule)),
                .init(molecule.attached.map { "on \($0)" } ?? "", .dim), .init(screen.plain(molecule.title)))
        }
        return table.text(screen)
    }

    static func detail(_ reply: MoleculeReply, _ screen: Screen) -> String {
        let molecule = reply.molecule
        var lines = [line(molecule, screen)]
        if molecule.isHeld, molecule.endedAt == nil { lines.append("  \(held(molecule))") }
        if let digest = molecule.digest { lines.append("  squashed into \(digest)") }
        if let bead = molecule.attached { lines.append("  the way of working at \(bead)") }
        if let pace = pace(molecule, at: screen.now) { lines.append("  \(pace)") }
        if !reply.open.isEmpty { lines.append(table(reply.open, of: molecule.root, screen)) }
        lines += (reply.fanOuts ?? []).map { fanOut($0, screen) }
        return lines.joined(separator: "\n")
    }

    static func next(_ reply: MoleculeNextReply, _ screen: Screen) -> String {
        let children = (reply.fanOuts ?? []).map { fanOut($0, screen) }
        if let step = reply.next {
            return (children + [detail(step, of: reply.molecule.root, screen)]).joined(separator: "\n")
        }
        guard reply.molecule.endedAt == nil else { return "all done: \(line(reply.molecule, screen))" }
        let open = reply.open ?? []
        let head = "nothing to claim: \(line(reply.molecule, screen))"
        guard !reply.molecule.isHeld else { return "\(head)\n  \(held(reply.molecule))" }
        return ([head] + children + (open.isEmpty ? [] : [table(open, of: reply.molecule.root, screen)]))
            .joined(separator: "\n")
    }

    private static func fanOut(_ progress: FanOutProgress, _ screen: Screen) -> String {
        let open = progress.open.map { screen.paint($0.text, .cyan) }.joined(separator: ", ")
        let walk = progress.open.isEmpty ? "" : ": gt mol next for each of \(open)"
        return "  \(screen.plain(progress.path)) has fanned out: \(progress.ended) of \(progress.total) ended\(walk)"
    }

    static func detail(_ step: MoleculeStep, of root: BeadID, _ screen: Screen) -> String {
        var lines = [line(step, of: root, screen)]
        for text in [step.step.description, step.step.acceptance.map { "Done when: \($0)" }, step.step.notes] {
            if let text, !text.isEmpty { lines += ["", screen.paragraph(text)] }
        }
        if let run = step.step.run {
            let limit = step.step.timeoutSeconds.map { " (\(Age.text(.seconds($0))) at most)" } ?? ""
            lines += ["", "run\(limit): \(screen.paragraph(run))"]
        }
        return lines.joined(separator: "\n")
    }

    static func line(_ step: MoleculeStep, of molecule: Molecule, _ screen: Screen) -> String {
        line(step, of: molecule.root, screen)
    }

    private static func line(_ step: MoleculeStep, of root: BeadID, _ screen: Screen) -> String {
        let id = screen.paint("\(root).\(step.number)", .cyan)
        let holder = step.holder.map { " by \(screen.plain($0))" } ?? ""
        return "\(id) \(screen.plain(step.path)): \(screen.plain(step.step.title)) (\(step.state.rawValue)\(holder))"
    }

    static func table(_ steps: [MoleculeStep], of root: BeadID, _ screen: Screen) -> String {
        var table = TextTable()
        for step in steps {
            let why = step.note.map { " \(UntrustedText.line($0))" } ?? ""
            table.add(
                .init("  "), .init("\(root).\(step.number)", .cyan), state(step),
                .init(screen.plain(step.holder ?? ""), .dim), .init(screen.plain(step.path)),
                .init(screen.plain(step.step.title) + screen.plain(why)))
        }
        return table.text(screen)
    }

    static func progress(_ molecule: Molecule) -> String {
        let ended = molecule.done + molecule.skipped
        let percent = molecule.endedAt != nil ? 100 : molecule.steps == 0 ? 0 : ended * 100 / molecule.steps
        let skipped = molecule.skipped > 0 ? ", \(molecule.skipped) skipped" : ""
        let failed = molecule.failed > 0 ? ", \(molecule.failed) failed" : ""
        return "\(molecule.done)/\(molecule.steps) done\(skipped)\(failed) (\(percent) %)"
    }

    private static func held(_ molecule: Molecule) -> String {
        "it has not begun: gt bead show \(molecule.root) says what it waits for"
    }

    /// Steps an hour since it was made, and when the rest would be done at that pace.
    private static func pace(_ molecule: Molecule, at now: Timestamp) -> String? {
        guard molecule.endedAt == nil, molecule.done > 0 else { return nil }
        let seconds = max(1, molecule.createdAt.duration(to: now).components.seconds)
        let hourly = molecule.done * 3600 / seconds
        let left = molecule.steps - molecule.done - molecule.skipped
        guard hourly > 0, left > 0 else { return nil }
        return "\(hourly) an hour; at this pace the rest takes \(Age.text(.seconds(left * 3600 / hourly)))"
    }

    private static func state(_ molecule: Molecule) -> TextTable.Cell {
        if molecule.endedAt != nil { return .init("ended", .dim) }
        if molecule.isHeld { return .init("waits", .dim) }
        return molecule.failed > 0 ? .init("stands", .red) : .init("open", .yellow)
    }

    private static func state(_ step: MoleculeStep) -> TextTable.Cell {
        switch step.state {
        case .ready: .init("ready", .green)
        case .claimed: .init("claimed", .yellow)
        case .failed: .init("failed", .red)
        case .gated, .resting: .init(step.state.rawValue, .yellow)
        case .waiting, .done, .skipped: .init(step.state.rawValue, .dim)
        }
    }
}
