// swift-tools-version: 6.3
import PackageDescription

/// The settings of every Swift target: strict memory safety is an error.
var settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatWarning("StrictMemorySafety", as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  // For views of a packet's bytes that cannot outlive them.
  .enableExperimentalFeature("Lifetimes"),
]

if Context.environment["TCPINSPECT_STRICT"] != nil {
  // Only in this package's own builds, so that a newer compiler's warnings do not break clients.
  settings.append(.treatAllWarnings(as: .error))
}

let package = Package(
  name: "tcpinspect",
  products: [
    .executable(name: "tcpinspect", targets: ["tcpinspect"]),
    .library(name: "InternetTypes", targets: ["InternetTypes"]),
    .library(name: "CaptureFormats", targets: ["CaptureFormats"]),
    .library(name: "PacketCapture", targets: ["PacketCapture"]),
    .library(name: "PacketDissection", targets: ["PacketDissection"]),
    .library(name: "PacketPrinting", targets: ["PacketPrinting"]),
    .library(name: "ConnectionTracking", targets: ["ConnectionTracking"]),
    .library(name: "CongestionInference", targets: ["CongestionInference"]),
    .library(name: "FloodDetection", targets: ["FloodDetection"]),
    .library(name: "TrackingPipeline", targets: ["TrackingPipeline"]),
    .library(name: "Records", targets: ["Records"]),
    .library(name: "Diagnosis", targets: ["Diagnosis"]),
    .library(name: "TextOutput", targets: ["TextOutput"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    .target(
      name: "CPcap", dependencies: ["CSystem"], linkerSettings: [.linkedLibrary("pcap")]),
    .target(name: "CSystem"),
    // Static archives, so that an installed program needs none of the libraries.
    .target(
      name: "CCompression",
      linkerSettings: ["z", "zstd", "lz4", "lzma"].map { .linkedLibrary(":lib\($0).a") }),
    .target(
      name: "CCurses",
      linkerSettings: ["ncursesw", "tinfo"].map { .linkedLibrary(":lib\($0).a") }),
    .target(
      name: "CSQLite",
      linkerSettings: [.linkedLibrary(":libsqlite3.a"), .linkedLibrary("m")]),
    .target(name: "CCRC32C"),
    // Replaces malloc: for the program alone, never for a library product.
    .target(name: "CExhaustion"),
    .target(name: "CPrefetch"),
    .target(name: "CSHA1"),
    .target(name: "InternetTypes", swiftSettings: settings),
    .target(
      name: "CaptureFormats",
      dependencies: [
        "CCompression", "InternetTypes",
        .product(name: "BasicContainers", package: "swift-collections"),
      ],
      swiftSettings: settings),
    .target(
      name: "BoundedCollections",
      dependencies: [
        "CPrefetch", .product(name: "BasicContainers", package: "swift-collections"),
      ],
      swiftSettings: settings),
    .target(
      name: "SystemServices", dependencies: ["CSystem", "InternetTypes"], swiftSettings: settings),
    .target(name: "CHostSockets"),
    // With libbpf-dev it can load the program of Program; the library is opened when it is needed.
    .target(name: "CSocketEvents", exclude: ["Program"]),
    .target(name: "SocketDiagnosis", dependencies: ["InternetTypes"], swiftSettings: settings),
    .target(
      name: "HostSockets",
      dependencies: [
        "CHostSockets", "CSocketEvents", "InternetTypes", "PacketDissection", "SocketDiagnosis",
        "SystemServices",
        .product(name: "DequeModule", package: "swift-collections"),
      ],
      swiftSettings: settings),
    .target(
      name: "PacketCapture",
      dependencies: [
        "CPcap", "CaptureFormats", "InternetTypes", "SystemServices",
        .product(name: "BasicContainers", package: "swift-collections"),
      ],
      swiftSettings: settings),
    .target(
      name: "PacketDissection", dependencies: ["CCRC32C", "InternetTypes"], swiftSettings: settings),
    .target(
      name: "Reassembly",
      dependencies: [
        "BoundedCollections", "InternetTypes", "PacketDissection",
        .product(name: "BasicContainers", package: "swift-collections"),
      ],
      swiftSettings: settings),
    .target(
      name: "QUICProtection",
      dependencies: [
        "PacketDissection",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .target(
      name: "TextOutput",
      dependencies: [
        "InternetTypes", .product(name: "BasicContainers", package: "swift-collections"),
      ],
      swiftSettings: settings),
    .target(
      name: "PacketPrinting",
      dependencies: [
        "BoundedCollections", "InternetTypes", "PacketDissection", "TextOutput",
        .product(name: "BasicContainers", package: "swift-collections"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .target(
      name: "CongestionInference", dependencies: ["InternetTypes"], swiftSettings: settings),
    .target(
      name: "ConnectionTracking",
      dependencies: [
        "BoundedCollections", "CongestionInference", "InternetTypes", "PacketDissection",
        "QUICProtection", "SocketDiagnosis",
        .product(name: "BasicContainers", package: "swift-collections"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "DequeModule", package: "swift-collections"),
      ],
      swiftSettings: settings),
    .target(
      name: "FloodDetection",
      dependencies: ["BoundedCollections", "InternetTypes", "PacketDissection"],
      swiftSettings: settings),
    .target(
      name: "TrackingPipeline",
      dependencies: [
        "CongestionInference", "ConnectionTracking", "InternetTypes", "PacketDissection",
        "Reassembly",
        .product(name: "BasicContainers", package: "swift-collections"),
        .product(name: "DequeModule", package: "swift-collections"),
      ],
      swiftSettings: settings),
    .target(
      name: "Records",
      dependencies: [
        "CSHA1", "CongestionInference", "ConnectionTracking", "FloodDetection", "InternetTypes",
        "PacketDissection", "SocketDiagnosis", "TextOutput",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .target(
      name: "Diagnosis",
      dependencies: [
        "CongestionInference", "ConnectionTracking", "FloodDetection", "InternetTypes",
        "PacketDissection", "Records", "TextOutput",
      ],
      swiftSettings: settings),
    .target(
      name: "ReportPages",
      dependencies: [
        "CongestionInference", "ConnectionTracking", "FloodDetection", "InternetTypes",
        "PacketDissection", "PacketPrinting", "Records", "TextOutput",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .target(
      name: "TerminalView",
      dependencies: [
        "BoundedCollections", "CCurses", "CongestionInference", "ConnectionTracking",
        "FloodDetection", "InternetTypes", "Records", "SocketDiagnosis",
      ],
      swiftSettings: settings),
    .target(
      name: "Metrics",
      dependencies: [
        "ConnectionTracking", "InternetTypes", "Records", "SystemServices", "TextOutput",
      ],
      swiftSettings: settings),
    .target(
      name: "RecordStore",
      dependencies: [
        "CSQLite", "InternetTypes", "Records", "SystemServices", "TextOutput",
        .product(name: "BasicContainers", package: "swift-collections"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "tcpinspect",
      dependencies: [
        "BoundedCollections", "InternetTypes", "PacketCapture", "PacketDissection",
        "PacketPrinting", "CExhaustion", "CongestionInference", "ConnectionTracking", "Diagnosis",
        "FloodDetection", "HostSockets", "Metrics", "RecordStore", "Records", "ReportPages",
        "SocketDiagnosis", "SystemServices", "TerminalView", "TextOutput", "TrackingPipeline",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "BasicContainers", package: "swift-collections"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "HeapModule", package: "swift-collections"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "InternetTypesTests", dependencies: ["InternetTypes"], swiftSettings: settings),
    .testTarget(
      name: "BoundedCollectionsTests", dependencies: ["BoundedCollections"],
      swiftSettings: settings),
    .testTarget(
      name: "SystemServicesTests", dependencies: ["SystemServices"], swiftSettings: settings),
    .testTarget(
      name: "SocketDiagnosisTests", dependencies: ["InternetTypes", "SocketDiagnosis"],
      swiftSettings: settings),
    .testTarget(
      name: "HostSocketsTests",
      dependencies: ["HostSockets", "InternetTypes", "SocketDiagnosis"], swiftSettings: settings),
    .testTarget(
      name: "CaptureFormatsTests", dependencies: ["CaptureFormats", "InternetTypes"],
      swiftSettings: settings),
    .testTarget(
      name: "PacketCaptureTests",
      dependencies: ["CaptureFormats", "InternetTypes", "PacketCapture", "SystemServices"],
      swiftSettings: settings),
    .target(
      name: "FixtureCaptures", dependencies: ["InternetTypes"], path: "Tests/FixtureCaptures",
      swiftSettings: settings),
    .testTarget(
      name: "PacketDissectionTests",
      dependencies: ["InternetTypes", "PacketDissection", "FixtureCaptures"],
      swiftSettings: settings),
    .testTarget(
      name: "ReassemblyTests",
      dependencies: [
        "InternetTypes", "PacketDissection", "Reassembly", "FixtureCaptures",
        .product(name: "BasicContainers", package: "swift-collections"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "QUICProtectionTests",
      dependencies: ["InternetTypes", "PacketDissection", "QUICProtection", "FixtureCaptures"],
      swiftSettings: settings),
    .testTarget(
      name: "TextOutputTests", dependencies: ["InternetTypes", "TextOutput"],
      swiftSettings: settings),
    .testTarget(
      name: "PacketPrintingTests",
      dependencies: [
        "InternetTypes", "PacketDissection", "PacketPrinting", "TextOutput", "FixtureCaptures",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "FloodDetectionTests",
      dependencies: ["FloodDetection", "InternetTypes", "PacketDissection", "FixtureCaptures"],
      swiftSettings: settings),
    .target(
      name: "TimeLines", dependencies: ["FixtureCaptures", "PacketDissection"],
      path: "Tests/TimeLines", swiftSettings: settings),
    .testTarget(
      name: "TrackingPipelineTests",
      dependencies: [
        "CongestionInference", "InternetTypes", "PacketDissection", "ConnectionTracking",
        "TrackingPipeline",
        "FixtureCaptures", "TimeLines",
        .product(name: "BasicContainers", package: "swift-collections"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ConnectionTrackingTests",
      dependencies: [
        "BoundedCollections", "CongestionInference", "InternetTypes", "PacketDissection",
        "ConnectionTracking", "FixtureCaptures", "TimeLines",
        .product(name: "BasicContainers", package: "swift-collections"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "DiagnosisTests",
      dependencies: [
        "CongestionInference", "ConnectionTracking", "Diagnosis", "FloodDetection",
        "InternetTypes", "PacketDissection", "Records", "TextOutput", "TrackingPipeline",
        "FixtureCaptures",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "RecordsTests",
      dependencies: [
        "CongestionInference", "ConnectionTracking", "Diagnosis", "FloodDetection",
        "InternetTypes", "Records", "TextOutput", "FixtureCaptures",
        .product(name: "BasicContainers", package: "swift-collections"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "MetricsTests", dependencies: ["ConnectionTracking", "InternetTypes", "Metrics"],
      swiftSettings: settings),
    .testTarget(
      name: "ReportPagesTests",
      dependencies: [
        "CongestionInference", "ConnectionTracking", "InternetTypes", "PacketDissection",
        "Records", "ReportPages",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "TerminalViewTests",
      dependencies: [
        "CongestionInference", "ConnectionTracking", "FloodDetection", "InternetTypes",
        "SocketDiagnosis", "TerminalView",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "CongestionInferenceTests",
      dependencies: [
        "CongestionInference", "InternetTypes", "PacketDissection", "ConnectionTracking",
        .product(name: "BasicContainers", package: "swift-collections"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "tcpinspect", "InternetTypes", "PacketCapture", "PacketDissection", "Records",
        "FloodDetection",
        "SystemServices", "FixtureCaptures",
      ],
      swiftSettings: settings),
  ]
)

// libFuzzer's entries are built by `make fuzz` only: they have no `main`, and need libFuzzer's runtime.
if Context.environment["TCPINSPECT_FUZZ"] != nil {
  package.targets += [
    .executableTarget(
      name: "FuzzApplications",
      dependencies: ["InternetTypes", "PacketDissection", "PacketPrinting", "TextOutput"],
      path: "Tests/Fuzz/FuzzApplications", swiftSettings: settings),
    .executableTarget(
      name: "FuzzPackets",
      dependencies: ["InternetTypes", "PacketDissection", "PacketPrinting", "TextOutput"],
      path: "Tests/Fuzz/FuzzPackets", swiftSettings: settings),
    .executableTarget(
      name: "FuzzQUIC", dependencies: ["PacketDissection", "QUICProtection"],
      path: "Tests/Fuzz/FuzzQUIC", swiftSettings: settings),
    .executableTarget(
      name: "FuzzSavefile", dependencies: ["CaptureFormats", "InternetTypes", "PacketCapture"],
      path: "Tests/Fuzz/FuzzSavefile", swiftSettings: settings),
    .executableTarget(
      name: "FuzzTracking",
      dependencies: [
        "CongestionInference", "InternetTypes", "PacketDissection", "ConnectionTracking",
        "Reassembly", "Records", "TextOutput", "TrackingPipeline",
        .product(name: "BasicContainers", package: "swift-collections"),
      ],
      path: "Tests/Fuzz/FuzzTracking", swiftSettings: settings),
  ]
}

// Built by `Benchmarks/live-view` alone.
if Context.environment["TCPINSPECT_BENCHMARKS"] != nil {
  package.targets.append(
    .executableTarget(
      name: "LiveViewBenchmark",
      dependencies: [
        "CongestionInference", "ConnectionTracking", "InternetTypes", "TrackingPipeline",
      ],
      path: "Benchmarks/LiveView", swiftSettings: settings))
}
