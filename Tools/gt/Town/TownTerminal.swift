import Host
import TownModel

/// The town's tmux, from inside one of its panes or from one of its keys.
struct TownTerminal {
    private let server: TmuxServer
    private let layout: TownLayout

    init(_ call: Invocation) throws {
        layout = try call.town()
        server = TmuxServer(socket: layout.tmuxSocket)
    }

    func menu(client: String?) async throws {
        let client = try await here(client, session: "").client
        do throws(HostError) {
            try await server.menu(client: client)
        } catch {
            throw CommandFailure(
                .refused, code: "conflict", error.description, hint: "gt agents lists who is there without a pane")
        }
    }

    /// Where it goes.
    struct Place: Encodable {
        let agent: String
        let group: String
        let session: String
    }

    func cycle(client: String?, session: String?, forward: Bool) async throws -> Place {
        let here = try await here(client, session: session)
        let place: PanePlace?
        do throws(HostError) {
            place = try await server.cycle(from: here.session, client: here.client, forward: forward)
        } catch {
            throw CommandFailure(.refused, code: "host", error.description, hint: "gt agents --menu")
        }
        guard let place else {
            throw CommandFailure(
                .refused, code: "conflict", "no other agent of this group has a pane", hint: "gt agents")
        }
        return Place(agent: place.agent, group: place.group, session: place.session)
    }

    /// The client and the session that were named, or those of the pane that this runs in.
    private func here(_ client: String?, session: String?) async throws -> (client: String, session: String) {
        if let client, let session { return (client, session) }
        let socket = HostEnvironment.value("TMUX")?.split(separator: ",").first.map(String.init)
        guard socket == layout.tmuxSocket, let pane = HostEnvironment.value("TMUX_PANE"),
            let found = await server.looker(at: pane)
        else {
            throw CommandFailure(
                .refused, code: "conflict", "this is no pane of the town's tmux that somebody looks at",
                hint: "gt crew at <rig>/<name> and gt mayor attach lead to panes; gt agents lists who is there")
        }
        return (client ?? found.client, session ?? found.session)
    }
}
