import TownModel

/// Turns what a person writes into an address: full ones, `witness` inside a rig, `<rig>/<name>` when only one fits.
struct AddressBook {
    /// Everybody who exists.
    var addresses: [Address]
    /// The rig that the writer is in.
    var rig: RigName?
    /// Groups, queues and channels that somebody has made.
    var lists: [MailTarget] = []

    /// Those of every town need no look-up; other towns can't be reached yet.
    static func fixed(_ text: String) throws(CommandFailure) -> Address? {
        if isList(text) {
            throw CommandFailure(
                .badData, code: "invalid", "\(text) is several, and one is meant here",
                hint: "gt mail send and gt broadcast speak to several; gt mail directory names each")
        }
        if text.contains("@") {
            throw CommandFailure(
                .refused, code: "no-link", "there is no link to another town, so \(text) can't be reached",
                about: text, hint: "gt status shows who is here")
        }
        switch Address(text) {
        case .overseer?: return .overseer
        case .mayor?: return .mayor
        case .deacon?: return .deacon
        default: return nil
        }
    }

    func resolve(_ text: String) throws(CommandFailure) -> Address {
        if let full = Address(text), addresses.contains(full) { return full }
        let candidates = addresses.filter { fits($0, text) }.sorted()
        if candidates.count == 1 { return candidates[0] }
        let shown = (candidates.isEmpty ? nearest(to: text) : candidates).prefix(CommandLimits.candidatesMax)
        let list = shown.map(\.description).joined(separator: ", ")
        if candidates.isEmpty {
            throw CommandFailure(
                .refused, code: "not-found", "nobody here is called \(text)", about: text,
                hint: list.isEmpty ? "gt polecat list" : "these exist: \(list)")
        }
        throw CommandFailure(
            .refused, code: "ambiguous", "\(text) means more than one", about: text, hint: "write one of: \(list)")
    }

    /// What has the form of several: it needs no look-up, who is in it is found out by the store.
    static func list(_ text: String) throws(CommandFailure) -> MailTarget? {
        guard isList(text) else { return nil }
        if let target = MailTarget(text) { return target }
        let forms = AgentGroup.forms + ["group:<name>", "queue:<name>", "channel:<name>"]
        throw CommandFailure(
            .badData, code: "invalid", "\(text) is no group", about: text,
            hint: "there are \(forms.joined(separator: ", "))")
    }

    private static func isList(_ text: String) -> Bool {
        text.hasPrefix("@") || ["group:", "queue:", "channel:"].contains(where: text.hasPrefix)
    }

    /// An agent; where no agent is called so, a group, a queue or a channel of that name.
    func target(_ text: String) throws(CommandFailure) -> MailTarget {
        do {
            return .agent(try resolve(text))
        } catch {
            guard error.code == "not-found", let name = MailListName(text) else { throw error }
            let found = MailTarget.all(named: name).filter(lists.contains)
            guard let first = found.first else { throw error }
            guard found.count == 1 else {
                throw CommandFailure(
                    .refused, code: "ambiguous", "\(text) means more than one", about: text,
                    hint: "write one of: \(found.map(\.text).joined(separator: ", "))")
            }
            return first
        }
    }

    private func fits(_ address: Address, _ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1: return address.rig == rig && rig != nil && last(of: address) == parts[0]
        case 2: return address.rig?.text == parts[0] && last(of: address) == parts[1]
        default: return false
        }
    }

    private func last(of address: Address) -> String? {
        address.description.split(separator: "/").last.map(String.init)
    }

    private func nearest(to text: String) -> [Address] {
        let near = Set(EditDistance.nearest(to: text, among: addresses.map(\.description), limit: .max))
        let found = addresses.filter { near.contains($0.description) }
        return (found.isEmpty ? addresses : found).sorted()
    }
}
