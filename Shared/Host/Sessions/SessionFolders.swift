package import TownModel

/// The session directories of a town, read without the store: for what must work when nobody answers.
package struct SessionFolders: Sendable {
    package let layout: TownLayout

    package init(layout: TownLayout) { self.layout = layout }

    /// A session whose shim is still there.
    package struct Running: Hashable, Sendable {
        package var incarnation: Incarnation
        package var shim: ProcessIdentity
    }

    package var running: [Running] {
        Files.names(in: layout.sessions).compactMap(Incarnation.init).compactMap { incarnation in
            // A record that can't be read names no process: losing the error is right.
            guard case .running(let shim)? = try? SessionDirectory(layout.session(incarnation)).observe() else {
                return nil
            }
            return Running(incarnation: incarnation, shim: shim)
        }
    }
}
