import ArgumentParser
import Host
import TownModel
import Wire

struct NudgeSendCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Say a word to an agent, for now.",
        discussion: """
            An agent with hooks is shown it at its next turn, and is woken for it when it is idle; to others it is typed
            into their pane, never into what a person writes there. It expires when nobody asks for it in time, or when the
            session that it was shown to ends before a turn with it does: then you are told by mail; so too when it waited
            in the spool for longer. What must not be lost is a letter.

            Example: gt nudge send web/nux -m "The tests have moved to Tests/"
            """)

    @Argument(help: "To whom.", completion: IDCompletion.addresses) var to: String
    @Argument(help: "What to say.") var text: String?
    @Option(name: .shortAndLong, help: "What to say, in place of the second argument.") var message: String?
    @Option(help: "When: as soon as it is idle, at its next turn, or also in the middle of one.")
    var mode = NudgeMode.whenIdle
    @Option(help: "Seconds until it expires.") var timeToLive = 1800
    @OptionGroup var spool: SpoolOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard (text == nil) != (message == nil) else { throw ValidationError("say one thing: a text, or -m TEXT") }
        guard timeToLive > 0 else { throw ValidationError("--time-to-live is at least 1 second") }
    }

    func run(_ call: Invocation) async throws {
        var client = try call.spooling(spool)
        let address = try await client.address(to, rig: call.rigHere())
        let delivery = try await client.deliver(
            NudgeSend(to: address, text: text ?? message ?? "", timeToLiveSeconds: timeToLive, mode: mode))
        call.answer(delivery) { reply in
            let nudge = reply.nudge
            call.answer(nudge) { _ in
                switch nudge.channel {
                case .pane: "nudge \(nudge.number) goes into the pane of \(nudge.to), tried until \(nudge.expiresAt)"
                case .stdin: "nudge \(nudge.number) goes to the stdin of \(nudge.to), tried until \(nudge.expiresAt)"
                case .hook, nil:
                    "nudge \(nudge.number) waits for the next turn of \(nudge.to), until \(nudge.expiresAt)"
                }
            }
        }
        if let preset = presetWithoutTurns(of: address, client.client.layout) {
            call.note("gt: \(preset) reads no words by itself: only a gt prime among its commands shows this one")
        }
    }

    /// The preset of the agent's session, when it is one that asks for nothing.
    private func presetWithoutTurns(of address: Address, _ layout: TownLayout) -> String? {
        let entry = SessionBook(layout).entries.last { $0.assignment.agent == address }
        guard let name = entry?.assignment.preset else { return nil }
        // Presets that can't be read are no reason to say less: nothing is known of this one, then.
        let preset = try? PresetBook(layout).preset(name)
        return preset?.readsTerminal == false && preset?.stream == nil ? name : nil
    }
}
