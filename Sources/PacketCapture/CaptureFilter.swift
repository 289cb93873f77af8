import CPcap
import CaptureFormats
public import InternetTypes
public import SystemServices

/// A compiled filter expression, as pcap-filter(7) describes it.
@safe
public struct CaptureFilter: ~Copyable {
  /// libpcap's program, valid until `deinit`.
  private let program: UnsafeMutablePointer<bpf_program>

  /// The expression as given.
  public let expression: String

  /// Whether libpcap optimized the program.
  let isOptimized: Bool

  /// The IPv4 netmask for `ip broadcast`; zero if it is unknown.
  let netmask: UInt32

  /// Takes ownership of a program that the shim compiled, or throws the reason why there is none.
  init(
    owning program: UnsafeMutablePointer<bpf_program>?, expression: String, isOptimized: Bool,
    netmask: UInt32, reason: String
  ) throws(CaptureError) {
    guard let program = unsafe program else {
      throw CaptureError(.filter, reason: reason)
    }
    unsafe self.program = program
    self.expression = expression
    self.isOptimized = isOptimized
    self.netmask = netmask
  }

  /// Compiles an expression without a source, for frames of a link type.
  ///
  /// - Parameters:
  ///   - expression: what pcap-filter(7) describes; an empty one accepts everything.
  ///   - linkType: the link type of the frames.
  ///   - snapshotLength: the number that the program returns for a packet that passes.
  ///   - isOptimized: whether libpcap optimizes the program.
  ///   - netmask: the IPv4 netmask of the network, for `ip broadcast`; zero if it is unknown.
  /// - Throws: libpcap's text if the expression does not compile for the link type.
  public init(
    _ expression: String, linkType: LinkType, snapshotLength: Int = 262_144,
    isOptimized: Bool = true, netmask: UInt32 = 0
  ) throws(CaptureError) {
    // A new handle, which the initializer closes.
    try unsafe self.init(
      expression, compiledBy: pcap_open_dead(linkType.rawValue, Int32(clamping: snapshotLength)),
      isOptimized: isOptimized, netmask: netmask)
  }

  /// Compiles an expression for the packets of a savefile's interface.
  ///
  /// Other systems number address families differently from this host: libpcap accepts all of them in savefiles.
  init(
    _ expression: String, of interface: CaptureInterface, snapshotLength: Int, isOptimized: Bool,
    netmask: UInt32
  ) throws(CaptureError) {
    // A new handle, which the initializer closes.
    try unsafe self.init(
      expression,
      compiledBy: cpcap_open_for_savefile(
        interface.linkType.rawValue, Int32(clamping: snapshotLength), interface.isByteSwapped),
      isOptimized: isOptimized, netmask: netmask)
  }

  /// Compiles an expression by a handle, and closes the handle.
  private init(
    _ expression: String, compiledBy handle: OpaquePointer?, isOptimized: Bool, netmask: UInt32
  ) throws(CaptureError) {
    guard let handle = unsafe handle else {
      throw CaptureError(.system, reason: "out of memory")
    }
    defer { unsafe pcap_close(handle) }
    // The handle and the text buffer are valid for the call.
    let (program, reason) = unsafe withTextBuffer { text in
      unsafe cpcap_compile(handle, expression, isOptimized, netmask, text)
    }
    // The program is new and has no other owner.
    try unsafe self.init(
      owning: program, expression: expression, isOptimized: isOptimized, netmask: netmask,
      reason: reason)
  }

  deinit {
    // This value owns the program.
    unsafe cpcap_free_program(program)
  }

  /// Whether a frame passes.
  ///
  /// - Parameters:
  ///   - packet: its lengths.
  ///   - bytes: its captured bytes.
  /// - Returns: the program's result; false if it reads beyond the captured bytes.
  public func matches(_ packet: CapturedPacket, _ bytes: Span<UInt8>) -> Bool {
    matches(bytes, wireLength: packet.originalLength)
  }

  /// Whether a packet of this length passes.
  @inline(__always)
  func matches(_ bytes: Span<UInt8>, wireLength: Int) -> Bool {
    // libpcap's program reads only within the captured length, which is the span's.
    unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe withProgram { program in
        unsafe bpf_filter(
          program.pointee.bf_insns, buffer.baseAddress, UInt32(clamping: wireLength),
          UInt32(clamping: buffer.count)) != 0
      }
    }
  }

  /// Lends libpcap's program.
  func withProgram<Result>(_ body: (UnsafeMutablePointer<bpf_program>) -> Result) -> Result {
    // The program lives as long as this value.
    unsafe body(program)
  }
}
