/// Who speaks, as far as rights go.
package enum SpeakerKind: String, Hashable, Sendable, Codable, CaseIterable {
    case overseer, mayor, deacon, witness, refinery, crew
    /// The agent that people talk to in the Mayor's name: not the service, and none of what is the service's to say.
    case mayorAgent = "mayor's agent"
    /// A polecat or a dog: an agent that was given work.
    case worker
    case store
}

extension Address {
    /// Who speaks with a key of this actor's; with that of a session of his, somebody else may.
    package func speakerKind(inSession: Bool) -> SpeakerKind {
        self == .mayor && inSession ? .mayorAgent : speakerKind
    }

    package var speakerKind: SpeakerKind {
        switch self {
        case .overseer: .overseer
        case .mayor: .mayor
        case .deacon, .boot: .deacon
        case .witness: .witness
        case .refinery: .refinery
        case .crew: .crew
        case .polecat, .dog: .worker
        case .store: .store
        }
    }
}

/// The table of rights: which kind of speaker may send which group of commands. Pure; `docs/protocol.md` shows it, and a
/// test compares the two.
///
/// A rule of one command may ask for more (whose session, whose request), never for less.
package enum Rights {
    package static func groups(of kind: SpeakerKind) -> [VerbGroup] {
        switch kind {
        case .overseer: [.bead, .file, .mail, .dispatch, .work, .plugin, .town, .stop, .key]
        case .mayor: [.bead, .mail, .dispatch, .plugin, .register, .role, .stop]
        case .deacon, .witness: [.bead, .mail, .plugin, .register, .role, .stop]
        case .refinery: [.bead, .mail, .register, .role, .stop]
        case .crew: [.bead, .file, .mail, .dispatch, .work, .plugin, .stop]
        case .mayorAgent: [.bead, .mail, .dispatch, .work, .plugin, .stop]
        case .worker: [.bead, .mail, .work]
        case .store: [.bead, .file, .mail, .dispatch, .town, .stop, .store]
        }
    }

    package static func allows(_ kind: SpeakerKind, _ group: VerbGroup) -> Bool { groups(of: kind).contains(group) }

    /// For a refusal: who may.
    package static func kinds(allowed group: VerbGroup) -> [SpeakerKind] {
        SpeakerKind.allCases.filter { $0 != .store && allows($0, group) }
    }

    /// What a remote's key can be given when it speaks for this actor: never what takes a process, a token or a person
    /// who sits here.
    package static func groups(ofRemoteFor actor: Address) -> [VerbGroup] {
        groups(of: actor.speakerKind).filter { ![.register, .role, .key, .store].contains($0) }
    }

    /// In whose name a remote may speak: a person's.
    package static func allowsRemote(for actor: Address) -> Bool {
        switch actor {
        case .overseer, .crew: true
        case .mayor, .deacon, .boot, .dog, .witness, .refinery, .polecat, .store: false
        }
    }
}

extension VerbGroup {
    /// Whether it takes, besides the key, the token of the role's last registration.
    package var needsToken: Bool { self == .role }

    /// What its commands ask for besides the right to send them; nil: nothing.
    package var condition: String? {
        switch self {
        case .bead: "a gate, and a bead on somebody's hook, are closed by a person"
        case .work: "with the key of the session that it is about; `work.done` with the overseer's too"
        case .register: "with that service's own key"
        case .role: "with the token that `role.register` gave last, and about what is the role's own"
        case .plugin: "a service with its token, and about the plugins of its own place"
        case .key: "never with a remote's key"
        case .stop: "a service holds no other queue than a Refinery its own"
        case .mail:
            "groups, queues and channels are kept by the overseer, the Mayor and crew; for another's attention speaks the "
                + "overseer alone"
        case .file, .dispatch, .town, .store: nil
        }
    }
}
