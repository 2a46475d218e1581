/// What is known of a kind of event beside its name. `docs/protocol.md` and the schemas are made of it, and what the ledger
/// writes is compared with it.
package struct EventFacts: Hashable, Sendable {
    /// What has happened, in one sentence.
    package var sentence: String
    /// What the subject names.
    package var subject: String
    /// Properties of `EventData` that are always there.
    package var always: [String]
    /// Properties that may be there besides.
    package var sometimes: [String]

    fileprivate init(_ sentence: String, of subject: String, _ always: [String], or sometimes: [String] = []) {
        self.sentence = sentence
        self.subject = subject
        self.always = always
        self.sometimes = sometimes
    }
}

extension EventKind {
    package var facts: EventFacts {
        switch self {
        case .townFounded, .townStopped, .townThawed, .townRestored, .townReconciled, .configChanged, .configRefused,
            .settingChanged, .commandRefused, .rigAdded, .rigChanged, .keyAuthorized, .keyRevoked, .keyRotated:
            townFacts
        case .beadCreated, .beadChanged, .beadClosed, .beadReopened, .beadDeleted, .beadsImported, .edgeAdded,
            .edgeRemoved, .stepFreed:
            beadFacts
        case .dispatchQueued, .dispatchClaimed, .dispatchWithdrawn, .assignmentClaimed, .assignmentPrepared,
            .assignmentEnded, .assignmentRetired, .sessionStarted, .sessionAlive, .sessionEnded, .sessionChanged,
            .residentChanged, .pluginBegan, .pluginEnded, .pluginChanged:
            workerFacts
        case .requestSubmitted, .requestTesting, .requestWaits, .requestLanding, .requestLanded, .requestRequeued,
            .requestReturned, .requestWithdrawn, .requestRejected, .requestUrged, .gatesPassed, .gatesFailed,
            .gateFlaked:
            requestFacts
        case .convoyCreated, .convoyChanged, .convoyLaunched, .convoyLanded, .convoyClosed:
            convoyFacts
        case .mailSent, .mailClaimed, .mailReleased, .mailListChanged, .nudgeSent, .nudgeDelivered, .nudgeTurnStarted,
            .nudgeActed, .nudgeExpired,
            .nudgeHeld,
            .handoffWritten,
            .handoffTaken, .escalationRaised, .escalationRouted, .escalationAcknowledged, .escalationClosed:
            wordFacts
        case .roleRegistered, .intentOpened, .intentSettled, .stepGated, .capacityChanged:
            machineryFacts
        }
    }

    private var townFacts: EventFacts {
        let town = "the town's id"
        return switch self {
        case .townFounded: EventFacts("The ledger was made.", of: town, ["note"])
        case .townStopped: EventFacts("The town was stopped; in every stream.", of: town, ["note"])
        case .townThawed: EventFacts("The town goes on; in every stream.", of: town, [])
        case .townRestored:
            EventFacts("An older ledger was put in place: list everything again; in every stream.", of: town, ["note"])
        case .townReconciled:
            EventFacts("The restored ledger was compared with the world; in every stream.", of: town, ["note"])
        case .configChanged:
            EventFacts(
                "A configuration file was read; or a rig has other settings since.", of: "the file, or the rig", [],
                or: ["note", "rig"])
        case .configRefused:
            EventFacts("A configuration file can't be used; the old settings stay.", of: "the file", ["note"])
        case .settingChanged:
            EventFacts("A setting of somebody's own was kept or taken away.", of: "its name", [], or: ["note"])
        case .commandRefused:
            EventFacts(
                "A command was refused: the first of an actor and a code in a minute.", of: "who sent it", ["note"])
        case .keyAuthorized: EventFacts("Somebody may come in over TCP by this key.", of: "the key's name", ["key"])
        case .keyRevoked:
            EventFacts(
                "A key lets nobody in any more; what hung on it is cut.", of: "the key's name", ["key"], or: ["note"])
        case .keyRotated: EventFacts("The overseer or a service has a new secret.", of: "whose", [])
        case .rigAdded:
            EventFacts("A repository joined the town; in every stream.", of: "the rig", ["rig"], or: ["note"])
        default: EventFacts("A rig's state or settings changed; in every stream.", of: "the rig", ["rig"], or: ["note"])
        }
    }

    private var beadFacts: EventFacts {
        let bead = "the bead"
        return switch self {
        case .beadCreated: EventFacts("A bead was made.", of: bead, ["bead"], or: ["note"])
        case .beadChanged: EventFacts("Fields of a bead changed.", of: bead, ["bead"], or: ["note"])
        case .beadClosed: EventFacts("A bead ended.", of: bead, ["bead"], or: ["note"])
        case .beadReopened: EventFacts("A closed bead is open again.", of: bead, ["bead"], or: ["note"])
        case .beadDeleted: EventFacts("A bead was deleted: a tombstone stays.", of: bead, ["bead"], or: ["note"])
        case .beadsImported:
            EventFacts("A file was merged in: list the home's beads.", of: "`hq` or the rig", ["note"])
        case .stepFreed:
            EventFacts(
                "A step of a molecule that was held may be worked at: its gate opened, its rest is over, or a person said so.",
                of: "the molecule's root", ["note"])
        case .edgeAdded: EventFacts("A bead depends on, or refers to, another.", of: "where it begins", ["edge"])
        default: EventFacts("An edge was taken away.", of: "where it began", ["edge"])
        }
    }

    private var workerFacts: EventFacts {
        let bead = "the bead"
        func entry(_ sentence: String) -> EventFacts { EventFacts(sentence, of: bead, ["dispatch"], or: ["note"]) }
        func plugin(_ sentence: String) -> EventFacts {
            EventFacts(sentence, of: "the plugin, `town/tidy` or `web/tidy`", ["plugin"], or: ["note"])
        }
        func attempt(_ sentence: String) -> EventFacts {
            EventFacts(sentence, of: bead, ["assignment"], or: ["session", "note"])
        }
        return switch self {
        case .dispatchQueued: entry("A bead waits for a polecat of a rig, or waits on other terms.")
        case .dispatchClaimed: entry("A waiting bead was taken.")
        case .dispatchWithdrawn: entry("A waiting bead was taken off the queue.")
        case .assignmentClaimed: attempt("A bead was hung on an agent's hook: an attempt begins.")
        case .assignmentPrepared: attempt("The worktree of an attempt stands.")
        case .assignmentEnded: attempt("An attempt is over; its process may still run.")
        case .assignmentRetired: attempt("What an attempt left was saved and cleared away.")
        case .sessionStarted: attempt("An agent's program was started.")
        case .sessionAlive: attempt("The agent has spoken for the first time.")
        case .sessionChanged: attempt("A session was seen in another state; its evidence says what showed it.")
        case .residentChanged:
            EventFacts(
                "Crew, the Mayor's agent or a dog: its place, its hook or its session is not as it was.",
                of: "its address",
                ["resident", "note"], or: ["session", "hook"])
        case .pluginBegan: plugin("A run of a plugin began: its bead is on the hook of a dog.")
        case .pluginEnded: plugin("A run of a plugin has ended, with its bead.")
        case .pluginChanged: plugin("A plugin was switched on or off.")
        default: attempt("No process of the session is left.")
        }
    }

    private var requestFacts: EventFacts {
        func request(_ sentence: String, or more: [String] = []) -> EventFacts {
            EventFacts(sentence, of: "the merge request", ["request"], or: ["note"] + more)
        }
        return switch self {
        case .requestSubmitted: request("Work was handed in for merging.")
        case .requestTesting: request("Gates run on it, and on those it is stacked with.")
        case .requestWaits: request("It merges with the target and not with others that are tested: it waits for them.")
        case .requestLanding: request("It is green, and the target is about to move.", or: ["intent"])
        case .requestLanded: request("The target has it; its bead is closed in the same transaction.")
        case .requestRequeued: request("The target moved first: it waits again.")
        case .requestReturned: request("It can't land as it is: back to a worker, or before a person.")
        case .requestRejected: request("A person does not want it as it is.")
        case .requestUrged: request("It was put first, or is to be tried at once.")
        case .gatesPassed: EventFacts("A run of the gates was green.", of: "the commit", ["run"])
        case .gatesFailed: EventFacts("A run of the gates was red.", of: "the commit", ["run"])
        case .gateFlaked:
            EventFacts(
                "A gate was red and green on the same content: the red was no verdict.", of: "the gate", ["note"])
        default: request("It was taken out of the queue.")
        }
    }

    private var convoyFacts: EventFacts {
        func convoy(_ sentence: String) -> EventFacts {
            EventFacts(sentence, of: "the convoy", ["convoy"], or: ["note"])
        }
        return switch self {
        case .convoyCreated: convoy("A convoy was made.")
        case .convoyChanged: convoy("A convoy's members, or where they stand, changed.")
        case .convoyLaunched:
            convoy("A staged convoy is open: what is ready of it was queued, the rest is fed.")
        case .convoyLanded: convoy("Every member has ended, and its owner and watchers were written to.")
        default: convoy("A convoy was ended by hand.")
        }
    }

    private var wordFacts: EventFacts {
        func nudge(_ sentence: String) -> EventFacts { EventFacts(sentence, of: "the nudge's number", ["nudge"]) }
        func handoff(_ sentence: String) -> EventFacts {
            EventFacts(sentence, of: "the bead that it is about, else the agent", ["handoff"])
        }
        func escalation(_ sentence: String, or more: [String]) -> EventFacts {
            EventFacts(sentence, of: "the escalation's gate", ["escalation"], or: more)
        }
        return switch self {
        case .mailSent:
            EventFacts(
                "A letter lies in the inboxes of its readers, whose streams have this event, or in a place for who looks.",
                of: "the letter",
                ["mail"])
        case .mailClaimed:
            EventFacts("Somebody took a letter of a queue, which the note names.", of: "the letter", ["mail", "note"])
        case .mailReleased:
            EventFacts(
                "A letter that was taken is back in its queue, or dealt with: the note says which.", of: "the letter",
                ["mail", "note"])
        case .mailListChanged:
            EventFacts(
                "A group of agents, a queue or a channel was made, changed or taken away; the note says how.",
                of: "its whole name",
                ["note"])
        case .nudgeSent: nudge("A word for now waits for its reader.")
        case .nudgeDelivered: nudge("A session of the reader was shown it.")
        case .nudgeTurnStarted: nudge("A turn of the reader began, or goes on, with it in view.")
        case .nudgeActed: nudge("A turn that had it in view has ended, or its work was handed in.")
        case .nudgeHeld: nudge("It can't be typed into its reader's pane yet, or no more; it says why.")
        case .nudgeExpired: nudge("Nobody saw it in time, or no turn with it ended; the sender was written to.")
        case .handoffWritten: handoff("A session left a note for the next one, in the place of the one before.")
        case .handoffTaken: handoff("A session that was shown the note has acted on it: nobody is shown it again.")
        case .escalationRouted:
            escalation("One of its routes was carried out, or could not be; the note says why.", or: ["note"])
        case .escalationAcknowledged: escalation("Somebody looks after it: it is not raised anew.", or: ["note"])
        case .escalationClosed: escalation("Its gate was closed: it is settled.", or: ["note"])
        default:
            EventFacts(
                "Somebody calls for a person: for the first time, again, or because nobody has acknowledged it.",
                of: "the gate to close when it is settled", ["note"], or: ["escalation"])
        }
    }

    private var machineryFacts: EventFacts {
        switch self {
        case .roleRegistered:
            EventFacts(
                "A process is the role now; older tokens are refused.", of: "the role", ["role", "process", "token"])
        case .intentOpened:
            EventFacts("A role is about to do something outside the ledger.", of: "the intent", ["role", "intent"])
        case .capacityChanged:
            EventFacts(
                "What decides whether a rig's Witness begins somebody is not as it was: a pause, limits, the machine, a place.",
                of: "the rig", ["capacity", "note"])
        case .stepGated:
            EventFacts(
                "A gate of a molecule was shut that the Deacon looks at, or is looked at again.", of: "the step",
                ["gate"])
        default:
            EventFacts("What was announced has its outcome.", of: "the intent", ["role", "intent"], or: ["note"])
        }
    }
}
