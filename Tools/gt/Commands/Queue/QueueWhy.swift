import ArgumentParser
import TownModel
import Wire

struct QueueWhyCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Say where a merge request is, and why.",
        discussion: "Example: gt mq why web-a1   # a bead's id means its newest request")

    @Argument(help: "A bead or a merge request.", completion: IDCompletion.beads) var id: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let requests = try await call.client().query(
            MergeList(includeEnded: true, limit: WireLimits.pageRowsMax)
        ).requests
        let found = requests.filter { $0.id.text == id || $0.bead.text == id }.max { $0.enqueuedAt < $1.enqueuedAt }
        guard let request = found else {
            throw CommandFailure(
                .refused, code: "not-found", "no merge request is called \(id) or is of a bead called so", about: id,
                hint: "gt mq list --all")
        }
        let waiting = requests.filter { $0.rig == request.rig && !$0.state.isEnded }
        let place = waiting.firstIndex { $0.id == request.id }.map { $0 + 1 }
        call.answer(request) { QueueText.why(request, place: place, $0) }
    }
}
