internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// New beads.
extension Transaction {
    func create(_ create: BeadCreate) throws(LedgerError) -> BeadReply {
        let title = try BeadText.title(create.title)
        try BeadText.check(description: create.description)
        try BeadText.check(labels: create.labels)
        try check(type: create.type)
        let isTemplate = create.isTemplate == true
        let labels = Set(create.labels + (isTemplate ? [Bead.templateLabel] : [])).sorted()
        try checkFuture(create.deferUntil)
        guard create.needs.count + (create.edges?.count ?? 0) <= BeadLimits.beadsPerCommandMax else {
            throw .refuse(.tooLarge, "more than \(BeadLimits.beadsPerCommandMax) needs in one command")
        }
        let id = try id(of: create)
        if let moment = create.deferUntil { try setTimer(.undefer(id), due: moment) }
        let changes = try write(create.fields, into: id)
        let row = try insert(
            BeadRow(
                bead: Bead(
                    id: id, rig: create.rig, title: title, description: create.description,
                    priority: create.priority, type: create.type, assignee: create.assignee?.nonEmpty,
                    labels: labels, createdAt: now, createdBy: speaker.actor.description,
                    updatedAt: now, deferUntil: create.deferUntil),
                marks: isTemplate ? [.template] : []), lineChanges: changes)
        if !labels.isEmpty { try setLabels(labels, of: id) }
        guard create.parent != nil || !create.needs.isEmpty || create.edges?.isEmpty == false else {
            return BeadReply(bead: row.bead)
        }
        if let parent = create.parent { try add(Edge(from: id, to: parent, type: .parentChild)) }
        for need in Set(create.needs).sorted() { try add(Edge(from: id, to: need, type: .blocks)) }
        for edge in create.edges ?? [] {
            let edge = Edge(from: id, to: edge.to, type: edge.type, gate: edge.gate)
            if try !has(edge) { try add(edge) }
        }
        return try reply(id)
    }

    /// All or none. Ids are given out first, so that what names another may stand before it; only a parent, whose id is
    /// part of its children's, must come first.
    func create(_ create: BeadsCreate) throws(LedgerError) -> BeadsReply {
        guard create.beads.count <= BeadLimits.beadsPerCommandMax else {
            throw .refuse(.tooLarge, "more than \(BeadLimits.beadsPerCommandMax) beads in one command")
        }
        var ids: [String: BeadID] = [:]
        var made: [BeadID] = []
        for item in create.beads {
            var bead = item.bead
            if let ref = item.parentRef { bead.parent = try named(ref, in: ids, "before it") }
            let id = try self.create(bead).bead.id
            made.append(id)
            guard let ref = item.ref else { continue }
            guard ids.updateValue(id, forKey: ref) == nil else {
                throw .refuse(.invalid, "two beads are called \(ref)", about: ref)
            }
        }
        for (item, id) in zip(create.beads, made) {
            for ref in item.needRefs ?? [] {
                let edge = Edge(from: id, to: try named(ref, in: ids, "among them"), type: .blocks)
                if try !has(edge) { try add(edge) }
            }
        }
        var beads: [Bead] = []
        for id in made { beads.append(try knownBead(id).bead) }
        return BeadsReply(beads: beads)
    }

    private func named(_ ref: String, in ids: [String: BeadID], _ place: String) throws(LedgerError) -> BeadID {
        guard let id = ids[ref] else {
            throw .refuse(.notFound, "no bead \(place) is called \(ref)", about: ref)
        }
        return id
    }

    /// A child's id says whose it is; every other one is minted under its home's prefix.
    private func id(of create: BeadCreate) throws(LedgerError) -> BeadID {
        let prefix = try create.rig.map { (name) throws(LedgerError) in try knownRig(name).prefix } ?? town.prefix.text
        guard let parent = create.parent else { return try mint(prefix: prefix) }
        _ = try knownBead(parent)
        while let id = BeadID("\(parent.text).\(try next("child/\(parent.text)"))") {
            // A file may have brought the number.
            if try standing(of: id) == nil { return id }
        }
        return try mint(prefix: prefix)
    }

    func check(type: BeadType) throws(LedgerError) {
        guard BeadType.creatable.contains(type) else {
            let types = BeadType.creatable.map(\.rawValue).joined(separator: ", ")
            throw .refuse(.invalid, "a bead can't be made of type \(type.rawValue)", hint: "types: \(types)")
        }
    }

    func checkFuture(_ moment: Timestamp?) throws(LedgerError) {
        if let moment, moment <= now {
            throw .refuse(.invalid, "it can't be deferred until \(moment): that is past", hint: "name a later time")
        }
    }
}

extension String {
    var nonEmpty: String? { isEmpty ? nil : self }
}
