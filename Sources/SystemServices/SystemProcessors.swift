internal import CSystem

/// The processors that the threads of this process run on.
public enum SystemProcessors {
  /// The processor of the calling thread; negative if the system does not report it.
  public static var current: Int32 { csystem_processor() }

  /// Moves the calling thread off a processor once; the scheduler is free to move it back.
  ///
  /// Has no effect if the thread may run on no other processor.
  public static func leave(_ processor: Int32) { csystem_leave_processor(processor) }
}
