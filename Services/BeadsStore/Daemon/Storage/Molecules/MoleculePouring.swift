internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// A molecule as beads: `<root>.<number>` for each step, group and loop, with edges that say what waits for what to
/// everybody who reads the files.
///
/// The walk stays what decides; the beads show how it stands (`Transaction.mirror`).
extension Transaction {
    func checkCanPour(_ index: GraphIndex) throws(LedgerError) {
        guard index.count <= MoleculeLimits.pouredStepsMax else {
            throw .refuse(
                .tooLarge,
                "\(index.graph.formula) has \(index.count) steps; as beads a molecule has at most "
                    + "\(MoleculeLimits.pouredStepsMax)", about: index.graph.formula,
                hint: "gt mol wisp \(index.graph.formula) costs a row a step that is reached")
        }
        try checkCanPour(index.graph.nodes)
    }

    private func checkCanPour(_ nodes: [GraphNode]) throws(LedgerError) {
        for node in nodes {
            if node.shape == .step, let type = node.step.type, !type.isWork {
                throw .refuse(
                    .invalid, "step \(node.step.id) is of type \(type.rawValue), which nobody works at",
                    about: node.step.id, hint: "a step is a task, a bug, a feature or a chore")
            }
            if case .loop(let loop) = node.shape { try checkCanPour(loop.body) }
        }
    }

    func pour(_ index: GraphIndex, under root: BeadRow) throws(LedgerError) {
        // Whoever gives the root a child of his own gets a number behind the last.
        try write(
            "INSERT INTO counters (name, value) VALUES (?, ?)", .text("child/\(root.id)"), .int(index.count))
        let first = StepPlace(outer: [], frame: index.beginning, node: 0)
        try pour(listOf: first, under: root, in: Pot(root: root.id, rig: root.bead.rig, formula: index.graph.formula))
    }

    /// What every bead of a molecule has of it.
    private struct Pot {
        let root: BeadID
        let rig: RigName?
        let formula: String

        func id(_ place: StepPlace) throws(LedgerError) -> BeadID {
            guard let id = BeadID("\(root).\(place.number)") else {
                throw .refuse(.bug, "no id can be made of \(root) and \(place.number)", about: root.text)
            }
            return id
        }
    }

    /// - Parameters:
    ///   - first: the list's first place.
    ///   - round: what the round before this one ends with; its entries wait for all of these.
    private func pour(
        listOf first: StepPlace, under parent: BeadRow, after round: [BeadID] = [], in pot: Pot
    ) throws(LedgerError) {
        let list = first.frame.list
        let entries = Set(list.entries)
        var made: [Int: BeadRow] = [:]
        for node in list.nodes.indices {
            let place = first.sibling(node)
            var waits = entries.contains(node) ? round.map { NewEdge(to: $0, type: .blocks) } : []
            for need in place.graphNode.needs {
                let id = try pot.id(first.sibling(need.node))
                waits.append(
                    need.rule == .anyChild
                        ? NewEdge(to: id, type: .waitsFor, gate: .anyChildren) : NewEdge(to: id, type: .blocks))
            }
            let above = place.graphNode.group.flatMap { made[$0] } ?? parent
            let row = try pour(place, under: above, waits: waits, in: pot)
            made[node] = row
            guard case .loop(let loop) = place.graphNode.shape else { continue }
            var before: [BeadID] = []
            for iteration in 0..<loop.count {
                guard let inner = place.inside(iteration, node: 0) else { break }
                try pour(listOf: inner, under: row, after: before, in: pot)
                before = []
                for exit in inner.frame.list.exits { before.append(try pot.id(inner.sibling(exit))) }
            }
        }
    }

    private func pour(
        _ place: StepPlace, under parent: BeadRow, waits: [NewEdge], in pot: Pot
    ) throws(LedgerError) -> BeadRow {
        let id = try pot.id(place)
        let step = place.step
        let title = try BeadText.title(step.title)
        let labels = Set(step.labels ?? []).sorted()
        try BeadText.check(description: step.description ?? "")
        try BeadText.check(labels: labels)
        var row = BeadRow(
            bead: Bead(
                id: id, rig: pot.rig, title: title, description: step.description ?? "",
                priority: step.priority ?? .normal,
                type: place.graphNode.shape == .step ? step.type ?? .task : .epic, assignee: step.assignee?.nonEmpty,
                labels: labels, createdAt: now, createdBy: speaker.actor.description, updatedAt: now))
        row.bead.parent = parent.id
        row.inherited = parent.readiness.passedDown
        row.blockers = waits.count { $0.type == .blocks }
        row.waiting = waits.count - row.blockers
        let changes = try write(Self.fields(of: step, at: place, in: pot), into: id)
        row = try insert(row, lineChanges: changes)
        if !labels.isEmpty { try setLabels(labels, of: id) }
        try tie(Edge(from: id, to: parent.id, type: .parentChild), of: row)
        for wait in waits { try tie(Edge(from: id, to: wait.to, type: wait.type, gate: wait.gate), of: row) }
        return row
    }

    private static func fields(of step: GraphStep, at place: StepPlace, in pot: Pot) -> [String: String] {
        var metadata = step.metadata ?? [:]
        metadata["formula"] = pot.formula
        metadata["step"] = place.path
        if let run = step.run { metadata["run"] = run }
        var fields = ["metadata": String(decoding: JSONText.encode(map: metadata), as: UTF8.self)]
        if let acceptance = step.acceptance { fields["acceptance_criteria"] = JSONText.quoted(acceptance) }
        if let notes = step.notes { fields["notes"] = JSONText.quoted(notes) }
        return fields
    }
}
