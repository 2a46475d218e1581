import Bus
import Host
import TownModel
import Wire

/// One run of a command: which town, which store, how to print.
struct Invocation {
    let options: GlobalOptions
    let surroundings: Surroundings
    let screen: Screen
    private let early: EarlyConnection?
    private let binding: TownBinding

    init(_ options: GlobalOptions, early: EarlyConnection? = nil, binding: TownBinding = .none) {
        self.options = options
        self.early = early
        self.binding = binding
        surroundings = .own
        screen = .of(.answer, noColor: options.noColor)
    }

    /// Throws 78 with the remedy when there is none.
    func town() throws(CommandFailure) -> TownLayout {
        guard options.remote == nil else {
            throw .usage("this works on the town's own machine only", hint: "run it there, without --remote")
        }
        return TownLayout(root: try discovery.find(options.town))
    }

    /// The town that is named, or lies here; nil where only `~/gt` is left.
    func townHere() throws(CommandFailure) -> TownLayout? {
        try discovery.meant(options.town).map { TownLayout(root: $0) }
    }

    private var discovery: TownDiscovery {
        TownDiscovery(surroundings: surroundings, isTown: Places.isTown, binding: binding)
    }

    /// Connects, where that has not been begun already.
    ///
    /// - Parameter mayBeAway: a small town's store that can't be started is no error, but one that is away.
    func client(mayBeAway: Bool = false) throws(CommandFailure) -> TownClient {
        if let name = options.remote {
            guard options.town == nil else {
                throw .usage("--town and --remote name two towns", hint: "leave one of them out")
            }
            return try TownClient(
                remote: RemoteTown(name, UserFolder(surroundings)), wait: options.wait?.duration, screen: .of(.report))
        }
        let layout = try town()
        return try TownClient(
            layout: layout, surroundings: surroundings, wait: options.wait?.duration, screen: .of(.report),
            bus: early?.root == layout.root ? early?.bus : nil, mayBeAway: mayBeAway)
    }

    /// The rig that the current directory is in; nil elsewhere, and where the town is elsewhere.
    func rigHere() throws(CommandFailure) -> RigName? {
        guard options.remote == nil else { return nil }
        return try town().rig(containing: surroundings.directory)
    }

    /// Prints the reply: as JSON with `--json`, else the text for people. Indented JSON on a terminal only.
    func answer(_ value: some Encodable, _ text: (Screen) -> String) {
        guard options.json else {
            Output.write(text(screen), to: .answer)
            return
        }
        Output.write(screen.columns == nil ? JSONText.text(value) : JSONText.pretty(value), to: .answer)
    }

    /// A remark beside the answer; not part of it.
    func note(_ text: String) {
        Output.write(text, to: .report)
    }
}
