import CPcap

/// On which processors the threads of this process run.
public enum SystemProcessors {
  /// The one that the caller runs on right now; negative where the system does not tell.
  public static var current: Int32 { cpcap_processor() }

  /// Moves the calling thread away from a processor, once: where it runs from then on is the system's choice.
  ///
  /// Nothing happens where the thread may run on no other.
  public static func leave(_ processor: Int32) { cpcap_leave_processor(processor) }
}
