namespace Nscp.Reviews.Api.Evidence;

/// <summary>The key by which this host seals the log and signs bundles, and those by which it was sealed before.</summary>
/// <param name="Current">Null where another host seals.</param>
/// <param name="Retired">What they signed still holds; nothing new is signed by them.</param>
sealed record SealKeys(SealKey? Current, IReadOnlyList<PublicKey> Retired)
{
    const string KeyFile = "SealKeyFile", RetiredFolder = "RetiredSealKeys";

    /// <summary>Every key that a seal may be of.</summary>
    internal IReadOnlyList<PublicKey> All { get; } = [.. Current is null ? [] : new[] { Current.Public }, .. Retired];

    /// <exception cref="InvalidOperationException">A key that is named cannot be read: the host must not start, since nothing would be sealed, or what was sealed would look forged.</exception>
    internal static SealKeys Read(IConfiguration settings) => new(
        settings[$"Reviews:{KeyFile}"] is { Length: > 0 } file ? Read(file, KeyFile, SealKey.Parse) : null,
        settings[$"Reviews:{RetiredFolder}"] is { Length: > 0 } folder ? [.. FilesOf(folder).Select(pem => Read(pem, RetiredFolder, PublicKey.Parse))] : []);

    static string[] FilesOf(string folder)
    {
        try
        {
            return [.. Directory.GetFiles(folder, "*.pem").Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused($"The retired seal keys cannot be read from {folder}: {e.Message}", RetiredFolder, e);
        }
    }

    static T Read<T>(string file, string setting, Func<string, T> parse)
    {
        try
        {
            return parse(File.ReadAllText(file));
        }
        catch (SealKeyException e)
        {
            throw Refused($"The seal key in {file} cannot be used. {e.Message}", setting, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Refused($"The seal key cannot be read from {file}: {e.Message}", setting, e);
        }
    }

    static InvalidOperationException Refused(string why, string setting, Exception inner) =>
        new($"{why} Mend what Reviews__{setting} names and start again; docs/operations.md, Seals, says how a key is made and changed.", inner);
}
