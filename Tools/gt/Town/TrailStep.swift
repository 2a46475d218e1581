import TownModel
import Wire

/// What a trail is made of.
enum TrailKind: String, CaseIterable, Encodable {
    case commits, beads, hooks

    /// nil for an event that leaves no trail.
    init?(_ event: TownEvent) {
        switch event.kind {
        case .requestLanded: self = .commits
        case .beadCreated, .beadChanged, .beadClosed, .beadReopened, .beadDeleted, .beadsImported: self = .beads
        case .assignmentClaimed, .assignmentEnded: self = .hooks
        case .residentChanged where event.data.hook != nil: self = .hooks
        default: return nil
        }
    }
}

/// One thing that was done.
struct TrailStep: Encodable {
    let kind: TrailKind
    /// Of its event.
    let sequence: Int64
    let time: Timestamp
    let stream: StreamName
    /// Who made the commit, whose hook it was, who changed the bead.
    let who: Address
    let bead: String
    /// Where the target went; of commits only.
    let commit: CommitID?
    let title: String?
    let sentence: String
    /// Who asked for it, where that is somebody else.
    fileprivate let actor: Address

    private enum CodingKeys: String, CodingKey { case kind, sequence, time, stream, who, bead, commit, title, sentence }

    init?(_ event: TownEvent) {
        guard let kind = TrailKind(event) else { return nil }
        let told = FeedSentence(event)
        let data = event.data
        self.kind = kind
        sequence = event.sequence
        time = event.time
        stream = event.stream
        actor = event.actor
        who =
            switch kind {
            case .commits: data.request?.worker ?? event.actor
            case .hooks: data.assignment?.agent ?? data.resident?.agent ?? event.actor
            case .beads: event.actor
            }
        bead = (data.request?.bead ?? data.hook?.bead)?.text ?? event.subject
        commit = data.request?.proof.map { $0.commit ?? $0.tip }
        title = data.request?.title ?? data.bead?.title
        sentence = "\(told.actor) \(told.text)"
    }

    func isAbout(_ agent: Address) -> Bool { who == agent || actor == agent }
}

/// A trail for people.
enum TrailText {
    static func table(_ steps: [TrailStep], _ screen: Screen) -> String {
        guard !steps.isEmpty else { return "nothing of that was done; --since looks further back" }
        var table = TextTable()
        for step in steps {
            table.add(
                .init(screen.age(step.time), .dim), .init(step.kind.rawValue, colour(step.kind)),
                .init(step.stream.description, .blue), .init(step.bead, .cyan), .init(screen.plain(text(step))))
        }
        return table.text(screen)
    }

    private static func text(_ step: TrailStep) -> String {
        guard step.kind == .commits, let title = step.title else { return step.sentence }
        return "\(step.commit?.short ?? "") \(title) (\(step.who))"
    }

    private static func colour(_ kind: TrailKind) -> Screen.Colour {
        switch kind {
        case .commits: .green
        case .beads: .bold
        case .hooks: .yellow
        }
    }
}
