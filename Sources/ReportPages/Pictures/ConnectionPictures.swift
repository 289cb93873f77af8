import CongestionInference
import ConnectionTracking
import InternetTypes

/// The pictures of the data that one endpoint of a connection sends, on one time axis.
struct ConnectionPictures {
  /// The columns of a picture that curves are exact in.
  static var width: Int { 720 }
  /// The most points of a curve; beyond, it is exact at the width of the picture.
  static var pointLimit: Int { 900 }

  let recording: ConnectionRecording
  let side: Side
  let verdict: CongestionVerdict?
  let axis: TimeAxis
  let direction: DirectionRecording
  /// Whether marks of both directions belong in this picture, because the other direction has none.
  let hasAllMarks: Bool

  init(
    _ recording: ConnectionRecording, of side: Side, _ verdict: CongestionVerdict?,
    hasAllMarks: Bool
  ) {
    self.recording = recording
    self.side = side
    self.verdict = verdict
    self.hasAllMarks = hasAllMarks
    axis = TimeAxis(recording.span, zero: recording.connection.start.rawValue)
    direction = recording.direction(side)
  }

  /// The endpoint's name in sentences.
  var sender: String { side.words }

  /// The points of a curve.
  func points(_ series: M4Series) -> [M4Series.Point] {
    series.points(limit: Self.pointLimit, width: Self.width)
  }

  /// Appends all pictures.
  func append(to page: inout Markup) {
    LimitsPicture(pictures: self).append(to: &page)
    TimeSequencePicture(pictures: self).append(to: &page)
    WindowsPicture(pictures: self).append(to: &page)
    RoundTripPicture(pictures: self).append(to: &page)
    ThroughputPicture(pictures: self).append(to: &page)
    StatesPicture(pictures: self).append(to: &page)
  }
}

extension Side {
  /// The endpoint in sentences.
  var words: String { self == .client ? "client" : "server" }
}
