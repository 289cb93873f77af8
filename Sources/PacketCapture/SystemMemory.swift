import CPcap

/// What memory there is for tables.
public enum SystemMemory {
  /// Bytes that this process may use at most: the machine's memory, or what a limit leaves of it.
  public static var limit: Int { max(Int(clamping: cpcap_memory_limit()), 0) }

  /// Has large blocks go back to the system when they are freed, whatever their size, so that a table that grew does not
  /// leave its former sizes behind.
  public static func returnLargeBlocks() { cpcap_return_large_blocks() }
}
