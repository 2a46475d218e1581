internal import TownModel

/// Most commands are about one bead and answer with it: see `JSONMembers`.
extension Command where Reply == BeadReply {
    package static func json(of reply: BeadReply) -> [UInt8] {
        var members = JSONMembers()
        members.add("bead", members: reply.bead.write)
        return members.closed()
    }
}

/// Lists of beads are what is asked for most.
extension Query where Reply == BeadPage {
    package static func json(of reply: BeadPage) -> [UInt8] {
        var members = JSONMembers()
        let beads = reply.beads.map(\.json).joined(separator: [UInt8(ascii: ",")])
        members.add("beads", json: [UInt8(ascii: "[")] + Array(beads) + [UInt8(ascii: "]")])
        members.add("next", reply.next)
        return members.closed()
    }
}

extension Bead {
    /// The keys in their order, as everywhere.
    package var json: [UInt8] {
        var members = JSONMembers()
        write(into: &members)
        return members.closed()
    }

    fileprivate func write(into members: inout JSONMembers) {
        members.add("assignee", assignee)
        members.add("closeReason", closeReason)
        members.add("closedAt", closedAt?.description)
        members.add("createdAt", createdAt.description)
        members.add("createdBy", createdBy)
        members.add("deferUntil", deferUntil?.description)
        members.add("description", description)
        members.add("disposition", disposition.rawValue)
        members.add("id", id.text)
        members.add("labels", json: Array("[\(labels.map(JSONText.quoted).joined(separator: ","))]".utf8))
        members.add("outcome", outcome?.rawValue)
        members.add("parent", parent?.text)
        members.add("pinned", json: Array((pinned ? "true" : "false").utf8))
        members.add("priority", Int64(priority.rawValue))
        members.add("rig", rig?.text)
        members.add("status", status.rawValue)
        members.add("title", title)
        members.add("type", type.rawValue)
        members.add("updatedAt", updatedAt.description)
        members.add("version", version)
    }
}
