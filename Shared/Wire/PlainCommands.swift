internal import TownModel

extension BeadCreate {
    package init?(_ plain: PlainObject) {
        var command = BeadCreate(title: "")
        /// Of the six keys that are always there.
        var required = 0
        for member in plain.members {
            switch (member.key, member.value) {
            case ("title", .text(let text)):
                command.title = text
                required += 1
            case ("description", .text(let text)):
                command.description = text
                required += 1
            case ("type", .text(let text)):
                command.type = BeadType(rawValue: text)
                required += 1
            case ("priority", .number(let number)):
                guard let priority = Priority(rawValue: Int(number)) else { return nil }
                command.priority = priority
                required += 1
            case ("labels", .texts(let texts)):
                command.labels = texts
                required += 1
            case ("rig", .text(let text)):
                guard let rig = RigName(text) else { return nil }
                command.rig = rig
            case ("parent", .text(let text)):
                guard let parent = BeadID(text) else { return nil }
                command.parent = parent
            case ("needs", .texts(let texts)):
                let needs = texts.compactMap(BeadID.init)
                guard needs.count == texts.count else { return nil }
                command.needs = needs
                required += 1
            case ("assignee", .text(let text)): command.assignee = text
            default: return nil
            }
        }
        guard required == 6 else { return nil }
        self = command
    }
}

extension BeadUpdate {
    package init?(_ plain: PlainObject) {
        var id: BeadID?
        var labels: (added: [String]?, removed: [String]?) = (nil, nil)
        for case ("id", .text(let text)) in plain.pairs { id = BeadID(text) }
        guard let id else { return nil }
        var command = BeadUpdate(id: id)
        for member in plain.members {
            switch (member.key, member.value) {
            case ("id", _): break
            case ("title", .text(let text)): command.title = text
            case ("description", .text(let text)): command.description = text
            case ("type", .text(let text)): command.type = BeadType(rawValue: text)
            case ("priority", .number(let number)):
                guard let priority = Priority(rawValue: Int(number)) else { return nil }
                command.priority = priority
            case ("status", .text(let text)): command.status = BeadStatus(rawValue: text)
            case ("assignee", .text(let text)): command.assignee = text
            case ("addLabels", .texts(let texts)): labels.added = texts
            case ("removeLabels", .texts(let texts)): labels.removed = texts
            case ("labels", .texts(let texts)): command.labels = texts
            case ("isDeferred", .flag(let flag)): command.isDeferred = flag
            case ("pinned", .flag(let flag)): command.pinned = flag
            default: return nil
            }
        }
        guard let added = labels.added, let removed = labels.removed else { return nil }
        command.addLabels = added
        command.removeLabels = removed
        self = command
    }
}

extension BeadClose {
    package init?(_ plain: PlainObject) {
        let pairs = plain.pairs
        guard pairs.count == 3, case ("id", .text(let id)) = pairs[0],
            case ("outcome", .text(let outcome)) = pairs[1], case ("reason", .text(let reason)) = pairs[2],
            let id = BeadID(id), let outcome = Outcome(rawValue: outcome)
        else { return nil }
        self.init(id: id, reason: reason, outcome: outcome)
    }
}

extension MoleculeNext {
    package init?(_ plain: PlainObject) {
        var molecule: BeadID?
        var claims: Bool?
        for member in plain.members {
            switch (member.key, member.value) {
            case ("molecule", .text(let text)): molecule = BeadID(text)
            case ("claims", .flag(let flag)): claims = flag
            default: continue
            }
        }
        guard let molecule, let claims else { return nil }
        self.init(molecule: molecule, claims: claims)
        for member in plain.members {
            switch (member.key, member.value) {
            case ("molecule", _), ("claims", _): break
            case ("ends", .number(let number)): ends = number
            case ("failed", .flag(let flag)): failed = flag
            case ("output", .map(let map)): output = map
            case ("note", .text(let text)): note = text
            case ("holder", .text(let text)): holder = text
            default: return nil
            }
        }
    }
}
