package import TownModel
internal import Wire

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
            shim(of: incarnation).map { Running(incarnation: incarnation, shim: $0) }
        }
    }

    /// nil when none was started or it has ended. The pid is looked for in the shim's own record and then compared
    /// with the kernel's: number and start time.
    private func shim(of incarnation: Incarnation) -> ProcessIdentity? {
        // No record: no process. Losing the error is right.
        guard let bytes = try? Files.read("\(layout.session(incarnation))/started.json"),
            // Half written: the shim writes it whole, so that can only be garbage.
            let identity = try? JSONText.decode(ProcessIdentity.self, from: bytes), Processes.isAlive(identity)
        else { return nil }
        return identity
    }
}

extension SessionAssignment {
    /// What the session in this directory works on. Throws `unreadable` when that can't be told.
    package static func read(session directory: String) throws(HostError) -> SessionAssignment {
        let path = "\(directory)/assignment.json"
        do {
            return try JSONText.decode(SessionAssignment.self, from: try Files.read(path))
        } catch let error as WireError {
            throw .unreadable(path: path, reason: error.message)
        } catch let error as HostError {
            throw error
        } catch {
            throw .unreadable(path: path, reason: "\(error)")
        }
    }
}
