// swift-tools-version: 6.1
import Foundation
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "ballast",
    products: [
        .library(name: "Ballast", targets: ["Ballast"]),
        .executable(name: "ballast", targets: ["BallastCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // System libraries: a module map and a shim header, nothing else.
        .systemLibrary(name: "CHDF5", providers: [.apt(["libhdf5-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CXXHash", providers: [.apt(["libxxhash-dev"])]),
        .systemLibrary(name: "CLinux"),
        // SIMD kernels: pure functions over pointers, no library, no allocation, no state.
        // Each file turns contraction off by pragma: unsafe flags would keep other packages from depending on this one.
        .target(name: "CKernels"),
        // Swift over C; these know nothing of ballast.
        .target(name: "HDF5", dependencies: ["CHDF5"], swiftSettings: strict),
        .target(name: "Zlib", dependencies: ["CZlib", "CISAL", "CKernels"], swiftSettings: strict),
        // Rows, neighbours, blends, labels, plan: no file, no C library, no clock.
        .target(name: "BallastCore", dependencies: ["CKernels"], swiftSettings: strict),
        .target(
            name: "BallastFormats",
            dependencies: [
                "BallastCore", "CKernels", "CLinux", "CXXHash", "HDF5", "Zlib",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .target(
            name: "Ballast",
            dependencies: ["BallastCore", "BallastFormats", "HDF5", .product(name: "Yams", package: "Yams")],
            swiftSettings: strict),
        .executableTarget(
            name: "BallastCommand",
            dependencies: [
                "Ballast", "BallastCore", "BallastFormats", "CLinux", "HDF5",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .target(name: "BallastTestSupport", path: "Tests/BallastTestSupport", swiftSettings: strict),
        .testTarget(
            name: "HDF5Tests", dependencies: ["HDF5", "BallastTestSupport"], exclude: ["Fixtures"],
            swiftSettings: strict),
        .testTarget(name: "ZlibTests", dependencies: ["Zlib", "CZlib", "BallastTestSupport"], swiftSettings: strict),
        .testTarget(
            name: "BallastCoreTests", dependencies: ["BallastCore", "BallastTestSupport"], swiftSettings: strict),
        .testTarget(
            name: "BallastFormatsTests",
            dependencies: ["BallastFormats", "BallastCore", "CKernels", "HDF5", "BallastTestSupport"],
            exclude: ["ReadersFixtures"], swiftSettings: strict),
        .testTarget(name: "BallastTests", dependencies: ["Ballast", "BallastTestSupport"], swiftSettings: strict),
        .testTarget(
            name: "BallastCommandTests", dependencies: ["BallastCommand", "BallastTestSupport"], exclude: ["Help"],
            swiftSettings: strict),
    ]
)

// Micro-benchmarks are built on request only: BALLAST_BENCHMARKS=1 swift run -c release neighbors-benchmark
if Context.environment["BALLAST_BENCHMARKS"] != nil {
    package.targets += [
        .executableTarget(
            name: "neighbors-benchmark", dependencies: ["BallastCore"], path: "Tests/Performance/Neighbors",
            swiftSettings: strict),
        .executableTarget(
            name: "deflate-benchmark", dependencies: ["Zlib", "CZlib", "BallastTestSupport"],
            path: "Tests/Performance/DeflateBenchmark", swiftSettings: strict),
        .executableTarget(
            name: "permutation-benchmark", dependencies: ["BallastCore"], path: "Tests/Performance/Permutation",
            swiftSettings: strict),
        .executableTarget(
            name: "parse-benchmark", dependencies: ["BallastCore", "BallastFormats"], path: "Tests/Performance/Parse",
            swiftSettings: strict),
    ]
}
