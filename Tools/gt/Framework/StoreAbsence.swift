import Configuration
import Host
import TownModel

/// What can be said of a store that does not answer, from its files alone.
struct StoreAbsence {
    let endpoint: String
    /// Whether its socket is there at all.
    let hasSocket: Bool
    /// When the ledger was last written: its last sign of life.
    let lastWrite: Timestamp?
    /// What brings a store back.
    private let remedy: String
    private var isElsewhere = false

    init(_ layout: TownLayout) {
        endpoint = layout.requestEndpoint
        hasSocket = Files.exists("\(layout.sockets)/store.req")
        remedy = layout.isSmall ? "look into \(StoreOnDemand(layout: layout, programs: "").log)" : "gt up"
        lastWrite = ["\(layout.ledger)-wal", layout.ledger].compactMap(Files.changedAt).max()
    }

    /// Of a town elsewhere nothing is known but that it is silent.
    init(_ remote: RemoteTown) {
        endpoint = remote.file.requests.text
        hasSocket = true
        lastWrite = nil
        isElsewhere = true
        remedy = "see that it is up there, and that gt bus there shows the address and the key of gt remote list here"
    }

    var sentence: String {
        let since = lastWrite.map { "; its ledger was last written at \($0)" } ?? ""
        return hasSocket
            ? "the store at \(endpoint) does not answer\(since)" : "no store listens at \(endpoint)\(since)"
    }

    var failure: CommandFailure {
        CommandFailure(
            .away, code: "away", sentence, about: endpoint,
            hint: isElsewhere ? remedy : "\(remedy), then gt health beads-store")
    }

    /// A command was sent and nobody said whether it was carried out.
    func unsettled(_ id: CommandID, takesID: Bool) -> CommandFailure {
        CommandFailure(
            .tryAgain, code: "away", "\(sentence); whether \(id) was carried out is not known", about: id.text,
            hint: takesID
                ? "\(remedy), then the same command with --id \(id): it is carried out once"
                : "\(remedy), then look whether it was done before it is said again")
    }
}
