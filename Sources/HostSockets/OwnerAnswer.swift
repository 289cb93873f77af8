import SocketDiagnosis

/// The process that has a socket.
struct OwnerAnswer: Equatable, Sendable {
  var process: Int32
  var name: String
  var group: ControlGroup
}
