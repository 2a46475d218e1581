import ArgumentParser
import FormulaFiles
import Host
import PluginFiles
import TownModel
import Wire

/// What a shell offers for an id: asked of the store, within a time nobody feels; nothing when it is away.
enum IDCompletion {
    static let beads = CompletionKind.custom { _, _, _ async in
        await ask(BeadList(limit: 200)).map { $0.beads.map(\.id.text) } ?? []
    }

    static let rigs = CompletionKind.custom { _, _, _ async in
        await ask(RigList()).map { $0.rigs.map(\.name.text) } ?? []
    }

    /// Those that patrol, rigs for both of theirs, and groups of them.
    static let services = CompletionKind.custom { _, _, _ async in
        let rigs = await ask(RigList()).map { $0.rigs.map(\.name) } ?? []
        return ["mayor", "deacon", "@all", "@witnesses", "@refineries"]
            + rigs.flatMap { [$0.text, "\(RoleName.witness($0))", "\(RoleName.refinery($0))"] }
    }

    /// What `gt up`, `gt logs` and `gt health` know: a rig's name means both of its services.
    static let processes = CompletionKind.custom { _, _, _ async in
        let rigs = await ask(RigList()).map { $0.rigs.map(\.name) } ?? []
        return ["beads-store", "mayor", "deacon", "tmux"]
            + rigs.flatMap { [$0.text] + TownService.ofRig($0).map(\.description) }
    }

    static let convoys = CompletionKind.custom { _, _, _ async in
        await ask(ConvoyList()).map { $0.convoys.map(\.id.text) } ?? []
    }

    static let molecules = CompletionKind.custom { _, _, _ async in
        await ask(MoleculeList(limit: 200)).map { $0.molecules.map(\.root.text) } ?? []
    }

    static let addresses = CompletionKind.custom { _, _, _ async in
        await ask(Directory()).map { $0.addresses.map(\.description) } ?? []
    }

    /// Of one's own inbox, the newest first.
    static let letters = CompletionKind.custom { _, _, _ async in
        await ask(MailInbox(limit: 200)).map { $0.mails.map(\.id.text) } ?? []
    }

    /// Whom a letter can be written to: agents, groups and places.
    static let correspondents = CompletionKind.custom { _, _, _ async in
        await ask(MailDirectory()).map { $0.entries.map(\.address.text) } ?? []
    }

    /// Names of groups, queues and channels.
    static let mailLists = CompletionKind.custom { _, _, _ async in
        await ask(Directory()).map { Set($0.lists ?? []).compactMap { $0.name?.text }.sorted() } ?? []
    }

    static let crew = CompletionKind.custom { _, _, _ async in
        await ask(CrewList()).map { $0.crew.map(\.resident.agent.description) } ?? []
    }

    /// The latest, and what their programs call their conversations.
    static let sessions = CompletionKind.custom { _, _, _ async in
        let found = await ask(SessionList(limit: 100)).map { $0.sessions.map(\.session) } ?? []
        return found.map(\.incarnation.text) + found.flatMap { ($0.programs ?? []).map(\.id) }
    }

    static let dogs = CompletionKind.custom { _, _, _ async in
        await ask(DogList()).map { $0.dogs.compactMap(\.resident.agent.name?.text) } ?? []
    }

    /// Groups that can be nudged, those of each rig too.
    static let groups = CompletionKind.custom { _, _, _ async in
        let rigs = await ask(RigList()).map { $0.rigs.map(\.name) } ?? []
        return ["@town", "@polecats", "@crew", "@dogs"]
            + rigs.flatMap { rig in [.rig(rig), .polecats(rig), .crew(rig)].map { (group: AgentGroup) in group.text } }
    }

    /// Numbers of nudges, the newest first.
    static let nudges = CompletionKind.custom { _, _, _ async in
        await ask(NudgeList(includeOver: true)).map { $0.nudges.map { String($0.number) } } ?? []
    }

    /// Of remotes.
    static let keys = CompletionKind.custom { _, _, _ async in
        await ask(KeyList()).map { $0.keys.filter { $0.kind == .remote }.map(\.holder) } ?? []
    }

    /// Who has a secret that can be made anew.
    static let holders = CompletionKind.custom { _, _, _ async in
        await ask(KeyList()).map {
            $0.keys.filter { [.overseer, .service].contains($0.kind) }.map(\.holder)
        } ?? []
    }

    /// Of agents: from the town's files.
    static let presets = CompletionKind.custom { _, _, _ async in
        do {
            return try PresetBook(Invocation(GlobalOptions.parse([])).town()).presets.map(\.name)
        } catch {
            // A shell has no room for an error: without a town that can be read it offers nothing.
            return []
        }
    }

    /// From the folders, and those that come with gt.
    static let formulas = CompletionKind.custom { _, _, _ async in
        do {
            return FormulaShelf(try Invocation(GlobalOptions.parse([])).formulaPlaces(rig: nil)).names
        } catch {
            // A shell has no room for an error: with a town that can't be read it offers nothing.
            return []
        }
    }

    /// From the folders of the town and of its rigs.
    static let plugins = CompletionKind.custom { _, _, _ async in
        do {
            return PluginBook(try Invocation(GlobalOptions.parse([])).town()).all().map(\.id.text)
        } catch {
            // A shell has no room for an error: without a town it offers nothing.
            return []
        }
    }

    /// Rigs, merge requests and beads.
    static let queue = CompletionKind.custom { _, _, _ async in
        let rigs = await ask(RigList()).map { $0.rigs.map(\.name.text) } ?? []
        let requests = await ask(MergeList(includeEnded: true)).map { $0.requests } ?? []
        return rigs + requests.map(\.id.text) + requests.map(\.bead.text)
    }

    /// Whatever somebody may ask why about.
    static let things = CompletionKind.custom { _, _, _ async in
        let requests = await ask(MergeList()).map { $0.requests.map(\.id.text) } ?? []
        let beads = await ask(BeadList(limit: 200)).map { $0.beads.map(\.id.text) } ?? []
        let agents = await ask(Directory()).map { $0.addresses.map(\.description) } ?? []
        let convoys = await ask(ConvoyList()).map { $0.convoys.map(\.id.text) } ?? []
        return beads + requests + convoys + agents
    }

    private static func ask<Q: Query>(_ query: Q) async -> Q.Reply? {
        // A shell has no room for an error: without an answer it offers nothing.
        try? await Invocation(GlobalOptions.parse(["--wait", wait])).client().query(query)
    }

    /// `GT_COMPLETION_SECONDS`: longer on a machine that is known to be busy.
    private static var wait: String {
        HostEnvironment.value("GT_COMPLETION_SECONDS") ?? "\(CommandLimits.completionWaitSeconds)"
    }
}
