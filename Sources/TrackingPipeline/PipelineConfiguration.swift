public import ConnectionTracking
import Dispatch
import FoundationEssentials

/// The configuration of a pipeline: the tracker's limits, the kinds of findings, and the number of shards.
public struct PipelineConfiguration: Sendable {
  /// The bounds of the connection tracking; its limits hold for all shards together.
  public var tracker = TrackerConfiguration()
  /// The kinds of findings that are reported.
  public var findings: FindingKinds = [.transitions, .events, .connections]
  /// Shards, from 1 to 64; nil is one for each processor, at most 8.
  ///
  /// A limit of less than 65,536 connections has one shard, and a larger one at most one for each 32,768.
  public var shardCount: Int?
  /// Whether each shard has a thread of its own; nil uses threads if there is more than one processor.
  public var isThreaded: Bool?

  /// The least part of the limit for each shard, in connections; tests and fuzzing use less.
  package var connectionsPerShard = PipelineTuning.connectionsPerShard

  /// The defaults.
  public init() {}

  /// Processors that threads of this process can run on.
  static let processorCount = max(ProcessInfo.processInfo.activeProcessorCount, 1)

  /// Shards that are used.
  var usedShardCount: Int {
    let wanted = shardCount ?? min(Self.processorCount, PipelineTuning.shardLimit)
    let fitting = tracker.connectionLimit / max(connectionsPerShard, 1)
    return max(min(wanted, fitting, 64), 1)
  }

  /// Whether threads are used.
  var usesThreads: Bool { isThreaded ?? (Self.processorCount > 1) }
}

/// Kinds of findings that can be reported; each costs time.
public struct FindingKinds: OptionSet, Sendable {
  /// One bit for each kind.
  public let rawValue: UInt8

  /// The kinds of these bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// State transitions.
  public static let transitions = FindingKinds(rawValue: 1)
  /// Events of segments.
  public static let events = FindingKinds(rawValue: 2)
  /// Windows of data senders, packet by packet.
  public static let windows = FindingKinds(rawValue: 4)
  /// Windows of those data senders that have models: of long transfers, and of those with losses.
  ///
  /// They cost much less than all windows where most transfers are short.
  public static let modelWindows = FindingKinds(rawValue: 32)
  /// Verdicts on the congestion control of data senders.
  public static let verdicts = FindingKinds(rawValue: 8)
  /// Connections that ended.
  public static let connections = FindingKinds(rawValue: 16)

  /// Sets `findings` to collect these kinds and no others.
  func apply(to findings: inout Findings) {
    findings.wantsTransitions = contains(.transitions)
    findings.wantsEvents = contains(.events)
    findings.wantsWindows = contains(.windows)
    findings.wantsModelWindows = contains(.modelWindows)
    findings.wantsVerdicts = contains(.verdicts)
    findings.wantsEnded = contains(.connections)
  }
}
