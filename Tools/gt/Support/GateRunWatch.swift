import TownModel
import Wire

/// Whether a run of the gates is over, as the log of events tells it.
struct GateRunWatch: Hashable {
    let run: String
    /// Requests that it tests, as of `sequence`.
    private(set) var requests: Set<BeadID>
    let sequence: Int64

    enum Ending: Hashable {
        case green
        /// The gate that did not pass.
        case red(String)
        /// Its requests have left it, or are tested anew, and nobody told what it found.
        case abandoned
    }

    init(run: String, requests: Set<BeadID>, at sequence: Int64) {
        self.run = run
        self.requests = requests
        self.sequence = sequence
    }

    /// nil: it is not over yet. What a run found is its own word, whenever it was told; of requests only what came later
    /// is news.
    mutating func take(_ event: TownEvent) -> Ending? {
        if event.cause == "judged/\(run)" {
            switch event.kind {
            case .gatesPassed: return .green
            case .gatesFailed: return .red(event.data.run?.red?.gate ?? "")
            default: return nil
            }
        }
        guard event.sequence > sequence, let request = event.data.request, requests.contains(request.id),
            request.state != .testing || request.log.flatMap({ GateLogFile.run(ofLog: $0) }) != run
        else { return nil }
        requests.remove(request.id)
        return requests.isEmpty ? .abandoned : nil
    }
}
