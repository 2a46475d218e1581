import TownModel

/// Every step of every molecule is read by whoever walks it: where its reply is plain, by hand. See `PlainCommand`.
extension MoleculeNext {
    package static func reply(from body: [UInt8]) throws(WireError) -> MoleculeNextReply {
        if let plain = PlainObject(body), let reply = MoleculeNextReply(plain) { return reply }
        return try JSONText.decode(MoleculeNextReply.self, from: body)
    }
}

/// nil, in all of these, for anything but what is written by hand: the general decoder has the word then.
extension MoleculeNextReply {
    init?(_ plain: PlainObject) {
        var molecule: Molecule?
        var next: MoleculeStep?
        for member in plain.members {
            switch member.key {
            case "molecule": molecule = PlainObject(member.value).flatMap(Molecule.init)
            case "next":
                next = PlainObject(member.value).flatMap(MoleculeStep.init)
                guard next != nil else { return nil }
            default: return nil
            }
        }
        guard let molecule else { return nil }
        self.init(molecule: molecule, next: next)
    }
}

extension Molecule {
    fileprivate init?(_ plain: PlainObject) {
        var root: BeadID?
        var createdAt: Timestamp?
        var formula: String?
        var title: String?
        var counts: (steps: Int64?, done: Int64?, skipped: Int64?, failed: Int64?) = (nil, nil, nil, nil)
        var attached: BeadID?
        for member in plain.members {
            switch (member.key, member.value) {
            case ("root", .text(let text)): root = BeadID(text)
            case ("createdAt", .text(let text)): createdAt = Timestamp(text)
            case ("formula", .text(let text)): formula = text
            case ("title", .text(let text)): title = text
            case ("steps", .number(let number)): counts.steps = number
            case ("done", .number(let number)): counts.done = number
            case ("skipped", .number(let number)): counts.skipped = number
            case ("failed", .number(let number)): counts.failed = number
            case ("attached", .text(let text)):
                guard let bead = BeadID(text) else { return nil }
                attached = bead
            default: return nil
            }
        }
        guard let root, let createdAt, let formula, let title, let steps = counts.steps, let done = counts.done,
            let skipped = counts.skipped, let failed = counts.failed
        else { return nil }
        self.init(
            root: root, formula: formula, title: title, attached: attached, steps: steps, createdAt: createdAt)
        (self.done, self.skipped, self.failed) = (done, skipped, failed)
    }
}

extension MoleculeStep {
    fileprivate init?(_ plain: PlainObject) {
        var number: Int64?
        var path: String?
        var step: GraphStep?
        var state: StepState?
        for member in plain.members {
            switch (member.key, member.value) {
            case ("number", .number(let value)): number = value
            case ("path", .text(let text)): path = text
            case ("step", let value): step = PlainObject(value).flatMap(GraphStep.init)
            case ("state", .text(let text)): state = StepState(rawValue: text)
            default: continue
            }
        }
        guard let number, let path, let step, let state else { return nil }
        self.init(number: number, path: path, step: step, state: state)
        for member in plain.members {
            switch (member.key, member.value) {
            case ("number", _), ("path", _), ("step", _), ("state", _): break
            case ("attempt", .number(let value)): attempt = Int(value)
            case ("beganAt", .text(let text)):
                guard let moment = Timestamp(text) else { return nil }
                beganAt = moment
            case ("holder", .text(let text)): holder = text
            case ("output", .map(let map)): output = map
            default: return nil
            }
        }
    }
}

extension GraphStep {
    fileprivate init?(_ plain: PlainObject) {
        self.init(id: "", title: "")
        var required = 0
        for member in plain.members {
            guard case .text(let text) = member.value else { return nil }
            switch member.key {
            case "id":
                id = text
                required += 1
            case "title":
                title = text
                required += 1
            case "description": description = text
            case "run": run = text
            case "acceptance": acceptance = text
            default: return nil
            }
        }
        guard required == 2 else { return nil }
    }
}
