/// Which kernels do the work. Both give the same bytes.
package enum KernelPath: Sendable {
    /// What this processor runs best.
    case fastest
    /// What every processor runs.
    case portable
}
