internal import Glibc
package import TownModel

/// The keys with which this user reaches towns elsewhere: a 0600 file each, named for the key, in a 0700 directory. Each
/// has the secret and nothing else.
package struct OwnKeyFiles: Hashable, Sendable {
    package let directory: String

    package init(directory: String) { self.directory = directory }

    /// Below `XDG_CONFIG_HOME`, else below `~/.config`; nil where neither is known.
    package init?(environment value: (String) -> String?) {
        // A relative path there means nothing, says its specification.
        if let config = value("XDG_CONFIG_HOME"), config.hasPrefix("/") {
            directory = "\(config)/gastown/keys"
        } else if let home = value("HOME"), home.hasPrefix("/") {
            directory = "\(home)/.config/gastown/keys"
        } else {
            return nil
        }
    }

    /// Where the rest of what is the user's own lies.
    package var parent: String { Files.parent(of: directory) }
    package func path(of name: KeyName) -> String { "\(directory)/\(name)" }
    /// The one that takes its place when the town knows it. No key's name has a dot.
    package func nextPath(of name: KeyName) -> String { "\(directory)/\(name).next" }

    package func has(_ name: KeyName) -> Bool { Files.exists(path(of: name)) }

    package func secret(of name: KeyName) throws(HostError) -> String {
        try checkDirectory()
        return try Files.readSecret(path(of: name))
    }

    /// nil when none was made.
    package func nextSecret(of name: KeyName) throws(HostError) -> String? {
        guard Files.exists(nextPath(of: name)) else { return nil }
        try checkDirectory()
        return try Files.readSecret(nextPath(of: name))
    }

    /// Throws EEXIST when there is one: a key that was lost can't be had again.
    package func add(_ secret: String, as name: KeyName) throws(HostError) { try add(secret, at: path(of: name)) }

    package func addNext(_ secret: String, of name: KeyName) throws(HostError) {
        try add(secret, at: nextPath(of: name))
    }

    /// The next one is the one from now on. Killed between, it does the same again.
    package func takeNext(of name: KeyName) throws(HostError) {
        guard let next = try nextSecret(of: name) else { return }
        try Files.writeAtomically(next + "\n", to: path(of: name))
        try Files.removeTree(nextPath(of: name))
        try Files.syncDirectory(directory)
    }

    private func add(_ secret: String, at path: String) throws(HostError) {
        try Files.makePrivateDirectory(directory)
        try checkDirectory()
        try Files.writeNew(secret + "\n", to: path)
    }

    private func checkDirectory() throws(HostError) {
        guard let mode = Files.mode(of: directory) else {
            throw .system(call: "stat", path: directory, errno: ENOENT)
        }
        guard Files.isDirectory(directory), Files.isOwn(directory) else {
            throw .exposed(path: directory, reason: "it is no directory of your own")
        }
        guard mode & 0o077 == 0 else {
            throw .exposed(path: directory, reason: "others may look into it (mode 0\(String(mode, radix: 8)))")
        }
    }
}

extension Files {
    /// A private file that was not there, whole and on disk, or an error: EEXIST when something is there, also when it
    /// came a moment ago.
    package static func writeNew(_ text: String, to path: String) throws(HostError) {
        let draft = "\(path).new-\(getpid())"
        try writeAtomically(text, to: draft)
        defer { unlink(draft) }
        try link(draft, as: path)
        try syncDirectory(parent(of: path))
    }
}
