using Nscp.Reviews.Evidence;

namespace Nscp.Reviews.Verifier;

/// <summary>Checks one audit bundle, by its file alone.</summary>
static class VerifyBundle
{
    const int Misused = 64;

    const string Usage =
        """
        verify-bundle <zip> [--trust <fingerprint>]...
        The fingerprint is that of a key that you trust because you know it from elsewhere: 64 hexadecimal digits.
        """;

    /// <returns>0 verified; 1 does not fit; 2 consistent, but nobody said which key to trust; 64 asked for wrongly, or no file that can be read.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter answers, TextWriter complaints)
    {
        if (Understand(arguments) is not var (file, trusted))
        {
            complaints.WriteLine(Usage);
            return Misused;
        }
        if (Read(file, out var why) is not { } zip)
        {
            complaints.WriteLine(why);
            return Misused;
        }
        var (lines, code) = Telling.Of(BundleVerifier.Check(zip, trusted));
        foreach (var line in lines) answers.WriteLine(line);
        return code;
    }

    static (string File, IReadOnlySet<string> Trusted)? Understand(IReadOnlyList<string> arguments)
    {
        var (files, trusted) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        for (var at = 0; at < arguments.Count; at++)
        {
            var isTrust = arguments[at] == "--trust";
            if (isTrust && at + 1 < arguments.Count && Fingerprint(arguments[at + 1]) is { } fingerprint)
            {
                trusted.Add(fingerprint);
                at++;
            }
            else if (isTrust || arguments[at].StartsWith("--", StringComparison.Ordinal)) return null;
            else files.Add(arguments[at]);
        }
        return files is [var only] ? (only, trusted) : null;
    }

    /// <summary>As people copy it: in groups, with colons, in capitals.</summary>
    static string? Fingerprint(string given)
    {
        var digits = given.Replace(":", "").Replace(" ", "").ToLowerInvariant();
        return digits.Length == 64 && digits.All(char.IsAsciiHexDigitLower) ? digits : null;
    }

    /// <summary>No more of it than a bundle may have, and one byte.</summary>
    static byte[]? Read(string file, out string why)
    {
        why = "";
        try
        {
            using var stream = File.OpenRead(file);
            using var bytes = new MemoryStream();
            var part = new byte[64 << 10];
            for (int read; bytes.Length <= BundleVerifier.MostBytes && (read = stream.Read(part)) > 0;) bytes.Write(part, 0, read);
            return bytes.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            why = $"The file {file} cannot be read: {e.Message}";
            return null;
        }
    }
}
