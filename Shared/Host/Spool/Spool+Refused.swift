internal import Glibc
package import TownModel
package import Wire

/// What was set aside, for a person.
package struct RefusedEntry: Hashable, Sendable {
    /// Of its file.
    package let name: String
    /// nil when the file can't be read.
    package let command: SpooledCommand?
    /// nil when nobody wrote down why.
    package let refusal: SpoolRefusal?

    package init(name: String, command: SpooledCommand?, refusal: SpoolRefusal?) {
        self.name = name
        self.command = command
        self.refusal = refusal
    }
}

extension Spool {
    /// Below the spool: nothing in it is carried out, and nothing is removed from it but by a person.
    package var refusedDirectory: String { "\(directory)/refused" }

    /// Takes an entry out of what waits and keeps it, with the reason beside it.
    package func setAside(_ name: String, because refusal: SpoolRefusal) throws(HostError) {
        let path = "\(directory)/\(name)"
        guard Files.exists(path) else { return }
        try Files.makePrivateDirectory(refusedDirectory)
        try Files.writeAtomically(
            JSONText.encode(refusal) + [UInt8(ascii: "\n")], to: reasonFile(name))
        try Files.rename(path, to: "\(refusedDirectory)/\(name)")
    }

    /// Oldest first.
    package func refused() throws(HostError) -> [RefusedEntry] {
        let aside = Spool(setAsideIn: self)
        var entries: [RefusedEntry] = []
        for name in try aside.names() {
            switch try aside.read(name) {
            case .gone: break
            case .unfit: entries.append(RefusedEntry(name: name, command: nil, refusal: refusal(name)))
            case .command(let command):
                entries.append(RefusedEntry(name: name, command: command, refusal: refusal(name)))
            }
        }
        return entries
    }

    private func refusal(_ name: String) -> SpoolRefusal? {
        // The reason is for reading: an entry without one, or with one of another version, is an entry all the same.
        guard let bytes = try? Files.read(reasonFile(name)) else { return nil }
        // As above.
        return try? JSONText.decode(SpoolRefusal.self, from: bytes)
    }

    /// Puts a refused command back behind everything that waits, as one that is said anew under its id.
    package func retry(_ entry: RefusedEntry, at now: Timestamp) throws(SpoolError) {
        guard var command = entry.command else { return }
        command.acceptedAt = now
        command.retries += 1
        try add(command)
        do {
            try drop(entry)
        } catch {
            throw .host(error)
        }
    }

    /// Removes what was set aside, for good.
    package func drop(_ entry: RefusedEntry) throws(HostError) {
        try Files.removeTree("\(refusedDirectory)/\(entry.name)")
        try Files.removeTree(reasonFile(entry.name))
        try Files.syncDirectory(refusedDirectory)
    }

    private func reasonFile(_ name: String) -> String { "\(refusedDirectory)/\(name).why" }
}
