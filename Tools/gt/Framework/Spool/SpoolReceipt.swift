import TownModel

/// That a command lies in the spool, on disk. It was not carried out yet, and may be refused when it is.
struct SpoolReceipt: Encodable, Hashable {
    let id: CommandID
    let verb: String
    let spooled = true
    /// The store answers, and what was accepted before waits yet.
    let isBehind: Bool

    private enum CodingKeys: String, CodingKey { case id, verb, spooled }

    /// For a person.
    var sentence: String {
        isBehind
            ? "accepted, will be delivered after what waits in the spool already (\(id))"
            : "accepted, will be delivered when the store is back (\(id))"
    }
}

/// What a command for the store came to.
enum Delivery<Reply> {
    case answered(Reply)
    case spooled(SpoolReceipt)
}

extension Invocation {
    /// Prints what the store answered, or that it will be told.
    func answer<Reply>(
        _ delivery: Delivery<Reply>, by dialect: Dialect = .gt, _ shown: (Reply) -> Void
    ) {
        switch delivery {
        case .answered(let reply): shown(reply)
        case .spooled(let receipt): accepted(receipt, by: dialect)
        }
    }

    /// The same for several: one list, in their order.
    func answer<Reply, Shown: Encodable>(
        _ deliveries: [Delivery<Reply>], _ text: (Reply, Screen) -> String, json: (Reply) -> Shown
    ) {
        if options.json {
            let entries = deliveries.map { delivery -> ListEntry<Shown> in
                switch delivery {
                case .answered(let reply): .shown(json(reply))
                case .spooled(let receipt): .receipt(receipt)
                }
            }
            return answer(entries) { _ in "" }
        }
        var lines: [String] = []
        for case .answered(let reply) in deliveries { lines.append(text(reply, screen)) }
        if !lines.isEmpty { Output.write(lines.joined(separator: "\n"), to: .answer) }
        for case .spooled(let receipt) in deliveries { accepted(receipt) }
    }

    private enum ListEntry<Shown: Encodable>: Encodable {
        case shown(Shown)
        case receipt(SpoolReceipt)

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .shown(let value): try value.encode(to: encoder)
            case .receipt(let receipt): try receipt.encode(to: encoder)
            }
        }
    }

    /// The notice is no answer: it goes to stderr, and with `--json` an object to stdout.
    func accepted(_ receipt: SpoolReceipt, by dialect: Dialect = .gt) {
        if options.json { answer(receipt) { _ in "" } } else { note("\(dialect.name): \(receipt.sentence)") }
    }
}
