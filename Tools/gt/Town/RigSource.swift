import Host

/// Where a rig's history comes from, and where landed work goes.
struct RigSource: Hashable {
    /// Pushed to; nil: the rig's own clone is all there is.
    var remote: String?
    /// A working copy without a usable origin: its branch is copied once, it is never pushed to.
    var copied: String?
    /// The branch that a working copy is on.
    var branch: String?

    /// Where it lies on this machine; nil: elsewhere.
    var path: String? {
        if let copied { return copied }
        guard let remote else { return nil }
        if remote.hasPrefix("file:///") { return String(remote.dropFirst("file://".count)) }
        return remote.hasPrefix("/") ? remote : nil
    }

    /// An address is taken as it is. A bare repository is a remote. A working copy stands for its `origin`: nobody's
    /// checkout is ever pushed to, so an origin that is a checkout itself is only copied from.
    static func find(_ text: String, in discovery: TownDiscovery) async throws -> RigSource {
        if isAddress(text) { return RigSource(remote: text) }
        let path = discovery.absolute(text)
        guard Files.exists(path) else {
            throw CommandFailure(
                .refused, code: "not-found", "\(path) does not exist, and is no address of a repository",
                hint: "gt rig add <name> <url, or path of a repository>")
        }
        guard let local = try await Git.local(path) else {
            throw CommandFailure(
                .refused, code: "invalid", "\(path) is no git repository",
                hint: "git init and a first commit make it one; or give the url of a repository")
        }
        if local.isBare { return RigSource(remote: local.top, branch: local.branch) }
        guard let origin = local.origin else { return RigSource(copied: local.top, branch: local.branch) }
        if isAddress(origin) { return RigSource(remote: origin) }
        let there = origin.hasPrefix("/") ? origin : "\(local.top)/\(origin)"
        guard let source = try await Git.local(there) else {
            throw CommandFailure(
                .refused, code: "not-found", "the origin of \(local.top), \(there), is no git repository",
                hint: "git -C \(local.top) remote set-url origin <url>")
        }
        if source.isBare { return RigSource(remote: source.top, branch: source.branch) }
        return RigSource(copied: local.top, branch: local.branch)
    }

    /// `https://…`, `ssh://…`, `file:///…` or `user@host:path`, as git tells them from paths.
    static func isAddress(_ text: String) -> Bool {
        if text.contains("://") { return true }
        guard let colon = text.firstIndex(of: ":") else { return false }
        return !text[..<colon].contains("/")
    }
}
