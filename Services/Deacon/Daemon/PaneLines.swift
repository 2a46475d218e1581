import Bus
import Host
import TownModel
import Wire

/// Has the status lines of agents' panes say what is on their hooks, how their sessions stand and what waits to be read:
/// told by events, as they come. A line is for people to look at: nothing is decided here and nothing depends on it, so
/// that what is missed while the Deacon is away comes with the next change.
struct PaneLines: Sendable {
    let bus: any MessageBus
    let server: TmuxServer

    init(layout: TownLayout, bus: any MessageBus) {
        self.bus = bus
        server = TmuxServer(socket: layout.tmuxSocket)
    }

    /// Until the bus is closed, or the task cancelled.
    func run() async {
        let feed = EventFeed(bus: bus, after: nil)
        // A feed ends with its bus; there is nobody who would want to know why.
        try? await follow(feed)
    }

    private func follow(_ feed: EventFeed) async throws {
        for try await item in feed {
            guard case .event(let event?, _, _) = item else { continue }
            for (agent, state) in Self.concerned(event) { await tell(agent, state) }
        }
    }

    /// Whose line may be another now, with the state of the session where the event tells it.
    static func concerned(_ event: TownEvent) -> [(Address, SessionState?)] {
        switch event.kind {
        case .assignmentClaimed, .sessionStarted, .sessionAlive, .sessionChanged, .residentChanged:
            let agent = event.data.session?.agent ?? event.data.resident?.agent ?? event.data.assignment?.agent
            return agent.map { [($0, event.data.session?.state)] } ?? []
        case .mailSent: return event.data.mail?.to.map { ($0, nil) } ?? []
        default: return []
        }
    }

    private func tell(_ agent: Address, _ state: SessionState?) async {
        let places = await server.places(of: agent)
        guard !places.isEmpty else { return }
        // The store away, or an agent that is gone: the next change tells.
        guard let hook = try? await ask(HookShow(agent: agent)), let news = try? await ask(NewsShow(agent: agent))
        else {
            return
        }
        await server.show(Self.line(hook, unread: news.unreadCount, state), in: places)
    }

    /// `web-a1 Fix the parser · working · 2 unread`.
    static func line(_ hook: HookReply, unread: Int, _ state: SessionState?) -> String {
        let parts = [
            hook.bead.map { "\($0.id) \($0.title)" }, state?.rawValue, unread > 0 ? "\(unread) unread" : nil,
        ]
        return parts.compactMap(\.self).joined(separator: " · ")
    }

    private func ask<Q: Query>(_ query: Q) async throws(BusFailure) -> Q.Reply {
        try await bus.query(query, id: FreshID.command(), within: .seconds(2)).reply
    }
}
