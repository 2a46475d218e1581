import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

@Suite("who speaks comes from the key, the token and the process")
struct AdmissionTests {
    @Test("without a key one may read, nothing else")
    func keyless() throws {
        let town = try MemoryLedger()
        #expect(try town.answer(.command(BeadCreate(title: "a"), id: "p/1", key: nil)).code == .forbidden)
        #expect(try town.ask(BeadList()).beads.isEmpty)
        #expect(try town.ask(WhoAmI()).actor == nil)
    }

    @Test("an unknown key is refused, for queries too")
    func unknownKey() throws {
        let town = try MemoryLedger()
        #expect(try town.answer(.command(BeadCreate(title: "a"), id: "p/1", key: "guessed")).code == .forbidden)
        #expect(throws: WireError.self) { try town.ask(WhoAmI(), key: "guessed") }
    }

    @Test("problem 46: who says he is somebody else than his key is refused")
    func otherActor() throws {
        let town = try MemoryLedger()
        let request = Request.command(BeadCreate(title: "a"), id: "p/1") { $0.actor = .mayor }
        #expect(try town.answer(request).code == .forbidden)
    }

    @Test("a new registration makes the old token stale")
    func tokens() throws {
        let town = try MemoryLedger()
        let role = RoleName.witness(VerbTown.gastown)
        let first = try town.register(role, pid: 1)
        let second = try town.register(role, pid: 2)
        #expect(second == first + 1)
        func open(_ token: Int64, _ id: String) throws -> Answer {
            try town.answer(
                .command(
                    IntentOpen(intent: valid(CommandID.self, "worktree/1"), kind: "worktree", detail: "{}"), id: id,
                    key: MemoryLedger.key(of: role.address)
                ) {
                    $0.role = role
                    $0.token = token
                })
        }
        #expect(try open(first, "i/1").code == .staleToken)
        #expect(try open(second, "i/2").isOK)
    }

    @Test("a role's command needs its token, its own key, and nobody else's")
    func roleRights() throws {
        let town = try MemoryLedger()
        let role = RoleName.refinery(VerbTown.gastown)
        let token = try town.register(role)
        let intent = IntentOpen(intent: valid(CommandID.self, "land/1"), kind: "land", detail: "{}")
        let withoutRole = Request.command(intent, id: "i/1", key: MemoryLedger.key(of: role.address))
        #expect(try town.answer(withoutRole).code == .forbidden)
        let otherKey = Request.command(intent, id: "i/2") {
            $0.role = role
            $0.token = token
        }
        #expect(try town.answer(otherKey).code == .forbidden)
        #expect(throws: WireError.self) {
            try town.send(
                RoleRegister(role: role, process: .test), id: nil,
                headers: RequestHeaders(key: MemoryLedger.key(of: .mayor)))
        }
    }

    @Test("a role that is registered on another host moves only on purpose")
    func otherHost() throws {
        let town = try MemoryLedger()
        try town.register(.mayor, host: "here")
        #expect(throws: WireError.self) { try town.register(.mayor, host: "there") }
        let process = ProcessIdentity(host: "there", bootID: "b", pid: 1, startTicks: 1)
        let headers = RequestHeaders(key: MemoryLedger.key(of: .mayor))
        let token = try town.send(
            RoleRegister(role: .mayor, process: process, takeover: true), id: nil, headers: headers)
        #expect(token.token == 2)
    }

    @Test("a key that a batch gives out is known in it, and one that it takes back is not")
    func keysWithinOneBatch() throws {
        let town = try MemoryLedger()
        let bead = try town.send(BeadCreate(rig: VerbTown.gastown, title: "a")).bead
        try town.send(WorkSling(beads: [bead.id]))
        let witness = RoleName.witness(VerbTown.gastown)
        let assignment = try town.send(DispatchClaim(bead: bead.id, attempt: 1), as: witness).assignment
        let token = try town.register(witness)
        func ofWitness<C: Command>(_ command: C, _ id: String) -> Request {
            .command(command, id: id, key: MemoryLedger.key(of: witness.address)) {
                $0.role = witness
                $0.token = token
            }
        }
        func ofSession(_ id: String) -> Request { .command(BeadCreate(title: id), id: id, key: "secret") }
        let shim = ProcessIdentity(host: "here", bootID: "b", pid: 100, startTicks: 1)
        let prepare = AssignmentPrepared(number: assignment.number, base: .test(1), key: "secret")
        let answers = try town.execute(
            [
                ofSession("s/1"), ofWitness(prepare, "w/1"), ofSession("s/2"),
                ofWitness(SessionStarted(incarnation: assignment.incarnation, shim: shim), "w/2"), ofSession("s/3"),
                ofWitness(SessionEnded(incarnation: assignment.incarnation, exitStatus: 0), "w/3"), ofSession("s/4"),
            ].map { QueuedRequest(request: $0, pid: nil) })
        #expect(answers.map(\.code) == [.forbidden, nil, nil, nil, nil, nil, .forbidden])
    }

    @Test("the overseer's key is refused below a session's shim, and nowhere else")
    func overseerInsideSession() throws {
        let ports = LedgerPorts(
            ancestors: { $0 == 900 ? [899, 100, 1] : [1] }, rigFile: LedgerPorts.none.rigFile)
        let town = try MemoryLedger(ports: ports)
        let bead = try town.send(BeadCreate(rig: VerbTown.gastown, title: "a")).bead
        try town.send(WorkSling(beads: [bead.id]))
        let witness = RoleName.witness(VerbTown.gastown)
        let assignment = try town.send(DispatchClaim(bead: bead.id, attempt: 1), as: witness).assignment
        try town.send(AssignmentPrepared(number: assignment.number, base: .test(1), key: "secret"), as: witness)
        let shim = ProcessIdentity(host: "here", bootID: "b", pid: 100, startTicks: 1)
        try town.send(SessionStarted(incarnation: assignment.incarnation, shim: shim), as: witness)
        let stop = Request.command(TownStop(reason: "agent"), id: "p/1")
        #expect(try town.answer(stop, pid: 900).code == .forbidden)
        #expect(try town.answer(stop, pid: 901).isOK)
        // The session's own key is what such a process may use, for what a worker may do.
        let me = try town.ask(WhoAmI(), key: "secret")
        #expect(me.actor == assignment.agent && me.session == assignment.incarnation)
        #expect(throws: WireError.self) { try town.send(WorkSling(beads: [bead.id]), sessionKey: "secret") }
        #expect(throws: WireError.self) { try town.send(TownThaw(), sessionKey: "secret") }
    }
}
