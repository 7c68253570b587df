using System.Diagnostics;

namespace Nscp.Reviews.Cluster;

/// <summary>Locks between processes, which end with the process that holds them, however it ends.</summary>
public static class FileLock
{
    const int WouldBlockOnLinux = 11, WouldBlockOnMac = 35;
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    internal static Task<FileStream> ExclusiveAsync(string path, CancellationToken cancellation) =>
        WaitAsync(path, TryExclusive, cancellation);

    /// <summary>For where nothing can be awaited.</summary>
    internal static FileStream Exclusive(string path) => Task.Run(() => ExclusiveAsync(path, CancellationToken.None)).GetAwaiter().GetResult();

    internal static Task<FileStream> SharedAsync(string path, CancellationToken cancellation) =>
        WaitAsync(path, TryShared, cancellation);

    /// <summary>Null: another process holds it.</summary>
    public static FileStream? TryExclusive(string path) => Try(path, FileAccess.ReadWrite, FileShare.None);

    static FileStream? TryShared(string path) => Try(path, FileAccess.Read, FileShare.Read);

    static FileStream? Try(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = access,
                Share = share,
            });
        }
        // Whoever held it may have removed it by now.
        catch (IOException refused) when (refused.HResult is WouldBlockOnLinux or WouldBlockOnMac || File.Exists(path))
        {
            return null;
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new ClusterException(
                $"{path} belongs to another user. Run as that user, or name another folder with Reviews__DataFolder.", refused);
        }
    }

    static async Task<FileStream> WaitAsync(string path, Func<string, FileStream?> attempt, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < Patience)
        {
            if (attempt(path) is { } held)
                return held;
            await Task.Delay(50, cancellation);
        }
        throw new ClusterException($"Another process has held {path} for {Patience.TotalMinutes} minutes. End it and try again.");
    }
}
