package import TownModel

/// What a command means for something that is in a certain state already.
package enum Step<State: Hashable & Sendable>: Hashable, Sendable {
    case go(State)
    /// It was done before: nothing changes, the answer is the same.
    case done
    /// It would go backwards, or skip what must come first.
    case refused
}

extension AssignmentState {
    package enum Input: String, Hashable, Sendable, CaseIterable {
        case prepare
        case start
        /// Done, returned or taken away: off the hook.
        case end
        case retire
    }

    /// `claimed → prepared → running → ended → retired`, never backwards.
    package func step(_ input: Input) -> Step<AssignmentState> {
        switch (input, self) {
        case (.prepare, .claimed): .go(.prepared)
        case (.prepare, .prepared), (.prepare, .running): .done
        case (.prepare, .ended), (.prepare, .retired): .refused
        case (.start, .prepared): .go(.running)
        // A quick worker can be done before the Witness says that it was started.
        case (.start, .running), (.start, .ended), (.start, .retired): .done
        case (.start, .claimed): .refused
        case (.end, .claimed), (.end, .prepared), (.end, .running): .go(.ended)
        case (.end, .ended), (.end, .retired): .done
        case (.retire, .ended): .go(.retired)
        case (.retire, .retired): .done
        case (.retire, .claimed), (.retire, .prepared), (.retire, .running): .refused
        }
    }
}

extension SessionState {
    package enum Input: String, Hashable, Sendable, CaseIterable {
        /// The agent has spoken.
        case speak
        /// Its assignment is over.
        case dismiss
        /// No process is left.
        case end
    }

    /// `spawning → working → exiting → ended`, never backwards; `unknown` can become any of them. In the place of working
    /// there may be whatever evidence says (`seen`), and a word that is no turn says nothing against that.
    package func step(_ input: Input) -> Step<SessionState> {
        switch (input, self) {
        case (.speak, .spawning), (.speak, .unknown): .go(.working)
        case (.speak, .working), (.speak, .idle), (.speak, .waiting), (.speak, .stalled), (.speak, .exiting): .done
        case (.speak, .ended): .refused
        case (.dismiss, .spawning), (.dismiss, .working), (.dismiss, .idle), (.dismiss, .waiting),
            (.dismiss, .stalled), (.dismiss, .unknown):
            .go(.exiting)
        case (.dismiss, .exiting), (.dismiss, .ended): .done
        case (.end, .ended): .done
        case (.end, _): .go(.ended)
        }
    }

    /// The state that somebody saw it in. One that is to leave or has left is not judged any more; what follows from
    /// commands alone is nobody's to see.
    package func seen(as state: SessionState) -> Step<SessionState> {
        guard state.isSeen else { return .refused }
        guard isSeen || self == .spawning else { return .refused }
        return state == self ? .done : .go(state)
    }
}

extension MergeState {
    package enum Input: String, Hashable, Sendable, CaseIterable {
        case test
        case land
        case requeue
        /// The target contains it.
        case landed
        case giveBack
        case withdraw
        /// By a person.
        case reject
    }

    /// `queued → testing → landing → landed`, or out of the queue. Once it is landing, only the outcome moves it.
    package func step(_ input: Input) -> Step<MergeState> {
        switch (input, self) {
        case (.test, .queued), (.test, .testing): .go(.testing)
        case (.land, .queued), (.land, .testing): .go(.landing)
        case (.land, .landing): .done
        case (.requeue, .testing), (.requeue, .landing): .go(.queued)
        case (.requeue, .queued): .done
        // What the target contains has landed, whatever was thought of it before.
        case (.landed, .landed): .done
        case (.landed, _): .go(.landed)
        case (.giveBack, .queued), (.giveBack, .testing): .go(.rework)
        case (.giveBack, .rework): .done
        case (.withdraw, .queued), (.withdraw, .testing): .go(.withdrawn)
        case (.withdraw, .withdrawn): .done
        case (.reject, .queued), (.reject, .testing): .go(.rejected)
        case (.reject, .rejected): .done
        case (.test, _), (.land, _), (.requeue, _), (.giveBack, _), (.withdraw, _),
            (.reject, _):
            .refused
        }
    }
}
