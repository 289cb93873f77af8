public import InternetTypes

extension IPProtocol {
  /// Whether the number is one of an IPv6 extension header that is walked to find the transport layer.
  ///
  /// Mobility is one by its number and its length byte, but nothing follows it (RFC 6275, section 6.1.1); the
  /// authentication header is decoded with the transport layer, as IPv4 has it, too.
  var isExtensionHeader: Bool {
    switch self {
    case .hopByHopOptions, .destinationOptions, .routing, .fragment: true
    default: false
    }
  }

  /// Whether the number is one of a mobility header.
  var isMobility: Bool { self == .mobility || self == .mobilityOld }
}

/// One IPv6 extension header in a packet (RFC 8200, section 4).
public struct IPv6ExtensionHeader: Hashable, Sendable {
  /// The kind of header: hop-by-hop options, destination options, routing or fragment.
  public let kind: IPProtocol

  /// Its first byte in the frame.
  public let offset: Int

  /// Its length in bytes as it states it; 0 if the capture ends before the length does.
  public let byteCount: Int

  /// Why the chain of headers ends here; nil if it continues.
  public let problem: Problem?

  /// Why the chain of headers ends at one.
  public enum Problem: Hashable, Sendable {
    /// The captured bytes, or the packet, end before the header does.
    case cut
    /// Hop-by-hop options that do not follow the IPv6 header.
    case misplaced
    /// Hop-by-hop options after hop-by-hop options.
    case repeated
    /// The list of hop-by-hop options contradicts itself.
    case badOption
    /// The payload length is zero without a valid jumbo payload option (RFC 2675).
    case noJumboPayload
    /// The length of a routing header leaves half an address.
    case badLength
    /// The payload is part of a datagram whose transport header is in another fragment.
    case laterFragment
  }
}

/// Walks the extension headers of an IPv6 packet up to the first header that is none.
///
/// Both the decoder and the printers use this iterator. Headers are returned as offsets; nothing is copied. A header
/// with a problem is the last.
public struct IPv6ExtensionHeaderIterator: Sendable {
  /// The offset of the next header.
  public private(set) var offset: Int

  /// The type of the next header, an extension header or not.
  public private(set) var nextHeader: IPProtocol

  /// The payload length of a jumbogram, once its option was walked (RFC 2675, section 2).
  public private(set) var jumboPayloadLength: UInt32?

  private let start: Int
  private let end: Int
  private let payloadLength: UInt16
  private var sawHopByHop = false
  private var isDone = false

  /// The extension headers of `packet`; none if its network layer is not IPv6.
  public init(_ packet: Packet) {
    guard case .ipv6(let header) = packet.network else {
      self.init(after: nil, at: packet.networkOffset, end: packet.end)
      return
    }
    self.init(after: header, at: packet.networkOffset + IPv6Header.byteCount, end: packet.end)
  }

  /// The extension headers after `header`, which begin at `offset`; the captured ones end at `end`.
  init(after header: IPv6Header?, at offset: Int, end: Int) {
    self.offset = offset
    self.start = offset
    self.end = end
    nextHeader = header?.nextHeader ?? .noNextHeader
    payloadLength = header?.payloadLength ?? 0
  }

  /// Bytes of the headers that were walked.
  public var walkedByteCount: Int { offset - start }

  /// The next header, or nil at the end of the chain.
  @inlinable
  public mutating func next(in frame: Span<UInt8>) -> IPv6ExtensionHeader? { advance(frame) }

  @usableFromInline
  mutating func advance(_ frame: Span<UInt8>) -> IPv6ExtensionHeader? {
    guard !isDone, nextHeader.isExtensionHeader else { return nil }
    let kind = nextHeader
    if kind == .hopByHopOptions && offset != start {
      return last(kind, 0, sawHopByHop ? .repeated : .misplaced)
    }
    guard offset &+ 2 <= end, end <= frame.count else { return last(kind, 0, .cut) }
    let byteCount = kind == .fragment ? 8 : (Int(frame[offset &+ 1]) + 1) * 8
    guard offset &+ byteCount <= end else { return last(kind, byteCount, .cut) }
    let header = offset
    switch kind {
    case .hopByHopOptions:
      sawHopByHop = true
      let isWhole = walkHopByHopOptions((header + 2)..<(header + byteCount), frame)
      if payloadLength == 0 && jumboPayloadLength == nil {
        return last(kind, byteCount, .noJumboPayload)
      }
      if !isWhole { return last(kind, byteCount, .badOption) }
    case .routing:
      let routing = IPv6RoutingHeader(at: header, byteCount: byteCount, in: frame)
      if !routing.hasWholeAddresses { return last(kind, byteCount, .badLength) }
    case .fragment:
      // Offsets are multiples of eight, so that the field's other bits are masked, not shifted away.
      if frame.uint16(at: header + 2) & 0xfff8 != 0 {
        nextHeader = IPProtocol(rawValue: frame[header])
        offset = header + byteCount
        isDone = true
        return IPv6ExtensionHeader(
          kind: kind, offset: header, byteCount: byteCount, problem: .laterFragment)
      }
    default: break
    }
    nextHeader = IPProtocol(rawValue: frame[header])
    offset = header + byteCount
    return IPv6ExtensionHeader(kind: kind, offset: header, byteCount: byteCount, problem: nil)
  }

  /// The header at `offset`, which ends the chain.
  private mutating func last(
    _ kind: IPProtocol, _ byteCount: Int, _ problem: IPv6ExtensionHeader.Problem
  ) -> IPv6ExtensionHeader {
    isDone = true
    return IPv6ExtensionHeader(kind: kind, offset: offset, byteCount: byteCount, problem: problem)
  }

  /// Looks for a jumbo payload; false if the option list is broken.
  private mutating func walkHopByHopOptions(_ list: Range<Int>, _ frame: Span<UInt8>) -> Bool {
    var options = IPv6OptionIterator(list)
    var sawJumboPayload = false
    while let option = options.next(in: frame) {
      guard option.problem == nil else { return false }
      if option.kind == .jumboPayload && !sawJumboPayload {
        sawJumboPayload = true
        let length = frame.uint32(at: option.data.lowerBound)
        if payloadLength == 0 && length >= 65_536 { jumboPayloadLength = length }
      }
    }
    return true
  }
}

extension Packet {
  /// Walks the extension headers from `transportOffset` on and sets `transport…` to the header after them.
  mutating func decodeExtensionHeaders(
    _ frame: Span<UInt8>, after header: IPv6Header
  ) throws(DecodeError) {
    var headers = IPv6ExtensionHeaderIterator(after: header, at: transportOffset, end: end)
    let stated = header.payloadLength == 0 ? end - transportOffset : Int(header.payloadLength)
    while let extensionHeader = headers.next(in: frame) {
      if extensionHeader.kind == .fragment && extensionHeader.problem != .cut { isFragment = true }
      guard let problem = extensionHeader.problem else { continue }
      if problem == .laterFragment {
        transport = .fragment
        continue
      }
      transportProtocol = extensionHeader.kind
      transportOffset = min(extensionHeader.offset, end)
      transportLength = max(stated - headers.walkedByteCount, 0)
      throw Self.error(of: problem, in: extensionHeader, available: end - transportOffset)
    }
    transportProtocol = headers.nextHeader
    transportOffset = headers.offset
    transportLength = max(stated - headers.walkedByteCount, 0)
    if header.payloadLength == 0 {
      try decodeJumboPayload(headers)
    }
  }

  /// Takes the length of a jumbogram from its option instead of the IPv6 header.
  private mutating func decodeJumboPayload(
    _ headers: IPv6ExtensionHeaderIterator
  ) throws(DecodeError) {
    guard let jumbo = headers.jumboPayloadLength, jumbo <= UInt32.max - 40 else {
      // There is no payload that could hold an extension header.
      throw .invalid(.ipv6, field: .payloadLength, value: Int(headers.jumboPayloadLength ?? 0))
    }
    guard Int(jumbo) >= headers.walkedByteCount else {
      throw .invalid(.ipv6, field: .payloadLength, value: Int(jumbo))
    }
    transportLength = Int(jumbo) - headers.walkedByteCount
    end = min(end, networkOffset + IPv6Header.byteCount + Int(jumbo))
  }

  /// The decode error for a header that ends the chain.
  private static func error(
    of problem: IPv6ExtensionHeader.Problem, in header: IPv6ExtensionHeader, available: Int
  ) -> DecodeError {
    let layer: Layer =
      switch header.kind {
      case .hopByHopOptions: .hopByHopOptions
      case .destinationOptions: .destinationOptions
      case .routing: .routing
      default: .fragment
      }
    return switch problem {
    case .cut:
      .truncated(layer, needed: max(header.byteCount, 8), available: max(available, 0))
    case .misplaced, .repeated, .laterFragment:
      .invalid(layer, field: .nextHeader, value: Int(header.kind.rawValue))
    case .badOption: .invalid(layer, field: .length, value: header.byteCount)
    case .noJumboPayload: .invalid(.ipv6, field: .payloadLength, value: 0)
    case .badLength: .invalid(layer, field: .headerLength, value: header.byteCount)
    }
  }

  /// The final destination: the last address of a routing header, else the IPv6 header's destination.
  ///
  /// Nil if the routing header is of a type that hides it, or the network layer is not IPv6. RFC 8200,
  /// section 8.1: the pseudo-header of transport checksums has this address.
  public func finalDestination(in frame: Span<UInt8>) -> IPv6Address? {
    guard case .ipv6(let header) = network else { return nil }
    guard header.nextHeader.isExtensionHeader else { return header.destination }
    var headers = IPv6ExtensionHeaderIterator(self)
    while let extensionHeader = headers.next(in: frame) {
      guard extensionHeader.problem == nil || extensionHeader.problem == .laterFragment else {
        break
      }
      guard extensionHeader.kind == .routing else { continue }
      let routing = IPv6RoutingHeader(
        at: extensionHeader.offset, byteCount: extensionHeader.byteCount, in: frame)
      // At the end of a route the packet bears the address itself; a segment list keeps it.
      if routing.segmentsLeft == 0 && routing.type != .segmentRouting { continue }
      return routing.finalDestination(of: header, in: frame)
    }
    return header.destination
  }
}
