internal import TownModel

/// Everything that can be asked of the ledger, by verb. To add a verb: write its rule, name its list here.
enum Catalogue {
    static let verbs: [String: VerbRule] = index(
        [
            TownVerbs.rules, RestoreRules.verbs, RigVerbs.rules, ConfigVerbs.rules, DirectiveRules.verbs,
            SettingRules.verbs, RoleVerbs.rules, KeyRules.verbs,
            IntentVerbs.rules,
            VerbRule.work,
        ],
        \.verb)

    static let queries: [String: QueryRule] = index(
        [
            FeedQueries.rules, TownQueries.rules, RestoreRules.queries, SettingRules.queries, RoleListings.rules,
            KeyRules.queries,
            QueryRule.work,
        ], \.verb)

    private static func index<Rule>(_ lists: [[Rule]], _ name: KeyPath<Rule, String>) -> [String: Rule] {
        Dictionary(lists.joined().map { ($0[keyPath: name], $0) }) { first, _ in
            preconditionFailure("\(first[keyPath: name]) is declared twice")
        }
    }
}
