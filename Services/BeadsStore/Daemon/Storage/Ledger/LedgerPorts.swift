package import TownModel

/// What the ledger asks of the world outside its file.
package struct LedgerPorts: Sendable {
    /// The processes above this one, nearest first: the overseer's key is refused below a session.
    package var ancestors: @Sendable (_ pid: Int32) -> [Int32]
    /// What a rig's `rig.toml` says: read when the rig is added.
    package var rigFile: @Sendable (RigName) -> RigFileReading

    package init(
        ancestors: @escaping @Sendable (Int32) -> [Int32], rigFile: @escaping @Sendable (RigName) -> RigFileReading
    ) {
        self.ancestors = ancestors
        self.rigFile = rigFile
    }

    /// A world without processes and files, for tests and the simulator: every rig has the default settings.
    package static let none = LedgerPorts(ancestors: { _ in [] }, rigFile: { _ in .usable(RigSettings(), hash: "") })
}

package enum RigFileReading: Hashable, Sendable {
    case usable(RigSettings, hash: String)
    /// Why it can't be used, with file and line where they are known.
    case unusable(String)
}
