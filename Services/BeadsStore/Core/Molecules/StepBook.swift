package import TownModel

/// Where a molecule's rows are. The walk asks for few of them, and writes each that it has changed once, at its end.
package protocol StepBook {
    associatedtype Failure: Error
    func row(_ number: Int64) throws(Failure) -> StepRow?
}

/// Rows as one command leaves them: what it has read or changed, over what the book has.
struct StepPad<Book: StepBook> {
    private let book: Book
    private var known: [Int64: StepRow] = [:]
    private(set) var changed: [Int64: StepRow] = [:]
    /// How those stood that had a row before.
    private var old: [Int64: StepState] = [:]

    init(_ book: Book) { self.book = book }

    mutating func row(_ number: Int64) throws(Book.Failure) -> StepRow? {
        if let row = known[number] { return row }
        guard let row = try book.row(number) else { return nil }
        known[number] = row
        old[number] = row.state
        return row
    }

    mutating func put(_ row: StepRow) {
        known[row.number] = row
        changed[row.number] = row
    }

    /// In the order of their numbers.
    var changes: [StepChange] {
        changed.values.sorted { $0.number < $1.number }.map { StepChange(row: $0, before: old[$0.number]) }
    }
}

package struct StepChange: Hashable, Sendable {
    package var row: StepRow
    /// nil: it had no row.
    package var before: StepState?

    /// Something held it by itself, not only what it needs, and does so no more.
    package var isFreed: Bool {
        switch before {
        case .gated, .resting, .failed: row.state == .ready
        case nil, .waiting, .ready, .claimed, .done, .skipped: false
        }
    }
}
