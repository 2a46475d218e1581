import Host
import TownModel

/// Which town a command is for: `--town`, else GT_TOWN, else the nearest directory upward that has `.gt`, or a small
/// town in `.beads`, else the one that `git config gt.town` names here, else `~/gt`.
struct TownDiscovery {
    var surroundings: Surroundings
    /// Whether a directory holds a town.
    var isTown: (String) -> Bool
    /// What the repository says that the current directory lies in.
    var binding = TownBinding.none

    func find(_ option: String?) throws(CommandFailure) -> String {
        if let meant = try meant(option) { return meant }
        if let home = surroundings.value("HOME"), isTown("\(home)/gt") { return "\(home)/gt" }
        throw .configuration(
            "there is no town here: neither \(surroundings.directory) nor a directory above it has .gt, and ~/gt is none",
            hint: "gt install ~/gt, bd init, or name one with --town, GT_TOWN or git config gt.town")
    }

    /// The town that is named, or lies here; nil where only `~/gt` is left.
    func meant(_ option: String?) throws(CommandFailure) -> String? {
        if let option { return try named(option, by: "--town") }
        if let variable = surroundings.value("GT_TOWN"), !variable.isEmpty { return try named(variable, by: "GT_TOWN") }
        if let nearest { return nearest }
        switch binding {
        case .none: break
        case .bound(let path): return try named(path, by: "git config gt.town")
        case .unreadable(let failure): throw failure
        }
        return nil
    }

    /// The nearest town that the current directory lies in.
    var nearest: String? {
        Self.upward(from: surroundings.directory).lazy.flatMap { [$0, "\($0)/.beads"] }.first(where: isTown)
    }

    /// A path of the user's, made absolute.
    func absolute(_ path: String) -> String {
        var path = path
        if path.hasPrefix("~/"), let home = surroundings.value("HOME") { path = home + path.dropFirst(1) }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        if path.hasPrefix("/") { return path }
        return path == "." ? surroundings.directory : "\(surroundings.directory)/\(path)"
    }

    private func named(_ path: String, by source: String) throws(CommandFailure) -> String {
        let root = absolute(path)
        guard isTown(root) else {
            throw .configuration("\(root) (from \(source)) is no town: it has no .gt", hint: "gt install \(root)")
        }
        return root
    }

    static func upward(from directory: String) -> [String] { Files.upward(from: directory) }
}

extension TownLayout {
    /// The rig that a directory lies in: `rigs/<rig>/…` of this town.
    func rig(containing directory: String) -> RigName? {
        guard directory.hasPrefix("\(rigs)/") else { return nil }
        return directory.dropFirst(rigs.count + 1).split(separator: "/").first.flatMap { RigName(String($0)) }
    }
}
