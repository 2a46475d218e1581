internal import Glibc

extension TownLayout {
    /// The layout of a town on this machine. The path is resolved, so that every way of writing it finds the same
    /// sockets; the short directory for sockets depends on the user alone, never on the environment of one program.
    package init(root: String) {
        let personal = "/run/user/\(getuid())"
        self.init(
            root: Files.resolved(root) ?? root, runtimeDirectory: access(personal, W_OK | X_OK) == 0 ? personal : "/tmp"
        )
    }

    /// Whether it is a small town, as `bd init` makes one: a store and nothing else, started by whoever needs it.
    package var isSmall: Bool { Files.exists(smallMark) }
}
