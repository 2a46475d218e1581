import TownModel

/// What is left in the spool of a command for several issues. It is listed among what was done, as what it is.
struct BdSpooled {
    private(set) var receipts: [SpoolReceipt] = []

    mutating func note<Reply>(_ delivery: Delivery<Reply>) {
        if case .spooled(let receipt) = delivery { receipts.append(receipt) }
    }

    var json: [String] {
        receipts.map { receipt in
            RawJSON.object([
                "id": RawJSON.text(receipt.id.text), "spooled": "true", "verb": RawJSON.text(receipt.verb),
            ])
        }
    }

    /// With `--json` they stand in the answer.
    func tell(_ call: BdCall) {
        guard !call.isJSON else { return }
        for receipt in receipts { call.note(receipt.sentence) }
    }
}
