import BasicContainers
import BoundedCollections
import DequeModule
import InternetTypes

/// Prefetches streams and their segments.
///
/// The functions only read. They are `mutating` because a borrowed classifier is copied for each call (97 bytes a packet).
extension SegmentClassifier {
  /// Prefetches the slot of a packet with this signature among those captured last.
  mutating func prefetchRecent(_ signature: UInt64) { recent.prefetch(signature) }

  /// Prefetches the cache lines of a stream that data needs.
  mutating func prefetchData(_ stream: Handle<StreamDetail>) {
    streams.prefetch(stream, offset: 48, lines: 2)
  }

  /// Prefetches the cache lines of a stream that an acknowledgment needs.
  mutating func prefetchFeedback(_ stream: Handle<StreamDetail>) {
    streams.prefetch(stream, offset: 112, lines: 2)
  }

  /// Prefetches all of a stream.
  mutating func prefetchAll(_ stream: Handle<StreamDetail>) {
    streams.prefetch(stream, lines: 5)
  }

  /// Prefetches the oldest outstanding segment of a stream.
  mutating func prefetchOldest(_ stream: Handle<StreamDetail>) {
    guard let stream = stream.ifAny else { return }
    streams[stream].prefetchSegment(0)
  }

  /// Prefetches the newest outstanding segment of a stream.
  mutating func prefetchNewest(_ stream: Handle<StreamDetail>) {
    guard let stream = stream.ifAny else { return }
    streams[stream].prefetchSegment(streams[stream].outstanding.count &- 1)
  }
}
