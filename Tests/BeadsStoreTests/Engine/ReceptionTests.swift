import Bus
import Foundation
import Host
import LedgerStorage
import RoleRuntime
import Synchronization
import Testing
import TownModel
import TownTesting
import Wire

@testable import BeadsStoreDaemon

/// What remotes send, from the moment that it arrives to the thread that answers questions.
@Suite struct ReceptionTests {
    private final class Place {
        let path: String
        let ledger: String
        let hearing = Hearing()
        let laptop = valid(KeyName.self, "laptop")
        let bus: WriterTests.LookingEndpoint
        let commands = WorkQueue<WriterOrder>(itemsMax: 10)
        let queries = WorkQueue<WaitingQuery>(itemsMax: 10)

        init() throws {
            path = NSTemporaryDirectory() + "gt-reception-\(UUID().uuidString)"
            ledger = "\(path)/ledger.db"
            try Files.makePrivateDirectory(path)
            bus = WriterTests.LookingEndpoint(path: ledger)
        }

        var reception: Reception {
            Reception(
                bus: bus, commands: commands, queries: queries, hearing: hearing, door: WriterDeskDoor(),
                desks: SideDesks(
                    backups: Backups(bus: bus), searches: Searches(bus: bus),
                    exports: Exports(bus: bus, commits: ExportCommits(directory: path), log: .silent)))
        }

        func delivery(_ request: Result<Request, MalformedRequest>, from remote: KeyName?) -> Delivery {
            Delivery(request: request, peer: PeerCredentials(remote: remote), route: PeerRoute(bytes: [1]))
        }

        func query<Q: Query>(_ query: Q) -> WaitingQuery {
            WaitingQuery(
                request: Request(
                    id: CommandID(composed: "q"), kind: .query, verb: Q.verb, body: JSONText.encode(query)),
                peer: PeerCredentials(remote: laptop), route: PeerRoute(bytes: [1]))
        }

        func code<Q: Query>(_ readers: QueryConnection, _ asked: Q) throws -> ErrorCode? {
            let answer = try readers.answer(query(asked).queued, memory: hearing.now, at: .now)
            return answer.code
        }

        deinit {
            // A temporary directory that stays is the system's business.
            try? Files.removeTree(path)
        }
    }

    @Test("what a remote sends that can't be read is counted as its own")
    func malformed() throws {
        let place = try Place()
        let garbage = MalformedRequest(id: nil, error: WireError(.invalid, "not a request"))
        place.reception.receive(place.delivery(.failure(garbage), from: place.laptop))
        place.reception.receive(place.delivery(.failure(garbage), from: nil))
        #expect(place.hearing.now.refusedQuestions.total == 2)
    }

    @Test("a remote's heartbeat is nobody's: whoever is over there is no service of this town")
    func heartbeat() throws {
        let place = try Place()
        let beat = ServiceHeartbeat(service: "mayor", process: .test, turns: 1)
        let request = Request(
            id: CommandID(composed: "beat"), kind: .signal, verb: ServiceHeartbeat.verb, body: JSONText.encode(beat))
        place.reception.receive(place.delivery(.success(request), from: place.laptop))
        #expect(place.hearing.now.heard.isEmpty && place.hearing.now.refusedQuestions.total == 1)
        place.reception.receive(place.delivery(.success(request), from: nil))
        #expect(place.hearing.now.heard["mayor"] != nil)
    }

    @Test("the threads that answer questions hold a remote to its key, and tell whom they refused")
    func questions() throws {
        let place = try Place()
        let ledger = try Ledger.open(
            at: .file(place.ledger), founding: Founding(townID: "t", townName: "t"), ports: .none, now: .now)
        try ledger.grant([KeyGrant(actor: .overseer, secret: "o")], at: .now)
        let authorize = Request.command(
            KeyAuthorize(key: .sample(place.laptop, streams: [.town])), id: "o/1", key: "o")
        #expect(try ledger.execute([QueuedRequest(request: authorize, pid: nil)], at: .now).answers[0].isOK)
        var ports = LedgerPorts.none
        ports.noteRefusal = { [hearing = place.hearing] in hearing.note($0) }
        let readers = try QueryConnection(path: place.ledger, ports: ports)
        #expect(try place.code(readers, EventsSince(streams: [.town], after: 0)) == nil)
        #expect(try place.code(readers, WhoAmI()) == nil)
        #expect(try place.code(readers, BeadList()) == .forbidden)
        // What is answered elsewhere is asked about first.
        #expect(try readers.asker(of: place.query(WhoAmI()).queued, at: .now).actor == .overseer)
        #expect(try readers.asker(of: place.query(BackupMake()).queued, at: .now).refusal?.code == .forbidden)
        #expect(try readers.asker(of: place.query(ConfigReload()).queued, at: .now).refusal?.code == .forbidden)
        #expect(place.hearing.now.refusedQuestions.total == 3)
        let revoke = Request.command(KeyRevoke(name: place.laptop), id: "o/2", key: "o")
        #expect(try ledger.execute([QueuedRequest(request: revoke, pid: nil)], at: .now).answers[0].isOK)
        #expect(try place.code(readers, WhoAmI()) == .forbidden)
    }
}
