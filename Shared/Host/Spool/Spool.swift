internal import Glibc
package import TownModel
package import Wire

/// The spool of a town: commands that were accepted while nobody answered, one file each, in the order in which they
/// were accepted.
///
/// A file is there whole or not at all, and on disk before its sender is told so. Several clients may add at once; the
/// store alone takes away.
package struct Spool: Hashable, Sendable {
    package let directory: String
    private let entriesMax: Int
    private let bytesMax: Int

    package init(
        _ layout: TownLayout, entriesMax: Int = HostLimits.spoolEntriesMax, bytesMax: Int = HostLimits.spoolBytesMax
    ) {
        directory = layout.spool
        self.entriesMax = entriesMax
        self.bytesMax = bytesMax
    }

    /// What was set aside is read as what waits is.
    init(setAsideIn spool: Spool) {
        directory = spool.refusedDirectory
        entriesMax = 0
        bytesMax = 0
    }

    /// Accepts a command: when this returns, a power loss does not lose it.
    package func add(_ command: SpooledCommand) throws(SpoolError) {
        do throws(HostError) {
            try Files.makePrivateDirectory(directory)
            let folder = try SpoolFolder(directory)
            let bytes = command.file
            if folder.names.count < entriesMax, folder.bytes + bytes.count <= bytesMax {
                let path = "\(directory)/\(folder.nextName(at: command.acceptedAt))"
                return try Files.writeAtomically(bytes, to: path, isDurable: Self.isDurable)
            }
        } catch {
            throw .host(error)
        }
        throw .full(entriesMax: entriesMax, bytesMax: bytesMax)
    }

    /// The names of what waits, oldest first.
    package func names() throws(HostError) -> [String] { try SpoolFolder(directory).names }

    /// What a name stands for. Only a plain file that nobody but this user can have written is trusted.
    package func read(_ name: String) throws(HostError) -> SpoolReading {
        do throws(HostError) {
            let file = try PrivateFile("\(directory)/\(name)")
            if let complaint = file.complaint { return .unfit(complaint) }
            return Self.command(try file.read(bytesMax: HostLimits.fileBytesMax))
        } catch .system(_, _, ENOENT) {
            return .gone
        } catch .system(_, _, ELOOP) {
            return .unfit("it is a symbolic link")
        } catch .system("open", _, let code) where code == EACCES || code == ENXIO {
            return .unfit("it is no file that the town's owner can read")
        } catch .unreadable(_, let reason) {
            return .unfit(reason)
        } catch {
            throw error
        }
    }

    private static func command(_ bytes: [UInt8]) -> SpoolReading {
        do throws(WireError) {
            return .command(try SpooledCommand(file: bytes))
        } catch {
            return .unfit(error.message)
        }
    }

    /// It was carried out. The disk may learn of it later: an entry that comes back is known by its id.
    package func remove(_ name: String) throws(HostError) {
        let path = "\(directory)/\(name)"
        guard unlink(path) == 0 || errno == ENOENT else {
            throw .system(call: "unlink", path: path, errno: errno)
        }
    }

    /// Clears what dead writers have begun; false when there are younger ones, whose writers may live.
    package func clearDrafts(at now: Timestamp) throws(HostError) -> Bool {
        var isClean = true
        for draft in try SpoolFolder(directory).drafts {
            if Int64(draft.second) * 1000 + HostLimits.spoolDraftAge.milliseconds <= now.milliseconds {
                try remove(draft.name)
            } else {
                isClean = false
            }
        }
        // Reasons are written by the store alone, so one that is half written is nobody's any more.
        for name in Files.names(in: refusedDirectory) where name.contains(".why.new-") {
            try remove("refused/\(name)")
        }
        return isClean
    }

    private static var isDurable: Bool {
        #if DEBUG
            return Mutant.active != .spoolWithoutFsync
        #else
            return true
        #endif
    }
}

/// Why a command was not accepted.
package enum SpoolError: Error, Hashable, Sendable {
    /// What waits is as much as may wait.
    case full(entriesMax: Int, bytesMax: Int)
    case host(HostError)
}

/// What a file of the spool turned out to be.
package enum SpoolReading: Hashable, Sendable {
    case command(SpooledCommand)
    /// It can't be carried out, whoever wrote it: why.
    case unfit(String)
    /// Somebody was faster.
    case gone
}
