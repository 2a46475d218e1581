internal import TownModel

/// Every step of every molecule is asked for and answered with these: see `JSONMembers`.
extension MoleculeNext {
    package var json: [UInt8] {
        var members = JSONMembers()
        members.add("claims", json: claims.json)
        members.add("ends", ends)
        members.add("failed", json: failed?.json)
        members.add("holder", holder)
        members.add("molecule", molecule.text)
        members.add("note", note)
        members.add("output", json: output.map(JSONText.encode(map:)))
        return members.closed()
    }

    package static func json(of reply: MoleculeNextReply) -> [UInt8] {
        var members = JSONMembers()
        members.add("fanOuts", json: reply.fanOuts.map { JSONText.encode($0) })
        members.add("molecule", members: reply.molecule.write)
        if let next = reply.next { members.add("next", members: next.write) }
        members.add("open", json: reply.open.map { JSONText.encode($0) })
        return members.closed()
    }
}

extension Molecule {
    fileprivate func write(into members: inout JSONMembers) {
        members.add("attached", attached?.text)
        members.add("createdAt", createdAt.description)
        members.add("digest", digest?.text)
        members.add("done", done)
        members.add("endedAt", endedAt?.description)
        members.add("failed", failed)
        members.add("formula", formula)
        members.add("held", json: held?.json)
        members.add("isPoured", json: isPoured?.json)
        members.add("root", root.text)
        members.add("skipped", skipped)
        members.add("steps", steps)
        members.add("title", title)
    }
}

extension MoleculeStep {
    fileprivate func write(into members: inout JSONMembers) {
        members.add("attempt", Int64(attempt))
        members.add("beganAt", beganAt?.description)
        members.add("endedAt", endedAt?.description)
        members.add("holder", holder)
        members.add("note", note)
        members.add("number", number)
        members.add("output", json: output.map(JSONText.encode(map:)))
        members.add("path", path)
        members.add("state", state.rawValue)
        members.add("step", members: step.write)
    }
}

extension GraphStep {
    /// What few steps have is encoded as everything is.
    fileprivate func write(into members: inout JSONMembers) {
        func add(_ key: String, _ value: (some Encodable)?) {
            if let value { members.add(key, json: JSONText.encode(value)) }
        }
        members.add("acceptance", acceptance)
        members.add("agent", agent)
        members.add("assignee", assignee)
        members.add("condition", condition?.text)
        members.add("description", description)
        add("fanOut", fanOut)
        add("gate", gate)
        members.add("id", id)
        add("interactive", interactive)
        add("labels", labels)
        add("metadata", metadata)
        members.add("notes", notes)
        add("priority", priority)
        add("retry", retry)
        add("reviewOnly", reviewOnly)
        members.add("run", run)
        members.add("timeoutSeconds", timeoutSeconds)
        members.add("title", title)
        members.add("type", type?.rawValue)
    }
}

extension Bool {
    fileprivate var json: [UInt8] { Array((self ? "true" : "false").utf8) }
}

extension JSONText {
    /// What `encode` gives, faster.
    package static func encode(map: [String: String]) -> [UInt8] {
        var members = JSONMembers()
        for (key, value) in map.sorted(by: { $0.key < $1.key }) { members.add(key, value) }
        return members.closed()
    }

    /// A map of texts that was written by `encode(map:)`: read by hand where it is plain.
    package static func map(from bytes: [UInt8]) throws(WireError) -> [String: String] {
        guard let plain = PlainObject(bytes) else { return try decode([String: String].self, from: bytes) }
        var map: [String: String] = [:]
        for member in plain.members {
            guard case .text(let text) = member.value else { return try decode([String: String].self, from: bytes) }
            map[member.key] = text
        }
        return map
    }
}
