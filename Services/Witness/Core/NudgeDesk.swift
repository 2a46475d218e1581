import TownModel

/// The nudges of a rig that are to be typed, and what is known of the panes that they are for.
struct NudgeDesk: Equatable, Sendable {
    /// By number. Their text is not here: who types it asks for it in the reader's name.
    private(set) var waiting: [Int64: Nudge] = [:]
    /// Where hands type just now.
    var typing: Set<Incarnation> = []
    /// Who has been told what it is there for, or can't be told; of those to whom that is typed.
    var prompted: Set<Incarnation> = []
    /// Where the last try came to nothing.
    var pauses: [Incarnation: TypingPause] = [:]

    init(_ nudges: [Nudge] = []) { nudges.forEach { take($0) } }

    mutating func take(_ nudge: Nudge) {
        guard nudge.state == .sent, nudge.channel?.isBrought == true else {
            waiting[nudge.number] = nil
            return
        }
        waiting[nudge.number] = nudge
    }

    mutating func drop(_ number: Int64) { waiting[number] = nil }

    mutating func dropAll(for agent: Address) { waiting = waiting.filter { $0.value.to != agent } }

    /// What is to be typed to somebody, in this order. Nobody's words overtake his own: who interrupts takes along what he
    /// said before; those who wait for a turn's end come behind.
    func orders(for agent: Address) -> [TypingOrder] {
        let own = waiting.values.filter { $0.to == agent }.sorted { $0.number < $1.number }
        let last = Dictionary(
            own.filter { $0.mode == .interrupt }.map { ($0.from, $0.number) }, uniquingKeysWith: max)
        let orders = own.map { nudge in
            TypingOrder(number: nudge.number, evenAtWork: last[nudge.from].map { nudge.number <= $0 } ?? false)
        }
        return orders.filter(\.evenAtWork) + orders.filter { !$0.evenAtWork }
    }
}

struct TypingPause: Equatable, Sendable {
    /// Tries that came to nothing, one after the other.
    var tries: Int
    var until: Timestamp
    /// The reason that was told last.
    var told: String?
}

/// One nudge that is to be typed.
package struct TypingOrder: Equatable, Sendable {
    package var number: Int64
    /// Also while a turn is in progress.
    package var evenAtWork: Bool

    package init(number: Int64, evenAtWork: Bool = false) {
        self.number = number
        self.evenAtWork = evenAtWork
    }
}

/// What became of a list of orders.
package struct TypingReport: Equatable, Sendable {
    /// Seen to have been sent.
    package var typed: [Int64]
    /// Why the rest was not typed; nil: nothing is left.
    package var obstacle: String?
    /// Nothing will change that: there is no pane, or no line to write in.
    package var isForGood: Bool

    package init(typed: [Int64] = [], obstacle: String? = nil, isForGood: Bool = false) {
        self.typed = typed
        self.obstacle = obstacle
        self.isForGood = isForGood
    }
}
