/// The version of all programs of one build: a town runs programs of one version only.
package enum ProgramVersion {
    package static let number = "0.1.0"
}
