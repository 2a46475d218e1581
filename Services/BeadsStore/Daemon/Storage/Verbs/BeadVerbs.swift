internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Beads and their edges.
extension VerbRule {
    static let beads: [VerbRule] = [
        .command(BeadCreate.self) { (create, transaction) throws(LedgerError) in
            try transaction.create(create)
        },
        .command(BeadsCreate.self) { (create, transaction) throws(LedgerError) in
            try transaction.create(create)
        },
        .command(BeadUpdate.self) { (update, transaction) throws(LedgerError) in
            try transaction.update(update)
        },
        .command(BeadClaim.self) { (claim, transaction) throws(LedgerError) in
            try transaction.claim(claim)
        },
        .command(BeadClaimNext.self) { (claim, transaction) throws(LedgerError) in
            try transaction.claimNext(claim)
        },
        .command(BeadComment.self) { (comment, transaction) throws(LedgerError) in
            try transaction.comment(comment)
        },
        .command(BeadClose.self) { (close, transaction) throws(LedgerError) in
            try transaction.closeByHand(close)
        },
        .command(BeadAdvance.self) { (advance, transaction) throws(LedgerError) in
            try transaction.advance(advance)
        },
        .command(BeadDelete.self) { (delete, transaction) throws(LedgerError) in
            try transaction.delete(delete)
        },
        .command(BeadReopen.self) { (reopen, transaction) throws(LedgerError) in
            try transaction.reopen(reopen)
        },
        .command(GateCreate.self) { (create, transaction) throws(LedgerError) in
            try transaction.create(create)
        },
        .command(EdgeAdd.self) { (add, transaction) throws(LedgerError) in
            if try !transaction.has(add.edge) { try transaction.add(add.edge) }
            return try transaction.reply(add.edge.from)
        },
        .command(EdgeRemove.self) { (remove, transaction) throws(LedgerError) in
            try transaction.checkMayOpenGate(try transaction.knownBead(remove.edge.to))
            try transaction.remove(remove.edge)
            return try transaction.reply(remove.edge.from)
        },
    ]
}

extension Transaction {
    func reply(_ id: BeadID) throws(LedgerError) -> BeadReply {
        BeadReply(bead: try knownBead(id).bead)
    }
}
