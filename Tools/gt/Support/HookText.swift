import TownModel

/// Of a bead that is on no hook: why not, and what is to be done about that.
enum HookText {
    static func state(of bead: Bead) -> String {
        guard bead.disposition == .notWork else { return bead.disposition.rawValue }
        guard !bead.pinned else { return "it is pinned: no work, but something to look at" }
        return "it is no work, but of type \(bead.type.rawValue)"
    }

    /// Only what can be done: what is no work, or is taken, is given out to nobody.
    static func next(for bead: Bead) -> String {
        switch bead.disposition {
        case .ready, .blocked, .deferred: "gt sling \(bead.id) gives it out"
        case .taken: "gt why \(bead.id) says who has it and what is next"
        case .notWork where bead.type == .epic && !bead.pinned: "gt sling \(bead.id) gives out its open leaves"
        case .notWork: "gt bead show \(bead.id) shows it: it is given out to nobody"
        case .closed: "gt bead reopen \(bead.id), then gt sling \(bead.id) gives it out"
        }
    }
}
