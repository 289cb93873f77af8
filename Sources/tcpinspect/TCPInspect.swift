import ArgumentParser

@main
struct TCPInspect: ParsableCommand {
  func run() {}
}
