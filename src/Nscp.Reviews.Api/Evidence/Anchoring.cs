namespace Nscp.Reviews.Api.Evidence;

/// <summary>Keeps every signed head in a folder outside the database, where one is named.</summary>
sealed class Anchoring
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    readonly SealedLog _log;
    readonly ILogger _logger;
    volatile string? _fault;

    /// <exception cref="InvalidOperationException">The folder that is named is not there: heads would be lost unnoticed.</exception>
    public Anchoring(IConfiguration settings, NpgsqlDataSource source, ILoggerFactory loggers)
    {
        (_log, _logger) = (new SealedLog(source), loggers.CreateLogger("Nscp.Reviews.Seals"));
        if (FolderOf(settings) is not { } folder) return;
        try
        {
            Files = new AnchorFiles(folder);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new InvalidOperationException($"The folder {folder}, which Reviews__AnchorFolder names for the anchors, is not there. Make or mount it and start again.", e);
        }
    }

    /// <summary>Null where no folder is named.</summary>
    internal AnchorFiles? Files { get; }

    /// <summary>Why anchors are not written, as a sentence; null when they are.</summary>
    internal string? Reason => _fault is { } fault ? $"Signed heads cannot be kept in the folder of the anchors ({fault}): they are in the database alone." : null;

    internal static string? FolderOf(IConfiguration settings) => settings["Reviews:AnchorFolder"] is { Length: > 0 } folder ? folder : null;

    /// <summary>Only where a folder is named.</summary>
    internal async Task RunAsync(CancellationToken ct)
    {
        using var pauses = new PeriodicTimer(Pause);
        do await WriteAsync(Files!, ct);
        while (await pauses.WaitForNextTickAsync(ct));
    }

    async Task WriteAsync(AnchorFiles files, CancellationToken ct)
    {
        try
        {
            await files.WriteMissingAsync(_log, ct);
            _fault = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_fault is null) _logger.LogError("Signed heads cannot be kept in the folder of the anchors: {Fault}", e.GetType().Name);
            _fault = e.GetType().Name;
        }
        catch (NpgsqlException e)
        {
            _logger.LogWarning("Signed heads could not be read for the anchors, and are tried again: {Fault}", e.GetType().Name);
        }
    }
}
