import TownModel
import Wire

/// Types that read themselves from one value, so that their shape can't be seen from the keys they ask for. Each with a
/// sample; a test holds the pattern against it.
struct KnownShape {
    let definition: Definition
    let sample: Any
    /// Types that its definition names.
    var parts: [any Decodable.Type] = []
}

enum KnownShapes {
    static var all: [ObjectIdentifier: KnownShape] {
        Dictionary(uniqueKeysWithValues: (ids + places + words + values).map { (ObjectIdentifier($0.0), $0.1) })
    }

    private static let name = "[a-z][a-z0-9_-]{0,39}"

    private static func text(_ pattern: String?, _ sample: Any?, note: String? = nil) -> KnownShape {
        // A sample that is no value of its type is found out by whoever asks for one.
        KnownShape(definition: Definition(.text(pattern: pattern.map { "^\($0)$" }), note: note), sample: sample ?? "")
    }

    private static var ids: [(Any.Type, KnownShape)] {
        [
            (BeadID.self, text("[A-Za-z0-9][A-Za-z0-9._:-]{0,119}", BeadID("gt-abc"))),
            (RigName.self, text(name, RigName("web"))),
            (AgentName.self, text(name, AgentName("nux"))),
            (PluginName.self, text(name, PluginName("tidy"))),
            (PluginID.self, text("(town|\(name))/\(name)", PluginID("web/tidy"))),
            (CommandID.self, text("[!-~]{1,128}", CommandID("c-1"))),
            (Incarnation.self, text("s[1-9][0-9]*", Incarnation("s7"))),
            (CommitID.self, text("([0-9a-f]{40}|[0-9a-f]{64})", CommitID(String(repeating: "a1", count: 20)))),
            (SettingName.self, text("custom\\.[A-Za-z0-9._-]{1,93}", SettingName("custom.color"))),
            (TownPrefix.self, text("[a-z][a-z0-9]*(-[a-z0-9]+)*", TownPrefix("hq"))),
            (KeyName.self, text(name, KeyName("laptop"))),
            (TCPAddress.self, text("tcp://[^ /]+:[0-9]{1,5}", TCPAddress("tcp://town.example:7100"))),
            (PublicKey.self, text("[!-~]{40}", PublicKey(String(repeating: "a1b2.", count: 8)))),
        ]
    }

    private static var places: [(Any.Type, KnownShape)] {
        let rig = name
        return [
            (
                Address.self,
                text(
                    "(overseer|store|mayor/?|deacon/?|deacon/boot|deacon/dogs/\(name)"
                        + "|\(rig)/(witness|refinery)|\(rig)/(polecats|crew)/\(name))",
                    Address("web/polecats/nux"))
            ),
            (
                AgentGroup.self,
                text(
                    "@(town|overseer|witnesses|refineries|dogs|rig/\(rig)|(polecats|crew)(/\(rig))?)",
                    AgentGroup("@polecats/web"))
            ),
            (MailListName.self, text("[a-z][a-z0-9-]{0,39}", MailListName("reviewers"))),
            (
                MailTarget.self,
                text(
                    "(@[a-z_/0-9-]+|(group|queue|channel):[a-z][a-z0-9-]{0,39}|[a-z][a-z0-9_/-]*)",
                    MailTarget("group:reviewers"),
                    note: "An `Address`, an `AgentGroup`, or `group:`, `queue:` or `channel:` and its name.")
            ),
            (RoleName.self, text("(mayor|deacon|\(rig)/(witness|refinery))", RoleName("web/witness"))),
            // A condition that can't be read is refused; what it may say is in docs/formulas.md.
            (StepCondition.self, text(nil, try? StepCondition("plan.output.risk == 'high'"))),
            (StreamName.self, text(name, StreamName("web"), note: "`town`, or a rig's name.")),
            (BeadHome.self, text(name, BeadHome("web"), note: "`hq` for the town's own beads, or a rig's name.")),
            (
                SlingTarget.self,
                KnownShape(
                    definition: Definition(
                        .choice([
                            Definition.Field("rig", .fields([Definition.Field("_0", .named("RigName"))])),
                            Definition.Field("agent", .fields([Definition.Field("_0", .named("Address"))])),
                            Definition.Field("dogs", .fields([])),
                        ]), note: "A rig's queue, an agent's hook, or that of any dog that is free."),
                    sample: SlingTarget.agent(.mayor), parts: [RigName.self, Address.self])
            ),
        ]
    }

    private static var words: [(Any.Type, KnownShape)] {
        [
            (
                BeadStatus.self,
                text(nil, BeadStatus.open, note: open(statuses))
            ),
            (
                BeadType.self,
                text(nil, BeadType.task, note: open(BeadType.creatable) + " Records of the town have more.")
            ),
            (
                EscalationRoute.self,
                text("(bead|desktop|mail:.+|command:[a-z][a-z0-9-]{0,39})", EscalationRoute.mail(.overseer))
            ),
            (EdgeType.self, text(nil, EdgeType.blocks, note: open(EdgeType.creatable))),
        ]
    }

    private static let statuses: [BeadStatus] = [
        .open, .inProgress, .hooked, .blocked, .deferred, .submitted, .closed, .tombstone, .pinned,
    ]

    /// Of a type with words that we know and others that imports bring.
    private static func open<Word: RawRepresentable<String>>(_ words: [Word]) -> String {
        "Ours are " + words.map { "`\($0.rawValue)`" }.joined(separator: ", ") + "; imports may bring others."
    }

    private static var values: [(Any.Type, KnownShape)] {
        [
            (
                Priority.self,
                KnownShape(definition: Definition(.integer(0...4)), sample: Priority.normal)
            ),
            (
                Timestamp.self,
                text(
                    #"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})"#,
                    Timestamp(milliseconds: 1_764_259_200_007),
                    note: "RFC 3339; the store writes UTC with milliseconds.")
            ),
            (JSONBytes.self, text("[A-Za-z0-9+/]*={0,2}", JSONBytes(Array("bytes".utf8)))),
        ]
    }
}
