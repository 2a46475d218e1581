/// The exit statuses of `gt`: one table, the same for every command (docs/protocol.md).
enum ExitStatus: Int32, CaseIterable {
    /// It was done, or lies in the spool and will be: then a notice says so.
    case done = 0
    /// The state of things does not allow it: not found, conflict, closed.
    case refused = 1
    /// A guard does not let a command through (`gt tap guard`): the status that agents' programs know.
    case held = 2
    /// The command line is wrong.
    case usage = 64
    /// What was given can't be understood.
    case badData = 65
    /// The store does not answer.
    case away = 69
    /// An error of ours.
    case bug = 70
    /// Not now: the same command may succeed later.
    case tryAgain = 75
    /// The speaker may not do it.
    case forbidden = 77
    /// The configuration is wrong, or there is no town here.
    case configuration = 78
}
