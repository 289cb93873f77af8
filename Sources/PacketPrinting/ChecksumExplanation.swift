import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Explains wrong checksums at the end of a packet's text; prints nothing if they are right or absent.
  ///
  /// Only the outermost IP packet's checksums are explained, not those of encapsulated or quoted packets.
  mutating func printChecksumExplanation(_ packet: Packet, _ frame: Span<UInt8>) {
    let isVersion6 =
      switch packet.network {
      case .ipv6: true
      default: false
      }
    let judgement = checksumDifferences.judge(packet, in: frame)
    printExplanation("ip", judgement.network, isUDPOverIPv6: false)
    let name =
      switch packet.transportProtocol {
      case .tcp?: "tcp"
      case .udp?: "udp"
      case .icmpv6?: "icmp6"
      default: "icmp"
      }
    printExplanation(
      name, judgement.transport, isUDPOverIPv6: isVersion6 && packet.transportProtocol == .udp)
  }

  /// Appends ` [NAME checksum ...]`.
  private mutating func printExplanation(
    _ name: String, _ diagnosis: ChecksumDiagnosis, isUDPOverIPv6: Bool
  ) {
    switch diagnosis {
    case .valid, .absent: return
    default: break
    }
    line.append(" [")
    line.append(name)
    line.append(" checksum ")
    switch diagnosis {
    case .valid, .absent: break
    case .unverifiable(.truncated): line.append("not verifiable: cut")
    case .unverifiable(.fragment): line.append("not verifiable: fragment")
    case .unverifiable(.undecoded): line.append("not verifiable: header invalid")
    case .partialPseudoHeader(let stated):
      printChecksum(stated)
      line.append(" is the pseudo-header's sum: left to the sender's network card")
    case .zero(let right):
      line.append("is zero: ")
      // RFC 8200, section 8.1, and RFC 6935.
      line.append(isUDPOverIPv6 ? "over IPv6 only tunnels may do without, " : "never computed, ")
      printChecksum(right)
      line.append(" would be right")
    case .addressTranslation(let stated, let right):
      printChecksum(stated)
      line.append(" is right for other addresses or ports: a translator left it unchanged, ")
      printChecksum(right)
      line.append(" would be right")
    case .wrong(let stated, let right):
      printChecksum(stated)
      line.append(" is wrong, ")
      printChecksum(right)
      line.append(" would be right")
    }
    line.append("]")
  }

  private mutating func printChecksum(_ checksum: UInt16) {
    line.append("0x")
    line.append(hex: UInt32(checksum), digits: 4)
  }
}
