internal import Wire

/// Why a command left no trace.
enum LedgerError: Error {
    /// A rule says no: the caller is told, what it wrote is taken back, the batch goes on.
    case refused(WireError)
    /// SQLite says no: the whole batch is rolled back.
    case failed(SQLiteFailure)
}

extension LedgerError {
    static func refuse(_ code: ErrorCode, _ message: String, about: String? = nil, hint: String? = nil) -> LedgerError {
        .refused(WireError(code, message, about: about, hint: hint))
    }
}
