/// The constants that set the pipeline's speed, each with the measurement that set it.
///
/// `Benchmarks/pipeline-constants` builds the command with other values and reports how each value does.
enum PipelineTuning {
  /// Shards that are used unless the configuration names a number: one for each processor, up to this many.
  ///
  /// The reading thread decodes and routes 15 to 20 million packets per second; eight shards keep up with that.
  static let shardLimit = 8

  /// The most batches that the shards have and that are not merged.
  ///
  /// Fewer let a shard run dry when the writer is late; more hold megabytes of findings each in a flood.
  static let batchLimit = 4

  /// The most pending batches of one shard while connections end: enough that neither thread waits for the
  /// other to wake up.
  static let finishDepth = 3

  /// The connections that a shard ends before it delivers their findings.
  static let finishCount = 128

  /// The reader blocks once every shard has `plenty` batches to process, until one has no more than `few`.
  ///
  /// It blocks on the faster shard: blocking on the slower one puts the reader on that shard's processor and starves
  /// the faster one (seen in a scheduler trace).
  static let (plenty, few) = (2, 1)

  /// The least part of the limit for each shard, in connections; a smaller limit has fewer shards.
  ///
  /// The pending packets (`batchLimit` batches of 1,024 packets for each shard) are then at most an eighth of it.
  static let connectionsPerShard = 32_768
}
