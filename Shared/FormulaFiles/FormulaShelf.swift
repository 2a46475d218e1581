package import Formulas
internal import Host
internal import TownModel

/// All formulas that can be named here, as the folders have them now. What is found first is used; the rest is hidden
/// by it, and listed.
package struct FormulaShelf {
    /// A formula's file, in one of the places.
    package struct Find {
        package let name: String
        package let origin: FormulaPlaces.Origin
        package let path: String
        /// Or why it can't be had: it still hides what comes after it, so that nobody gets another one unawares.
        package let text: Result<String, FormulaProblem>
    }

    package let places: FormulaPlaces
    /// By name: first what is used, then what it hides.
    package private(set) var finds: [String: [Find]] = [:]
    /// Files in the places that are no formulas, and folders that can't be read.
    package private(set) var problems: [FormulaProblem] = []

    package init(_ places: FormulaPlaces) {
        self.places = places
        for folder in places.folders { look(in: folder, isQuiet: false) }
        for (name, path, text) in ShippedFormulas.all {
            put(Find(name: name, origin: .program, path: path, text: .success(text)))
        }
        for folder in places.overlays { lookForOverlays(in: folder) }
    }

    /// With a file that was named by its path, and those beside it, before all others.
    ///
    /// - Returns: the formula's name.
    package mutating func open(_ path: String) -> String {
        let name = FormulaFile.name(ofPath: path)
        let before = finds
        finds = [
            name: [
                Find(
                    name: name, origin: .beside, path: path,
                    text: Self.result { () throws(FormulaProblem) in
                        try FormulaFile.text(path)
                    })
            ]
        ]
        let folder = Files.parent(of: path)
        if !places.folders.contains(where: { $0.path == folder }) {
            look(in: FormulaPlaces.Folder(origin: .beside, path: folder), isQuiet: true)
        }
        // Of the file itself: it lies beside itself.
        finds[name] = finds[name].map { Array($0.prefix(1)) }
        for (other, found) in before { finds[other, default: []] += found.filter { $0.path != path } }
        return name
    }

    package var names: [String] { finds.keys.sorted() }

    package subscript(_ name: String) -> Find? { finds[name]?.first }

    /// Where a formula's overlay lies, if it has one. A file that was named is taken as it is.
    package func overlay(of find: Find) -> String? {
        guard find.origin != .beside else { return nil }
        return places.overlays.lazy.map { "\($0)/\(find.name).toml" }.first(where: Files.exists)
    }

    private mutating func put(_ find: Find) { finds[find.name, default: []].append(find) }

    private mutating func look(in folder: FormulaPlaces.Folder, isQuiet: Bool) {
        var seen: [String: String] = [:]
        for file in files(in: folder.path, isQuiet: isQuiet) {
            let path = "\(folder.path)/\(file)"
            guard let name = FormulaFile.name(of: file) else {
                guard !isQuiet, file.hasSuffix(".toml") || file.hasSuffix(".json") else { continue }
                problems.append(
                    FormulaFile.problem(
                        path, "a formula's file ends in .formula.toml or .formula.json, so this is none",
                        remedy: "Rename it, or name it by its path.", severity: .warning))
                continue
            }
            if let other = seen[name] {
                let twice = FormulaFile.problem(
                    path, "\"\(name)\" is also in \(folder.path)/\(other)", remedy: "Take one of the two away.")
                finds[name] = finds[name]?.map {
                    $0.path == "\(folder.path)/\(other)"
                        ? Find(name: name, origin: $0.origin, path: $0.path, text: .failure(twice)) : $0
                }
                continue
            }
            seen[name] = file
            put(
                Find(
                    name: name, origin: folder.origin, path: path,
                    text: Self.result { () throws(FormulaProblem) in try FormulaFile.found(path) }))
        }
    }

    private mutating func lookForOverlays(in folder: String) {
        for file in files(in: folder, isQuiet: false) where !file.hasPrefix(".") {
            let name = FormulaFile.name(ofPath: file)
            guard finds[name] == nil || !file.hasSuffix(".toml") else { continue }
            problems.append(
                FormulaFile.problem(
                    "\(folder)/\(file)", "there is no formula that this overlay is for",
                    remedy: EditDistance.nearest(to: name, among: names).first.map { "Did you mean \($0).toml?" }
                        ?? "An overlay is named for its formula: <name>.toml.", severity: .warning))
        }
    }

    private mutating func files(in folder: String, isQuiet: Bool) -> [String] {
        guard Files.exists(folder) else { return [] }
        do throws(HostError) {
            return try Files.entries(of: folder)
        } catch {
            if !isQuiet {
                problems.append(
                    FormulaFile.problem(folder, "\(error)", remedy: "Make it a folder that can be read."))
            }
            return []
        }
    }

    private static func result(_ read: () throws(FormulaProblem) -> String) -> Result<String, FormulaProblem> {
        do throws(FormulaProblem) {
            return .success(try read())
        } catch {
            return .failure(error)
        }
    }
}
