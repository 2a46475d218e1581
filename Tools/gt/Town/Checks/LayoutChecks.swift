import Host
import TownModel

extension Check {
    static let layout = Check("layout", why: "what is missing here makes services fail at their next start") {
        examination in
        let layout = examination.layout
        var found: [Finding] = []
        for directory in [
            layout.config, layout.beads, layout.machinery, layout.run, layout.logs, layout.services, layout.keys,
            layout.sessions, layout.rigs,
        ] where !Files.isDirectory(directory) {
            let saw = Files.exists(directory) ? "it is no directory" : "it is missing"
            found.append(.broken(examination.short(directory), saw, next: fix("makes what is missing")))
        }
        if !Files.exists(layout.townFile) {
            found.append(
                .broken(examination.short(layout.townFile), "it is missing", next: fix("writes it with its defaults")))
        }
        return found.isEmpty ? [.fine(layout.root, "every directory is there")] : found
    } repair: { examination in
        let name = examination.layout.root.split(separator: "/").last.map(String.init) ?? "town"
        let made = try await TownFounding(layout: examination.layout, name: name).run()
        return made.isEmpty ? "nothing was missing" : "made " + made.joined(separator: ", ")
    }

    static let permissions = Check(
        "permissions", why: "a key is all it takes to speak as somebody else: nobody but you may read them"
    ) { examination in
        var found: [Finding] = []
        for place in Secret.places(of: examination.layout) {
            guard let mode = Files.mode(of: place.path) else { continue }
            let path = examination.short(place.path)
            if !Files.isOwn(place.path) {
                found.append(.broken(path, "it belongs to another user", next: "chown it to yourself, as root"))
            } else if mode & ~place.mode != 0 || mode & place.needed != place.needed {
                found.append(
                    .broken(
                        path, "its mode is 0\(String(mode, radix: 8)), not 0\(String(place.mode, radix: 8))",
                        next: fix("sets it")))
            }
        }
        return found.isEmpty ? [.fine(".gt", "private directories, keys and the ledger are yours alone")] : found
    } repair: { examination in
        var changed: [String] = []
        for place in Secret.places(of: examination.layout) {
            guard let mode = Files.mode(of: place.path), Files.isOwn(place.path),
                mode & ~place.mode != 0 || mode & place.needed != place.needed
            else { continue }
            try Files.setMode(place.mode, of: place.path)
            changed.append("0\(String(place.mode, radix: 8)) on \(examination.short(place.path))")
        }
        return changed.isEmpty ? "nothing could be changed" : "set " + changed.joined(separator: ", ")
    }

    static let socketPath = Check(
        "socket-path", why: "the kernel takes no socket path over 107 bytes"
    ) { examination in
        let path = "\(examination.layout.sockets)/store.feed"
        guard Files.isDirectory(examination.layout.sockets) else {
            // A long town path has its sockets elsewhere; the store makes that directory when it starts.
            return [.warning(path, "its directory is not there yet", next: "gt up")]
        }
        return [.fine(path, "\(path.utf8.count) bytes")]
    }

    static let disk = Check("disk", why: "on a full disk the ledger takes no command, and agents lose their files") {
        examination in
        guard let used = Files.diskUse(at: examination.layout.root) else {
            return [.unknown(examination.layout.root, "its file system does not say how full it is", next: "df -h")]
        }
        let saw = "\(Int((used * 100).rounded())) % of its disk is in use"
        let next = "free some space; gt emptied trashes lie in rigs/*/trash"
        if used >= DoctorLimits.diskBroken { return [.broken(examination.layout.root, saw, next: next)] }
        if used >= DoctorLimits.diskWarning { return [.warning(examination.layout.root, saw, next: next)] }
        return [.fine(examination.layout.root, saw)]
    }

    /// The words for what `--fix` does.
    static func fix(_ what: String) -> String { "gt doctor --fix \(what)" }
}

/// A path that must be its owner's alone.
struct Secret {
    var path: String
    var mode: UInt32
    /// What the owner needs of it.
    var needed: UInt32 { mode & 0o600 }

    /// Those that should be there; whichever is not is another check's business.
    static func places(of layout: TownLayout) -> [Secret] {
        let directories = [layout.machinery, layout.run, layout.logs, layout.services, layout.keys, layout.sessions]
        let keys = Files.names(in: layout.keys).map { "\(layout.keys)/\($0)" }
        let sessions = Files.names(in: layout.sessions).map { "\(layout.sessions)/\($0)" }
        let ledger = ["", "-wal", "-shm"].map { layout.ledger + $0 }
        return (directories + sessions).map { Secret(path: $0, mode: 0o700) }
            + (keys + sessions.map { "\($0)/key" } + ledger).map { Secret(path: $0, mode: 0o600) }
    }
}
