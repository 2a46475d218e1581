internal import TownModel
internal import Wire

/// Which process is a role: each registration gives a token that makes all earlier ones stale.
enum RoleVerbs {
    static let rules: [VerbRule] = [
        .command(RoleRegister.self) { (register, work) throws(LedgerError) in
            try work.register(register)
        }
    ]
}

/// The process that registered last as a role.
struct RegisteredRole: Hashable, Sendable {
    var process: ProcessIdentity
    var token: Int64
}

extension Transaction {
    fileprivate func register(_ register: RoleRegister) throws(LedgerError) -> RoleToken {
        let role = register.role
        guard speaker.actor == role.address, speaker.session == nil else {
            throw .refuse(
                .forbidden, "\(speaker.actor) can't register as \(role): it takes that service's own key",
                about: role.description)
        }
        if let rig = role.rig { _ = try knownRig(rig) }
        let process = register.process
        if let before = try registered(role), before.process.host != process.host, !register.takeover {
            throw .refuse(
                .conflict, "\(role) runs on the host \(before.process.host): it is registered there",
                about: role.description, hint: "if that host is gone for good, start it here with --takeover")
        }
        let token = try next("role/\(role)")
        try write(
            """
            INSERT OR REPLACE INTO roles (name, host, boot_id, pid, start_ticks, token) VALUES (?, ?, ?, ?, ?, ?)
            """, .text(role.description), .text(process.host), .text(process.bootID), .int(Int64(process.pid)),
            .int(Int64(bitPattern: process.startTicks)), .int(token))
        try emit(
            .roleRegistered, in: role.stream, subject: role.description,
            EventData(role: role, process: process, token: token))
        return RoleToken(token: token)
    }
}

extension LedgerReader {
    func registered(_ role: RoleName) throws(LedgerError) -> RegisteredRole? {
        try rows(
            "SELECT host, boot_id, pid, start_ticks, token FROM roles WHERE name = ?", .text(role.description)
        ) { (row) throws(SQLiteFailure) in
            RegisteredRole(
                process: ProcessIdentity(
                    host: row.text(0), bootID: row.text(1), pid: Int32(truncatingIfNeeded: row.int(2)),
                    startTicks: UInt64(bitPattern: row.int(3))),
                token: row.int(4))
        }.first
    }
}
