import Host

/// The few looks at the file system that a command takes before it speaks to the store.
enum Places {
    static func isTown(_ directory: String) -> Bool { Files.isDirectory("\(directory)/.gt") }

    /// The secret in a key's file; nil when there is none that is ours to read.
    static func key(_ path: String) -> String? {
        // Not readable means no key: the store then says what a reader without one may not do.
        let text = try? Files.readText(path)
        return text?.trimmed
    }
}
