import Glibc

/// For commands that run until they are told to stop: Ctrl-C is how they end well.
enum EndOnInterrupt {
    static func arm() {
        signal(SIGINT) { _ in _exit(0) }
    }
}
