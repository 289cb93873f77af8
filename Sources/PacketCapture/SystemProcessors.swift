import CPcap

/// On which processors the threads of this process run.
public enum SystemProcessors {
  /// The one that the caller runs on right now; negative where the system does not tell.
  public static var current: Int32 { cpcap_processor() }

  /// Keeps the calling thread off a processor, and no longer off the one that it left before.
  ///
  /// Nothing happens where the process has no other one.
  public static func leave(_ processor: Int32) { cpcap_leave_processor(processor) }
}
