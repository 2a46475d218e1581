/// A conversation as an agent's own program names it: under this id the program goes on from it, or from a copy of it. A
/// session of the town has one, or several where its person begins anew inside of it.
package struct ProgramSession: Hashable, Sendable, Codable {
    package var id: String
    package var source: ProgramSessionSource
    /// The file that the program writes it down in, absolute, where it said so.
    package var transcript: String?

    /// nil for an id that could be anything but a name. A transcript that is no path is left out.
    package init?(id: String, source: ProgramSessionSource, transcript: String? = nil) {
        guard Self.isID(id) else { return nil }
        self.id = id
        self.source = source
        self.transcript = transcript.flatMap { Self.isPath($0) ? $0 : nil }
    }

    /// The same, looked at anew: for what came from elsewhere.
    package var checked: ProgramSession? { ProgramSession(id: id, source: source, transcript: transcript) }

    /// Begins with a letter or digit, so that no program takes it for an option.
    package static func isID(_ text: String) -> Bool {
        IDAlphabet.isToken(text, bytesMax: idBytesMax, extra: "-_.")
    }

    private static func isPath(_ text: String) -> Bool {
        text.hasPrefix("/") && text.utf8.count <= pathBytesMax && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    /// Bytes of an id: a UUID has 36.
    package static let idBytesMax = 80
    /// Bytes of a path: the whole session is in each of its events.
    package static let pathBytesMax = 1024
    /// Of one session, the newest: whoever begins anew more often is found by the last ones.
    package static let keptMax = 8
}

/// Who told of a conversation's name.
package enum ProgramSessionSource: String, Hashable, Sendable, Codable, CaseIterable {
    /// The program itself, on the stdin of its hook.
    case hook
    /// The variable that the program sets for what it starts.
    case variable
}

extension Session {
    /// The conversation that goes on now, or went on last.
    package var program: ProgramSession? { programs?.last }

    /// With what its program has told of a conversation; nil: nothing of it is new.
    package func telling(_ told: ProgramSession) -> Session? {
        var told = told
        var known = programs ?? []
        if let index = known.firstIndex(where: { $0.id == told.id }) {
            let before = known.remove(at: index)
            // A command without a hook's input does not know the file.
            if told.transcript == nil { told = before }
        }
        known.append(told)
        known = Array(known.suffix(ProgramSession.keptMax))
        guard known != programs else { return nil }
        var session = self
        session.programs = known
        return session
    }
}
