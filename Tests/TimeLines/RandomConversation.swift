package import FixtureCaptures
import PacketDissection

/// A random conversation: mostly segments in order, and now and then anything else.
package func randomConversation(_ random: inout SeededGenerator) -> [Step] {
  var steps = [Actor.client >> .syn(100), Actor.server >> .synAck(300, 101)]
  var next: (client: UInt32, server: UInt32) = (101, 301)
  steps.append(Actor.client >> .ack(101, 301))
  for _ in 0..<Int.random(in: 5...120, using: &random) {
    let isClient = Bool.random(using: &random)
    let (own, peer) = isClient ? (next.client, next.server) : (next.server, next.client)
    let length = Int.random(in: 1...1448, using: &random)
    var message: Message
    switch Int.random(in: 0..<24, using: &random) {
    case 0: message = .data(own &+ 1000, peer, length)
    case 1: message = .data(own &- 500, peer, length)
    case 2: message = .ack(own &- 1, peer)
    case 3: message = .fin(own, peer)
    case 4: message = .ack(own, peer &+ 1)
    case 5: message = .rst(own)
    case 6: message = .syn(own &+ 77_777)
    case 7: message = .ack(own, peer &- 700)
    case 8..<15: message = .ack(own, peer)
    default:
      message = .data(own, peer, length)
      if isClient { next.client &+= UInt32(length) } else { next.server &+= UInt32(length) }
    }
    if Int.random(in: 0..<12, using: &random) == 0 { message.window = 0 }
    if Int.random(in: 0..<12, using: &random) == 0 { message.identification = 5 }
    if Int.random(in: 0..<20, using: &random) == 0 { message.hasWrongChecksum = true }
    let step = (isClient ? Actor.client : .server) >> message
    steps.append(step.after(Double.random(in: 0...80, using: &random)))
    if Int.random(in: 0..<16, using: &random) == 0 { steps.append(step) }
  }
  return steps
}
