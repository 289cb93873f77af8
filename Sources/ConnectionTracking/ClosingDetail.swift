/// What a connection has to remember once a FIN or RST was captured.
struct ClosingDetail {
  /// The peer's FIN, captured with all data before it, but not yet known to have reached the client.
  var finToClient = TCPEndpoint.Pending()
  var finToServer = TCPEndpoint.Pending()
  /// A reset that fits, not yet known to have reached the client.
  var resetToClient = TCPEndpoint.Pending()
  var resetToServer = TCPEndpoint.Pending()
  /// The FIN of an endpoint of which it is not known whether it had received one before.
  var unsettledFin = TCPEndpoint.Pending()
  var unsettledSide = Side.client

  /// What is on its way to a side.
  subscript(fin side: Side) -> TCPEndpoint.Pending {
    get { side == .client ? finToClient : finToServer }
    set { if side == .client { finToClient = newValue } else { finToServer = newValue } }
  }

  subscript(reset side: Side) -> TCPEndpoint.Pending {
    get { side == .client ? resetToClient : resetToServer }
    set { if side == .client { resetToClient = newValue } else { resetToServer = newValue } }
  }
}
