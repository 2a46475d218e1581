import Host
import TownModel

/// The logs of one run of the gates, as files: read from where they were last read to.
struct GateLogs {
    /// The town's own directory of them.
    let directory: String
    let run: String
    /// Only of the gate that is called so as a file; nil: all.
    let gate: String?
    private var places: [Int: Place] = [:]

    /// How far the log of a gate was read.
    private struct Place {
        var offset = 0
        /// Of a line that is not whole yet.
        var begun: [UInt8] = []
    }

    /// Bytes at a time.
    private static let piece = 64 << 10
    /// A longer line is shown in parts.
    private static let lineBytesMax = 1 << 20

    init(_ layout: TownLayout, run: String, gate: String? = nil) {
        directory = "\(layout.root)/\(GateLogFile.directory)"
        self.run = run
        self.gate = gate
    }

    /// All logs of gates that a town has.
    static func all(_ layout: TownLayout) -> [GateLogFile] {
        all(in: "\(layout.root)/\(GateLogFile.directory)")
    }

    private static func all(in directory: String) -> [GateLogFile] {
        Files.names(in: directory).compactMap { GateLogFile(fileName: $0) }
    }

    /// Those that there are, in the order of the gates.
    var files: [GateLogFile] {
        Self.all(in: directory)
            .filter { $0.run == run && (gate == nil || $0.gate == gate) }.sorted { $0.number < $1.number }
    }

    /// Hands on every whole line that was not read yet, gate by gate.
    ///
    /// - Parameters:
    ///   - last: of what is read for the first time, only so many lines.
    ///   - isOver: nobody writes any more: what stands without a line feed at the end is a line too.
    mutating func read(last: Int? = nil, isOver: Bool, _ show: (GateLogFile, String) -> Void) throws(HostError) {
        for file in files { try read(file, last: last, isOver: isOver, show) }
    }

    private mutating func read(
        _ file: GateLogFile, last: Int?, isOver: Bool, _ show: (GateLogFile, String) -> Void
    ) throws(HostError) {
        let source = try FileSource("\(directory)/\(file.fileName)")
        var place = Place()
        if let known = places[file.number] {
            place = known
            // One that had grown too large was cut.
            place.offset = min(place.offset, source.size)
        } else if let last {
            place.offset = try Self.start(ofLast: last, in: source)
        }
        while true {
            let bytes = try source.read(at: place.offset, bytesMax: Self.piece)
            guard !bytes.isEmpty else { break }
            place.offset += bytes.count
            var rest = bytes[...]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                show(file, String(decoding: place.begun + rest[..<end], as: UTF8.self))
                place.begun = []
                rest = rest[(end + 1)...]
            }
            place.begun += rest
            if place.begun.count > Self.lineBytesMax { Self.flush(&place, file, show) }
        }
        if isOver, !place.begun.isEmpty { Self.flush(&place, file, show) }
        places[file.number] = place
    }

    private static func flush(_ place: inout Place, _ file: GateLogFile, _ show: (GateLogFile, String) -> Void) {
        show(file, String(decoding: place.begun, as: UTF8.self))
        place.begun = []
    }

    /// Where the last lines begin; one without a line feed at the end counts.
    private static func start(ofLast count: Int, in source: FileSource) throws(HostError) -> Int {
        var end = source.size
        guard count > 0, end > 0 else { return end }
        // The line feed that ends the last line begins no other one.
        var found = try source.read(end - 1..<end) == [UInt8(ascii: "\n")] ? -1 : 0
        while end > 0 {
            let start = max(0, end - piece)
            let bytes = try source.read(start..<end)
            for index in bytes.indices.reversed() where bytes[index] == UInt8(ascii: "\n") {
                found += 1
                if found == count { return start + index + 1 }
            }
            end = start
        }
        return 0
    }
}
