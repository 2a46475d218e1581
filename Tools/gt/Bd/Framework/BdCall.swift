import TownModel
import Wire

/// One run of a command of `bd`.
struct BdCall {
    let call: Invocation
    private let options: BdOptions

    init(_ call: Invocation, _ options: BdOptions) {
        self.call = call
        self.options = options
    }

    /// For questions.
    func reader() throws(CommandFailure) -> TownClient {
        var client = try call.client()
        client.takesID = false
        return client
    }

    /// For what changes something.
    func writer() throws(CommandFailure) -> TownClient {
        try refuseIfReadonly()
        return try reader()
    }

    /// For what may be left in the spool while the store is away.
    func spooling(_ options: SpoolOptions) throws(CommandFailure) -> SpoolingClient {
        try refuseIfReadonly()
        var client = try call.client(mayBeAway: !options.noSpool)
        client.takesID = false
        return SpoolingClient(client, call.surroundings, maySpool: !options.noSpool)
    }

    func refuseIfReadonly() throws(CommandFailure) {
        guard !options.readonly else {
            throw CommandFailure(
                .forbidden, code: "forbidden", "--readonly: this command would change something",
                hint: "the same command without --readonly")
        }
    }

    /// Under which name work is taken; nil: the speaker's.
    var actor: String? {
        let name = options.actor ?? call.surroundings.value("BD_ACTOR")
        return name?.isEmpty == false ? name : nil
    }

    var isJSON: Bool { options.global.json }

    /// Prints the answer: JSON with `--json`, indented on a terminal only, else the text for people.
    func answer(_ json: @autoclosure () -> String, _ text: (Screen) -> String) {
        guard isJSON else {
            let text = text(call.screen)
            // Nothing was done: that is said on stderr.
            if !text.isEmpty { Output.write(text, to: .answer) }
            return
        }
        Output.write(call.screen.columns == nil ? json() : RawJSON.indented(json()), to: .answer)
    }

    func note(_ text: String) { call.note("bd: \(text)") }
}
