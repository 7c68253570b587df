using System.Text.RegularExpressions;

namespace Nscp.Reviews.Evidence;

/// <summary>What writer and verifier of a bundle agree on. A format for ever: <c>docs/evidence.md</c> tells it to those who write a verifier of their own.</summary>
static partial class BundleFormat
{
    internal const string Version = "es-audit-bundle/1";

    internal const string Manifest = "manifest.json", Signature = "manifest.sig", Events = "events.jsonl", Proofs = "proofs.json", Heads = "heads.json";

    const string KeyFolder = "keys/", KeyEnding = ".pem";

    /// <summary>What a bundle may hold at most, so that a hostile one cannot exhaust who checks it.</summary>
    internal const int MostFiles = 1_000, MostBytes = 256 << 20, MostBytesOfAFile = 128 << 20;

    /// <summary>Deepest nesting of a stored column; an event's line is one deeper.</summary>
    internal const int MostDepth = 64;

    internal static readonly string[] Mandatory = [Manifest, Signature, Events, Proofs, Heads];

    internal static string KeyFile(string fingerprint) => $"{KeyFolder}{fingerprint}{KeyEnding}";

    internal static bool IsKeyFile(string name) => name.StartsWith(KeyFolder, StringComparison.Ordinal);

    internal static bool IsName(string name) => name.Length <= 100 && Name().IsMatch(name);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)?\z")]
    private static partial Regex Name();
}
