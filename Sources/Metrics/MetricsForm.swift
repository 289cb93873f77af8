/// The two forms of text in which systems for monitoring read metrics.
public enum MetricsForm: Hashable, Sendable {
  /// OpenMetrics 1.0 (the specification of the Prometheus project, 2020).
  case openMetrics
  /// The older text format of Prometheus, 0.0.4: that of node_exporter's `.prom` files and of `promtool check metrics`.
  case prometheus

  /// The value of Content-Type in HTTP.
  public var contentType: StaticString {
    switch self {
    case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
    case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
    }
  }
}
