import Configuration
import Host
import LedgerStorage
import RoleRuntime
import Synchronization
import TownModel
import Wire
import ZeroMQBus

/// The town's entrance for other machines: opened where `[bus] listen` says so, to the keys that the ledger knows.
///
/// Whatever is wrong with it is no reason not to serve this machine: it stays shut, and says why.
final class RemoteAccess: Sendable {
    private let layout: TownLayout
    private let files: TownFiles
    private let bus: ZeroMQEndpoint
    private let log: ServiceLog
    private let state = Mutex<RemoteReport?>(nil)

    init(layout: TownLayout, files: TownFiles, bus: ZeroMQEndpoint, log: ServiceLog) {
        self.layout = layout
        self.files = files
        self.bus = bus
        self.log = log
    }

    /// Once, at the start.
    func open(to keys: [RemoteKey]) {
        // A file that can't be read was named already; what it wanted is not known.
        guard let file = try? files.townFile(), let requests = file.listen, let feed = file.feed else { return }
        var report = RemoteReport(requests: requests, feed: feed, townKey: nil, problem: nil)
        do {
            let secret = try secret()
            report.townKey = secret.publicKey
            try bus.openDoor(RemoteListening(requests: requests, feed: feed, secret: secret, keys: keys))
            log.info("other machines reach the town at \(requests), its feed at \(feed): \(keys.count) keys")
        } catch {
            report.problem = "\(error)"
            log.error("no other machine is let in at \(requests): \(error)")
        }
        state.withLock { $0 = report }
    }

    /// Who is let in has changed.
    func allow(_ keys: [RemoteKey]) { bus.allow(keys) }

    /// What has come to the sockets so far.
    var report: BusReport {
        let counts = bus.counters.values
        return BusReport(
            accepted: counts.accepted, acceptsFailed: counts.acceptsFailed, failedHandshakes: counts.failedHandshakes,
            refusedKeys: counts.refusedKeys, malformed: counts.malformed, strangers: counts.strangers,
            busy: counts.busy, droppedAnswers: counts.droppedAnswers, crowds: counts.crowds,
            descriptors: counts.descriptors, descriptorsMax: counts.descriptorsMax,
            remote: state.withLock { $0 })
    }

    /// The town's own, made when there is none: clients know its public half, so it never changes by itself.
    private func secret() throws -> CurveSecret {
        guard Files.exists(layout.busKey) else {
            let fresh = try CurveSecret.fresh()
            try Files.writeAtomically(fresh.text + "\n", to: layout.busKey, mode: Files.privateFileMode)
            return fresh
        }
        guard let secret = CurveSecret(try Files.readSecret(layout.busKey)) else {
            throw HostError.unreadable(
                path: layout.busKey, reason: "it is no CURVE secret; move it away, and a fresh one is made")
        }
        return secret
    }
}
