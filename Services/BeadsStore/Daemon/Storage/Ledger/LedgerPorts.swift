package import TownModel

/// What the ledger asks of the world outside its file.
package struct LedgerPorts: Sendable {
    /// The processes above this one, nearest first: the overseer's key is refused below a session.
    package var ancestors: @Sendable (_ pid: Int32) -> [Int32]
    /// What a rig's `rig.toml` says: read when the rig is added.
    package var rigFile: @Sendable (RigName) -> RigFileReading

    /// Whether a service's process is there and not stopped: what was heard of it a moment ago proves neither.
    package var isRunnable: @Sendable (ProcessIdentity) -> Bool

    /// A question was forbidden: questions are answered beside the writer, which counts what is refused.
    package var noteRefusal: @Sendable (RefusedQuestion) -> Void

    package init(
        ancestors: @escaping @Sendable (Int32) -> [Int32], rigFile: @escaping @Sendable (RigName) -> RigFileReading,
        isRunnable: @escaping @Sendable (ProcessIdentity) -> Bool = { _ in true },
        noteRefusal: @escaping @Sendable (RefusedQuestion) -> Void = { _ in }
    ) {
        self.ancestors = ancestors
        self.rigFile = rigFile
        self.isRunnable = isRunnable
        self.noteRefusal = noteRefusal
    }

    /// A world without processes and files, for tests and the simulator: every rig has the default settings.
    package static let none = LedgerPorts(ancestors: { _ in [] }, rigFile: { _ in .usable(RigSettings(), hash: "") })
}

package enum RigFileReading: Hashable, Sendable {
    case usable(RigSettings, hash: String)
    /// Why it can't be used, with file and line where they are known.
    case unusable(String)
}
