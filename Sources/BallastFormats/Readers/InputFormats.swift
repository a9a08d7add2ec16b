public import BallastCore

public func readInput(_ request: InputRequest, storage: any Storage, threads: Int) throws -> InputTable {
    throw InputError(request.paths[0], "stub")
}
