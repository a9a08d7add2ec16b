import ArgumentParser
import Ballast
import BallastCore
import BallastFormats
import Glibc
import HDF5

/// The only place that knows exit codes.
enum Exit {
    static let usage: Int32 = 64
    static let badData: Int32 = 65
    static let noInput: Int32 = 66
    static let missingCapability: Int32 = 69
    static let internalFault: Int32 = 70
    static let cannotCreate: Int32 = 73
    static let inputOutput: Int32 = 74
    static let interrupted: Int32 = 75
    static let badRecipe: Int32 = 78

    /// Says what went wrong, on standard error, and ends the process.
    static func leave(_ error: any Error) -> Never {
        guard let code = code(of: error) else { BallastCommand.exit(withError: error) }
        Terminal.clearLine()
        for line in "\(error)".split(separator: "\n") { Terminal.say("ballast: \(line)") }
        exit(code)
    }

    /// Nil for what the argument parser raises: it has its own words, and 64 or 0.
    private static func code(of error: any Error) -> Int32? {
        switch error {
        case let error as RecipeError: error.isMissingFile ? noInput : badRecipe
        case let error as InputError: error.isMissingInput ? noInput : badData
        case is SynthesisError, is StrictNotices: badData
        case is MissingLabel: usage
        case is OutputConflict: cannotCreate
        case is MemoryShortage: missingCapability
        case let error as FileSystemError: error.isCreation ? cannotCreate : inputOutput
        case let error as HDF5Error: error.kind == .missingFile ? noInput : inputOutput
        case is EncodingError, is DecodingError: internalFault
        case is ExitCode, is ValidationError, is CleanExit: nil
        default: String(reflecting: type(of: error)).hasPrefix("ArgumentParser.") ? nil : 1
        }
    }
}
