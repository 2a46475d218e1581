import ArgumentParser
import Bus
import TownModel
import Wire

struct ConvoyWatchCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Be told by mail when a convoy lands, or watch until it has.",
        discussion: """
            --follow shows what becomes of it, here, until it has landed or is closed; Ctrl-C ends that.

            Example: gt convoy watch hq-cv-9abc   # --stop: no longer
            """)

    @Argument(completion: IDCompletion.convoys) var convoy: String
    @Flag(help: "No longer.") var stop = false
    @Flag(help: "Show it here until it has landed or is closed; no mail.") var follow = false
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard !(stop && follow) else { throw ValidationError("--stop is about mail, --follow is not") }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        if follow { return try await show(client, call) }
        let convoy = try await client.command(
            ConvoyWatch(convoy: try await client.convoy(convoy).id, watch: !stop)
        ).convoy
        call.answer(convoy) { _ in
            stop ? "you are no longer told of \(convoy.id)" : "you are told by mail when \(convoy.id) lands"
        }
    }

    /// From the convoy as it is now, event by event.
    private func show(_ client: TownClient, _ call: Invocation) async throws {
        EndOnInterrupt.arm()
        let (reply, headers) = try await client.full(ConvoyShow(id: convoy))
        let id = reply.convoy.id
        call.answer(reply.convoy) { ConvoyText.table([reply.convoy], $0) }
        guard reply.convoy.state == .open else { return }
        let following = FeedFollowing(call: call, client: client, streams: [.town])
        try await following.run(after: headers.sequence, epoch: headers.epoch) { item in
            switch item {
            case .event(let event?, _, let bytes) where event.data.convoy?.id == id:
                Output.write(
                    call.options.json ? String(decoding: bytes, as: UTF8.self) : FeedLine.text(event, call.screen),
                    to: .answer)
                return event.data.convoy?.state == .open ? .goOn : .enough
            // Its end may be in what can't be shown.
            case .gone: return try await client.convoy(id.text).state == .open ? .goOn : .enough
            case .event, .signal, .caughtUp, .away, .back: return .goOn
            }
        }
    }
}
