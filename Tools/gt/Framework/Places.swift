import Host

/// The few looks at the file system that a command takes before it speaks to the store.
enum Places {
    static func isTown(_ directory: String) -> Bool { Files.isDirectory("\(directory)/.gt") }

    /// The secret in a key's file; nil when there is none that is ours to read. Throws for one that others can read.
    static func key(_ path: String) throws(CommandFailure) -> String? {
        do {
            return try Files.readSecret(path)
        } catch {
            if case .exposed = error { throw CommandFailure(error) }
            // Not readable means no key: the store then says what a reader without one may not do.
            return nil
        }
    }
}
