import CSHA1
import Crypto

/// The SHA-1 digest (RFC 3174) of a message of at most 55 bytes, which is one block.
///
/// Community IDs are defined by SHA-1, and their input always fits into one block: no state is kept between blocks. It
/// is not for anything that must be secure.
///
/// The processor's SHA-1 instructions compute it, if there are any; otherwise swift-crypto does. With swift-crypto a
/// digest takes 158 ns of CPU time instead of 56 ns (x86-64, swift-crypto 4.5): 4 % of `connections` on a million
/// spoofed SYNs, each of which is a connection.
struct FlowDigest {
  /// The five words of the digest.
  private(set) var words: (UInt32, UInt32, UInt32, UInt32, UInt32)

  /// Computes the digest of a padded block: the message, a one bit, zeros and the length in bits.
  init(paddedBlock block: InlineArray<16, UInt32>) {
    self = Self.hasInstructions ? Self(byInstructions: block) : Self(withoutInstructions: block)
  }

  /// Whether the processor has the instructions.
  static let hasInstructions = sha1_has_instructions()

  /// Computes the digest by the processor's instructions, which must exist.
  init(byInstructions block: InlineArray<16, UInt32>) {
    func pair(_ index: Int) -> UInt64 { UInt64(block[index]) << 32 | UInt64(block[index + 1]) }
    let digest = sha1_of_block(
      sha1_quarter(high: pair(0), low: pair(2)), sha1_quarter(high: pair(4), low: pair(6)),
      sha1_quarter(high: pair(8), low: pair(10)), sha1_quarter(high: pair(12), low: pair(14)))
    words = (
      UInt32(truncatingIfNeeded: digest.high >> 32), UInt32(truncatingIfNeeded: digest.high),
      UInt32(truncatingIfNeeded: digest.low >> 32), UInt32(truncatingIfNeeded: digest.low),
      digest.last
    )
  }

  /// Computes the digest by swift-crypto, which pads the message by itself.
  init(withoutInstructions block: InlineArray<16, UInt32>) {
    let byteCount = Int(min(block[15] / 8, 55))
    let message = (0..<byteCount).map { index in
      UInt8(truncatingIfNeeded: block[index / 4] >> UInt32(24 - index % 4 * 8))
    }
    var digest = InlineArray<5, UInt32>(repeating: 0)
    for (index, byte) in Insecure.SHA1.hash(data: message).enumerated() {
      digest[index / 4] = digest[index / 4] << 8 | UInt32(byte)
    }
    words = (digest[0], digest[1], digest[2], digest[3], digest[4])
  }
}
