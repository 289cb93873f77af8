internal import CSystem

/// The memory available for tables.
public enum SystemMemory {
  /// Bytes that this process may use at most: the machine's memory, or its resource limit if that is smaller.
  public static var limit: Int { max(Int(clamping: csystem_memory_limit()), 0) }

  /// Makes free(3) return every large block to the system, so that a table that grew does not keep its former sizes.
  public static func returnLargeBlocks() { csystem_return_large_blocks() }
}
