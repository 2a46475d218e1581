import TownModel
import Wire

extension TownClient {
    /// These beads, in this order; one that the ledger does not have is left out: an edge may lead to such a one.
    func lines(of ids: [BeadID]) async throws(CommandFailure) -> [BdBead] {
        guard !ids.isEmpty else { return [] }
        if ids.count <= WireLimits.pageRowsMax {
            do {
                var beads: [BdBead] = []
                for line in try await query(BeadLines(ids: ids), within: CommandLimits.pageWait).lines {
                    beads.append(try BdBead(line))
                }
                return beads
            } catch {
                // More than an answer holds, or one is not there: each half by itself, down to the one that it is.
                let isHalved = [ErrorCode.notFound, .tooLarge].map(\.rawValue).contains(error.code)
                guard isHalved, ids.count > 1 || error.code == ErrorCode.notFound.rawValue else { throw error }
                if ids.count == 1 { return [] }
            }
        }
        let middle = ids.count / 2
        return try await lines(of: Array(ids[..<middle])) + lines(of: Array(ids[middle...]))
    }

    /// The line of a bead that is known to be there.
    func line(of id: BeadID) async throws(CommandFailure) -> BdBead {
        guard let bead = try await lines(of: [id]).first else {
            throw CommandFailure(.refused, code: "not-found", "there is no bead \(id)", about: id.text)
        }
        return bead
    }

    /// Those that have these words and are selected and fit, page by page.
    ///
    /// - Parameter order: nil for the best first.
    /// - Parameter limit: nil for all.
    func search(
        _ text: String, _ selection: BeadSelection, _ order: BeadOrder?, limit: Int?, where fits: (BdBead) -> Bool
    ) async throws(CommandFailure) -> [BdBead] {
        var found: [BdBead] = []
        var after: String?
        repeat {
            let page = try await query(
                BeadSearch(
                    text: text, limit: min(limit ?? WireLimits.pageRowsMax, WireLimits.pageRowsMax),
                    selection: selection, order: order, after: after), within: CommandLimits.pageWait)
            found += try await lines(of: page.beads.map(\.id)).filter(fits)
            if let limit, found.count >= limit { return Array(found.prefix(limit)) }
            after = page.next
        } while after != nil
        return found
    }

    /// The first beads of an order that are selected and fit, page by page.
    ///
    /// - Parameter limit: nil for all.
    func lines(
        _ selection: BeadSelection, _ order: BeadOrder = BeadOrder(), limit: Int?,
        where fits: (BdBead) -> Bool = { _ in true }
    ) async throws(CommandFailure) -> [BdBead] {
        var found: [BdBead] = []
        var after: String?
        repeat {
            // What does not fit is passed over, so a page may be larger than what is wanted still.
            let wanted = min(limit ?? WireLimits.pageRowsMax, WireLimits.pageRowsMax)
            let page = try await query(
                BeadLines(selection: selection, order: order, limit: max(wanted, 1), after: after),
                within: CommandLimits.pageWait)
            for line in page.lines {
                let bead = try BdBead(line)
                if fits(bead) { found.append(bead) }
                if let limit, found.count >= limit { return found }
            }
            after = page.next
        } while after != nil
        return found
    }
}
