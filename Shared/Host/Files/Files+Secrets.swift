internal import Glibc

extension Files {
    /// The text of a secret's file, without the line's end. Refused when it is somebody else's, a link, or anybody but
    /// its owner may read or write it: what lies open is no secret any more.
    package static func readSecret(_ path: String) throws(HostError) -> String {
        let bytes: [UInt8]
        do throws(HostError) {
            let file = try PrivateFile(path)
            if let complaint = file.complaint { throw .exposed(path: path, reason: complaint) }
            bytes = try file.read(bytesMax: secretBytesMax)
        } catch .system(_, _, ELOOP) {
            throw .exposed(path: path, reason: "it is a link")
        } catch {
            throw error
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .unreadable(path: path, reason: "it is no text")
        }
        return text.trimmed
    }

    /// More than any key has.
    private static let secretBytesMax = 1024
}
