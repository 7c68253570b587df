namespace Nscp.Reviews.Api.Evidence;

static class BundleProblems
{
    internal static Problem NoSealKey { get; } = Problem.Of(
        503, "no-seal-key", "No audit bundle can be made here", "This host has no key to sign an audit bundle by.",
        "Tell whoever runs it: docs/operations.md, Seals, says how a key is made and named. Another host of the same service may have one.");

    internal static Problem KeyMissing { get; } = Problem.Of(
        503, "seal-key-missing", "No audit bundle can be made here", "The case was sealed by a key whose public half this host does not have, so that nobody could check the bundle.",
        "Tell whoever runs it: docs/operations.md, Seals, says where the keys of former seals are kept.");

    internal static Problem NotSealedYet { get; } = Problem.Of(
        409, "not-sealed-yet", "Nothing of the case is sealed yet", "An audit bundle proves by a seal what was recorded, and no seal covers this case yet.",
        "Ask again in a minute: what is recorded is sealed within seconds. If that does not come, /health/ready says why.");
}
