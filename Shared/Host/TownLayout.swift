package import TownModel

/// Where everything of a town lies. Every path the program uses is made here, from the town's directory.
package struct TownLayout: Hashable, Sendable {
    /// Absolute path of the town's directory, without a trailing slash.
    package let root: String
    /// For sockets when the town's own path is too long: a private directory of this user.
    private let runtimeDirectory: String

    package init(root: String, runtimeDirectory: String) {
        self.root = root
        self.runtimeDirectory = runtimeDirectory
    }

    // The town.
    package var config: String { "\(root)/config" }
    package var townFile: String { "\(config)/town.toml" }
    package var agentsFile: String { "\(config)/agents.toml" }
    /// Who is told of an escalation, and how.
    package var escalationFile: String { "\(config)/escalation.toml" }
    /// What is added to the texts of roles, `<role>.md` each: the town's, or a rig's.
    package func directives(_ rig: RigName?) -> String {
        rig.map { "\(self.rig($0))/directives" } ?? "\(config)/directives"
    }
    /// Formulas, `<name>.formula.toml` each: the town's, or a rig's.
    package func formulas(_ rig: RigName?) -> String {
        rig.map { "\(self.rig($0))/formulas" } ?? "\(config)/formulas"
    }
    /// What is changed about formulas of whoever: `<formula>.toml` each.
    package func formulaOverlays(_ rig: RigName?) -> String {
        rig.map { "\(self.rig($0))/formula-overlays" } ?? "\(config)/formula-overlays"
    }
    package var beads: String { "\(root)/beads" }

    /// Copies of the ledger, one file each; the names sort by their time.
    package var backups: String { "\(root)/backups" }
    package func backup(at moment: Timestamp, sequence: Int64) -> String {
        let time = moment.description.filter { $0 != "-" && $0 != ":" && $0 != "." }
        return "\(backups)/ledger-\(time)-\(sequence).db"
    }

    // The machinery: `.gt/`.
    package var machinery: String { "\(root)/.gt" }
    package var ledger: String { "\(machinery)/ledger.db" }
    /// Words of beads: made from the ledger, may be deleted at any time.
    package var searchIndex: String { "\(machinery)/search.db" }
    /// How the files in `beads` were when the store had written them.
    package var exportMemory: String { "\(machinery)/export.json" }
    /// There in a small town; its text says what that is.
    package var smallMark: String { "\(machinery)/small" }
    package var logs: String { "\(machinery)/logs" }
    /// Commands that were accepted while nobody answered.
    package var spool: String { "\(machinery)/spool" }
    package var services: String { "\(machinery)/services" }
    /// Exists while the town is stopped; its text is the reason. `gt estop` writes it before it tells anybody.
    package var stopFile: String { "\(machinery)/ESTOP" }
    /// Locks lie beside the town's own data, not beside the sockets: they must be found under any environment.
    package var run: String { "\(machinery)/run" }
    package var storeLock: String { "\(run)/store.lock" }
    package var supervisorLock: String { "\(run)/supervisor.lock" }
    /// The newest letter of the overseer's that a person on a terminal was told of.
    package var lettersTold: String { "\(run)/letters-told" }
    /// How far the Mayor is with telling of an escalation: a file for each way.
    package var errands: String { "\(machinery)/errands" }
    /// A lock a pane, for whoever types into it.
    package var paneLocks: String { "\(run)/panes" }

    package var keys: String { "\(machinery)/keys" }
    package var overseerKey: String { "\(keys)/overseer" }
    /// The town's own CURVE secret, for those who come over TCP.
    package var busKey: String { "\(keys)/bus" }
    package func key(of role: RoleName) -> String { "\(keys)/\(Self.fileName(role))" }

    /// One directory a session: `key`, `assignment.json`, `spec.json`, `started.json`, `exit`, `output.log`.
    package var sessions: String { "\(machinery)/sessions" }
    package func session(_ incarnation: Incarnation) -> String { "\(sessions)/\(incarnation)" }

    /// The flock that a role keeps for life, where its hands are.
    package func lock(of role: RoleName) -> String {
        switch role {
        case .mayor: "\(run)/mayor.lock"
        case .deacon: "\(run)/deacon.lock"
        case .witness(let rig): "\(self.rig(rig))/.witness.lock"
        case .refinery(let rig): "\(self.rig(rig))/.refinery.lock"
        }
    }

    /// What was removed and is of no rig.
    package var trash: String { "\(machinery)/trash" }

    // A rig.
    package var rigs: String { "\(root)/rigs" }
    package func rig(_ rig: RigName) -> String { "\(rigs)/\(rig)" }
    package func rigFile(_ rig: RigName) -> String { "\(self.rig(rig))/rig.toml" }
    package func repository(_ rig: RigName) -> String { "\(self.rig(rig))/repo.git" }
    package func polecats(_ rig: RigName) -> String { "\(self.rig(rig))/polecats" }
    package func refinery(_ rig: RigName) -> String { "\(self.rig(rig))/refinery" }
    package func trash(_ rig: RigName) -> String { "\(self.rig(rig))/trash" }
    /// The path of an assignment's worktree, as recorded in the ledger relative to the root.
    package func worktree(_ assignment: Assignment) -> String { "\(root)/\(assignment.worktree)" }

    // The bus. A socket's path is limited to 107 bytes by the kernel.
    package var sockets: String {
        let own = run
        if own.utf8.count + "/store.feed".utf8.count <= Self.socketPathBytesMax { return own }
        return "\(runtimeDirectory)/gastown-\(Self.digest(root))"
    }
    package var requestEndpoint: String { "ipc://\(sockets)/store.req" }
    package var feedEndpoint: String { "ipc://\(sockets)/store.feed" }

    // The town's own tmux server, which is a service by itself: it outlives the others, so its folder is not theirs.
    package var tmuxSocket: String { "\(sockets)/tmux" }
    package var tmuxService: String { "\(machinery)/tmux" }
    /// Held by the server for life: a second one would take the socket and leave the first unreachable. Not the socket's
    /// name with `.lock`: that file is tmux's own.
    package var tmuxLock: String { "\(run)/tmux-server.lock" }

    static let socketPathBytesMax = 100

    /// A role's name as one path component: `gastown-witness`.
    package static func fileName(_ role: RoleName) -> String {
        String(role.description.map { $0 == "/" ? "-" : $0 })
    }

    /// FNV-1a, 64 bits, in hexadecimal: tells towns apart, protects nothing.
    private static func digest(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
