import Dispatch
import TownModel

/// Tells a person what is being waited for, once it has taken longer than a moment.
struct SlowNotice {
    let call: Invocation

    func during<Value>(
        _ what: String, _ body: () async throws -> Value
    ) async throws -> Value {
        let timer = DispatchSource.makeTimerSource()
        timer.setEventHandler { [call] in call.note("\(what) …") }
        timer.schedule(deadline: .now() + .milliseconds(Int(CommandLimits.progressAfter.milliseconds)))
        timer.activate()
        defer { timer.cancel() }
        return try await body()
    }
}
