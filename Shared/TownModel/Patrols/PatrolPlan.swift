/// What a role's patrol does, in this order, each at most so often. Checked: whatever safety needs is in it, once.
package struct PatrolPlan<Reflex: PatrolReflex>: Hashable, Sendable {
    package struct Stop: Hashable, Sendable {
        package var reflex: Reflex
        /// From one time to the next, at least; zero: at each patrol.
        package var every: Duration

        package init(_ reflex: Reflex, every: Duration) {
            self.reflex = reflex
            self.every = every
        }
    }

    package let stops: [Stop]

    /// As the program has it; the formula that comes with it says the same.
    package static var shipped: Self {
        Self(stops: Reflex.allCases.map { Stop($0, every: $0.pause) })
    }

    private init(stops: [Stop]) { self.stops = stops }

    /// - Throws: everything that is wrong with the steps, in their order; then what is missing.
    package init(_ steps: [PatrolStep]) throws(PatrolFaults) {
        var faults: [PatrolFault] = []
        var stops: [Stop] = []
        for (at, step) in steps.enumerated() {
            switch Self.stop(step, after: stops) {
            case .success(let stop): stops.append(stop)
            case .failure(let fault):
                faults.append(PatrolFault(step: at, kind: fault))
                // It is there, whatever is wrong with it.
                if let reflex = step.reflex.flatMap(Reflex.init(rawValue:)),
                    !stops.contains(where: { $0.reflex == reflex })
                {
                    stops.append(Stop(reflex, every: reflex.pause))
                }
            }
        }
        for reflex in Reflex.allCases where reflex.isNeeded && !stops.contains(where: { $0.reflex == reflex }) {
            faults.append(PatrolFault(step: nil, kind: .missing(reflex.rawValue)))
        }
        guard faults.isEmpty else { throw PatrolFaults(all: faults) }
        self.init(stops: stops)
    }

    private static func stop(_ step: PatrolStep, after stops: [Stop]) -> Result<Stop, PatrolFault.Kind> {
        if let key = step.refused { return .failure(.refused(key)) }
        guard let name = step.reflex else { return .failure(.noReflex) }
        guard let reflex = Reflex(rawValue: name) else {
            return .failure(.unknown(name, known: Reflex.allCases.map(\.rawValue)))
        }
        guard !stops.contains(where: { $0.reflex == reflex }) else { return .failure(.twice(name)) }
        guard let text = step.every else { return .success(Stop(reflex, every: reflex.pause)) }
        guard let every = step.everySeconds.map({ Duration.seconds($0) }) else { return .failure(.noDuration(text)) }
        guard every >= reflex.pause else { return .failure(.tooOften(text, pause: reflex.pause)) }
        return .success(Stop(reflex, every: every))
    }
}

/// A step of a patrol formula, as far as a patrol reads it.
package struct PatrolStep: Hashable, Sendable {
    /// `metadata.reflex`.
    package var reflex: String?
    /// `metadata.every` as it is written.
    package var every: String?
    /// The same, read; nil: it is no duration.
    package var everySeconds: Int64?
    /// A key of it that no patrol carries out: a command, a gate, a loop.
    package var refused: String?

    package init(reflex: String?, every: String? = nil, everySeconds: Int64? = nil, refused: String? = nil) {
        self.reflex = reflex
        self.every = every
        self.everySeconds = everySeconds
        self.refused = refused
    }
}

/// Why steps are no patrol of this role.
package struct PatrolFaults: Error, Hashable, Sendable {
    package var all: [PatrolFault]
}

package struct PatrolFault: Hashable, Sendable {
    package enum Kind: Error, Hashable, Sendable {
        /// The step does more, or something else, than a reflex.
        case refused(String)
        case noReflex
        case unknown(String, known: [String])
        case twice(String)
        case noDuration(String)
        case tooOften(String, pause: Duration)
        /// No step names a reflex that safety needs.
        case missing(String)
    }

    /// Where it stands among the steps; nil: of the whole.
    package var step: Int?
    package var kind: Kind
}
