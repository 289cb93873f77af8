import CPcap

/// What memory there is for tables.
public enum SystemMemory {
  /// Bytes that this process may use at most: the machine's memory, or what a limit leaves of it.
  public static var limit: Int { max(Int(clamping: cpcap_memory_limit()), 0) }
}
