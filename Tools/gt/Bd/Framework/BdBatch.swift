import TownModel

/// The same for several beads: one that fails is reported and does not keep the others from being done; in the end the
/// command as a whole has failed.
struct BdBatch {
    private let call: BdCall
    private let count: Int
    private var done: [String] = []
    private var hasFailed = false

    init(_ call: BdCall, count: Int) {
        self.call = call
        self.count = count
    }

    /// nil when it failed and the rest is to go on. Throws what would stop every other one too, and the failure of a
    /// bead that is alone.
    ///
    /// - Parameter text: what the bead is called on the command line.
    mutating func attempt<Value>(_ text: String, _ body: () async throws -> Value) async throws -> Value? {
        do {
            let value = try await body()
            done.append(text)
            return value
        } catch {
            let failure = CommandFailure(error)
            guard count > 1, [.refused, .badData, .forbidden].contains(failure.status) else {
                // No answer is printed then: what was done must not go unsaid.
                if !done.isEmpty { call.note("done before this: \(UntrustedText.line(done.joined(separator: " ")))") }
                throw failure
            }
            failure.report(json: call.isJSON, by: Dialect.bd.name)
            hasFailed = true
            return nil
        }
    }

    /// Ends with 1 when one of them failed; to be called after what was done has been printed.
    func finish() throws {
        if hasFailed { throw ExitStatusOnly(status: .refused) }
    }
}
