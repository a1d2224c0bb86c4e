// swift-tools-version: 6.2
import PackageDescription

// FB_EMBEDDED=1 compiles the daemon's rooms in Embedded Swift; FB_BOARD=1 packs them into a static
// library, which `Tools/cross-build` links for the board. Without either this is the host build.
let embedded = Context.environment["FB_EMBEDDED"] == "1"
let board = Context.environment["FB_BOARD"] == "1"

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
]
// Embedded Swift always optimises across modules. The host's release build does so for `public`
// functions only, told or not told of `@inlinable package` ones: what runs several times a sample is
// public for that reason, and the rest of the rooms call one another once a sample.
let stationSettings: [SwiftSetting] =
  strict
  + (embedded
    ? [.enableExperimentalFeature("Embedded")]
    : [.unsafeFlags(["-cross-module-optimization"], .when(configuration: .release))])

// On the board, rooms whose time is spent elsewhere are made small: a quarter less of them. Their few
// functions that take time say @_optimize(speed).
let smallSettings: [SwiftSetting] =
  stationSettings + (embedded ? [.unsafeFlags(["-Osize"])] : [])

func library(
  _ name: String, in room: String, uses dependencies: [Target.Dependency] = [],
  excluding excluded: [String] = [], isSmall: Bool = false
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Sources/\(room)/\(name)", exclude: excluded,
    swiftSettings: isSmall ? smallSettings : stationSettings)
}

/// A room behind the tools only, which may use Foundation; one whose arithmetic is heavy is optimised
/// in a debug build too, so that tests may use it on whole records.
func laboratory(
  _ name: String, uses dependencies: [Target.Dependency] = [], isHeavy: Bool = false
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Sources/Laboratory/\(name)",
    swiftSettings: isHeavy
      ? strict + [.unsafeFlags(["-O"], .when(configuration: .debug))] : strict)
}

func tests(
  _ name: String, uses dependencies: [Target.Dependency], resources: [Resource]? = nil
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, path: "Tests/\(name)", resources: resources,
    swiftSettings: strict)
}

// A plain target, so that the ordinary build holds it; `Tests/Fuzz/run-fuzz` links it with libFuzzer.
func fuzz(_ name: String, uses dependencies: [Target.Dependency]) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Tests/Fuzz/\(name)", swiftSettings: strict)
}

/// A program that a script runs to judge a room from outside.
func judge(_ name: String, in folder: String, uses dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: "Tests/\(folder)/\(name)",
    swiftSettings: strict,
    // A program without Foundation gets no libm, which rounding without optimisation calls.
    linkerSettings: [.linkedLibrary("m")])
}

func system(_ name: String, _ package: String) -> Target {
  .systemLibrary(
    name: name, path: "Sources/CLibraries/\(name)", providers: [.apt([package])])
}

/// A system library behind a shim of ours with plain integers, for what Swift cannot import.
func shim(_ name: String, _ package: String) -> Target {
  .target(
    name: name, path: "Sources/CLibraries/\(name)",
    cSettings: [.define("_GNU_SOURCE"), .unsafeFlags(["-Wall", "-Wextra", "-Werror"])])
}

var targets: [Target] = [
  system("CJansson", "libjansson-dev"),
  system("CMiniSEED", "libmseed-dev"),
  system("CSodium", "libsodium-dev"),
  shim("CIIO", "libiio-dev"),
  shim("CALSA", "libasound2-dev"),
  .target(
    name: "CLinux", path: "Sources/CLibraries/CLinux",
    cSettings: [.define("_GNU_SOURCE"), .unsafeFlags(["-Wall", "-Wextra", "-Werror"])]),

  library("FixedPoint", in: "Vocabulary"),
  library("SeismicTypes", in: "Vocabulary", uses: ["FixedPoint"]),

  library("SampleRing", in: "DataPath", uses: ["CLinux", "SeismicTypes"]),
  library(
    "Acquisition", in: "DataPath",
    uses: ["CALSA", "CIIO", "CLinux", "CMiniSEED", "FixedPoint", "SeismicTypes"], isSmall: true),
  library("Conditioning", in: "DataPath", uses: ["FixedPoint", "SeismicTypes"]),
  library("Triggering", in: "DataPath", uses: ["FixedPoint", "SeismicTypes"]),
  library("PWaveFeatures", in: "DataPath", uses: ["FixedPoint", "SeismicTypes"]),
  library("OnsiteModel", in: "DataPath", uses: ["FixedPoint", "SeismicTypes"], isSmall: true),
  library(
    "Alerting", in: "DataPath", uses: ["CLinux", "CSodium", "FixedPoint", "SeismicTypes"],
    excluding: ["Wire/alert-datagram.cddl"], isSmall: true),

  library(
    "StationConfiguration", in: "Station", uses: ["CJansson", "CLinux", "SeismicTypes"],
    isSmall: true),
  library(
    "Recording", in: "Station",
    uses: ["Acquisition", "CLinux", "CMiniSEED", "SeismicTypes"], isSmall: true),
  library("SlowChannels", in: "Station", uses: ["FixedPoint", "SeismicTypes"], isSmall: true),
  library(
    "StationRuntime", in: "Station",
    uses: [
      "Acquisition", "Alerting", "CLinux", "CSodium", "Conditioning", "FixedPoint", "OnsiteModel",
      "PWaveFeatures", "Recording", "SampleRing", "SeismicTypes", "SlowChannels",
      "StationConfiguration", "Triggering",
    ], isSmall: true),
]

// In place of Swift's Unicode tables.
let plainText: [Target.Dependency] = embedded ? ["CPlainText"] : []
if embedded {
  targets.append(
    .target(
      name: "CPlainText", path: "Sources/CLibraries/CPlainText",
      cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]))
}

// The board links a static library itself, which needs a plain target; everything else wants a
// program.
let daemonUses: [Target.Dependency] = ["CLinux", "StationRuntime"] + plainText
targets.append(
  board
    ? library("firstbreakd", in: "Station", uses: daemonUses, isSmall: true)
    : .executableTarget(
      name: "firstbreakd", dependencies: daemonUses, path: "Sources/Station/firstbreakd",
      swiftSettings: smallSettings,
      linkerSettings: ["asound", "iio", "jansson", "mseed", "sodium"].map { .linkedLibrary($0) }))

// What the board's stages compute, for comparison with this machine's.
let stageTraceUses: [Target.Dependency] =
  plainText + [
    "CLinux", "Conditioning", "FixedPoint", "OnsiteModel", "PWaveFeatures", "SeismicTypes",
    "SlowChannels", "Triggering",
  ]
if board {
  targets.append(
    .target(
      name: "StageTrace", dependencies: stageTraceUses, path: "Tests/Boards/StageTrace",
      swiftSettings: stationSettings))
}

let products: [Product] =
  board
  ? [
    .library(name: "Board", type: .static, targets: ["firstbreakd"]),
    .library(name: "StageTrace", type: .static, targets: ["StageTrace"]),
  ]
  : [.executable(name: "firstbreakd", targets: ["firstbreakd"])]
    + (embedded ? [] : [.executable(name: "firstbreak", targets: ["firstbreak"])])

if !embedded {
  targets += [
    laboratory(
      "Evaluation",
      uses: [
        "Acquisition", "Alerting", "OnsiteModel", "SampleRing", "SeismicTypes",
        "StationConfiguration", "StationRuntime",
      ]),
    laboratory(
      "CalibrationAnalysis",
      uses: [
        "Acquisition", "CLinux", "CSodium", "Plotting", "SeismicTypes", "StationConfiguration",
        "StationRuntime",
      ]),
    laboratory(
      "Metadata", uses: ["Acquisition", "CSodium", "SeismicTypes", "StationConfiguration"]),
    laboratory(
      "NoiseAnalysis",
      uses: ["Acquisition", "Alerting", "Plotting", "Reporting", "SeismicTypes"], isHeavy: true),
    laboratory("Plotting"),
    laboratory("Probing", uses: ["Acquisition", "CALSA"]),
    laboratory(
      "Replaying",
      uses: [
        "Acquisition", "Alerting", "CLinux", "Plotting", "Reporting", "SeismicTypes",
        "StationConfiguration", "StationRuntime",
      ]),
    laboratory("Reporting", uses: ["Alerting", "SeismicTypes"]),
    laboratory("Seismograms", uses: ["NoiseAnalysis", "Plotting", "SeismicTypes"]),
    .executableTarget(
      name: "firstbreak",
      dependencies: [
        "Acquisition", "Alerting", "CLinux", "CSodium", "CalibrationAnalysis", "Evaluation",
        "Metadata", "NoiseAnalysis", "OnsiteModel", "Plotting", "Probing", "Replaying", "Reporting",
        "Seismograms", "SeismicTypes", "StationConfiguration", "StationRuntime",
      ],
      path: "Tools/firstbreak", swiftSettings: strict),

    tests("SeismicTypesTests", uses: ["FixedPoint", "SeismicTypes"]),
    tests("FixedPointTests", uses: ["FixedPoint"]),
    tests("SampleRingTests", uses: ["SampleRing", "SeismicTypes"]),
    // The reference encoder and the example program of a serial digitizer, for the tests.
    .target(
      name: "CDigitizer", path: "Tests/Digitizer/CDigitizer",
      cSettings: [.define("_GNU_SOURCE"), .unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
      cxxSettings: [.headerSearchPath("."), .unsafeFlags(["-Wall", "-Wextra", "-Werror"])]),
    tests(
      "AcquisitionTests",
      uses: ["Acquisition", "CDigitizer", "CIIO", "CLinux", "SeismicTypes"]),
    tests("ConditioningTests", uses: ["Conditioning", "FixedPoint", "SeismicTypes"]),
    tests("TriggeringTests", uses: ["SeismicTypes", "Triggering"]),
    tests(
      "PWaveFeaturesTests", uses: ["Conditioning", "FixedPoint", "PWaveFeatures", "SeismicTypes"]),
    tests("OnsiteModelTests", uses: ["OnsiteModel", "SeismicTypes"]),
    tests(
      "AlertingTests", uses: ["Alerting", "CLinux", "CSodium", "FixedPoint", "SeismicTypes"]),
    tests(
      "EvaluationTests",
      uses: [
        "Acquisition", "Alerting", "Evaluation", "SeismicTypes", "StationConfiguration",
        "StationRuntime", "Triggering",
      ]),
    tests(
      "FirstbreakdTests",
      uses: ["Alerting", "SeismicTypes", "StationConfiguration", "StationRuntime", "firstbreakd"]),
    tests(
      "StationScenarioTests",
      uses: [
        "Acquisition", "Alerting", "Evaluation", "SampleRing", "SeismicTypes",
        "StationConfiguration", "StationRuntime",
      ]),
    tests(
      "CalibrationAnalysisTests",
      uses: ["CalibrationAnalysis", "Plotting", "SeismicTypes", "StationConfiguration"]),
    tests("CommandTests", uses: ["firstbreak"]),
    tests(
      "MetadataTests", uses: ["Acquisition", "Metadata", "SeismicTypes", "StationConfiguration"]),
    tests("NoiseAnalysisTests", uses: ["NoiseAnalysis", "Plotting", "SeismicTypes"]),
    tests("PlottingTests", uses: ["Plotting"]),
    tests("ProbingTests", uses: ["Acquisition", "Probing", "StationConfiguration"]),
    tests(
      "RecordingTests", uses: ["Acquisition", "Recording", "SeismicTypes"]),
    tests("SeismogramsTests", uses: ["NoiseAnalysis", "Plotting", "SeismicTypes", "Seismograms"]),
    tests("SlowChannelsTests", uses: ["SeismicTypes", "SlowChannels"]),
    tests("StationConfigurationTests", uses: ["SeismicTypes", "StationConfiguration"]),
    tests(
      "StationRuntimeTests",
      uses: [
        "Alerting", "Conditioning", "SampleRing", "SeismicTypes", "StationConfiguration",
        "StationRuntime", "Triggering",
      ]),

    judge("SampleRingStress", in: "Stress", uses: ["SampleRing", "SeismicTypes"]),
    judge("StageTrace", in: "Boards", uses: stageTraceUses),
    .executableTarget(
      name: "StationBench",
      dependencies: [
        "Acquisition", "Alerting", "CLinux", "SampleRing", "SeismicTypes", "StationConfiguration",
        "StationRuntime", "Triggering",
      ],
      path: "Tests/Benchmarks/StationBench", swiftSettings: stationSettings),
    judge("RecordingTrace", in: "MiniSEED", uses: ["Acquisition", "SeismicTypes"]),
    judge("TriggerTrace", in: "Accuracy", uses: ["Triggering"]),
    judge("ConditioningTrace", in: "Accuracy", uses: ["Conditioning", "SeismicTypes"]),
    judge("DecimationTrace", in: "Accuracy", uses: ["Acquisition", "SeismicTypes"]),
    judge("ALSACaptureTrace", in: "Live", uses: ["Acquisition", "SeismicTypes"]),
    judge("ModelTrace", in: "Model", uses: ["OnsiteModel"]),
    judge("InferenceBench", in: "Benchmarks", uses: ["CLinux", "OnsiteModel"]),

    fuzz("ArchiveFuzz", uses: ["Acquisition", "SeismicTypes"]),
    fuzz("BaselinesFuzz", uses: ["Conditioning", "SeismicTypes", "StationRuntime"]),
    fuzz("CalibrationTableFuzz", uses: ["CalibrationAnalysis"]),
    fuzz("ConfigurationFuzz", uses: ["SeismicTypes", "StationConfiguration"]),
    fuzz("DatagramFuzz", uses: ["Alerting", "SeismicTypes"]),
    fuzz("ModelFuzz", uses: ["OnsiteModel"]),
    fuzz("MiniSEEDFuzz", uses: ["Acquisition", "SeismicTypes"]),
    fuzz("MiniSEED3Fuzz", uses: ["Acquisition", "SeismicTypes"]),
    fuzz("SerialFrameFuzz", uses: ["Acquisition"]),
    fuzz("SlowReadingFuzz", uses: ["Acquisition"]),
    fuzz("ScanFuzz", uses: ["Acquisition"]),
    fuzz("ReplayLinesFuzz", uses: ["Seismograms", "SeismicTypes"]),
    fuzz("StationXMLFuzz", uses: ["Metadata", "StationConfiguration"]),
  ]
}

/// One product of them all, so that `Tests/Fuzz/run-fuzz` compiles them in one build.
let fuzzTargets = targets.map(\.name).filter { $0.hasSuffix("Fuzz") }
let fuzzProducts: [Product] =
  fuzzTargets.isEmpty
  ? [] : [.library(name: "FuzzTargets", type: .static, targets: fuzzTargets)]

let package = Package(
  name: "firstbreak",
  products: products + fuzzProducts,
  targets: targets,
  cLanguageStandard: .gnu11
)
