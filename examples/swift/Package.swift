// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "rebalance",
    // Of a project of your own: .package(url: "…/ballast", from: "1.0.0")
    dependencies: [.package(name: "ballast", path: "../..")],
    targets: [
        .executableTarget(name: "Rebalance", dependencies: [.product(name: "Ballast", package: "ballast")])
    ]
)
