using System.Security.Cryptography;
using System.Text;

namespace Nscp.Reviews.Cluster;

/// <summary>Folders that the server's user can reach.</summary>
static class Places
{
    const string Elsewhere = "/var/lib/nscp-reviews";

    /// <summary>
    /// The folder itself, or where the server's user cannot enter it (a project below root's private home) another
    /// one that belongs to it: the same one each time.
    /// </summary>
    public static Task<string> ForDataAsync(
        string folder, ServerUser user, IProgress<string> progress, CancellationToken cancellation) =>
        ReachableAsync(folder, For(folder), user, progress, cancellation);

    /// <summary>As <see cref="ForDataAsync"/>, but all working copies share the other place: the binaries are the same.</summary>
    public static Task<string> ForBinariesAsync(
        string folder, ServerUser user, IProgress<string> progress, CancellationToken cancellation) =>
        ReachableAsync(folder, Path.Combine(Elsewhere, "binaries"), user, progress, cancellation);

    static async Task<string> ReachableAsync(
        string folder, string other, ServerUser user, IProgress<string> progress, CancellationToken cancellation)
    {
        Make(folder, user);
        if (user.Name is null || await user.CanEnterAsync(folder, cancellation))
            return folder;
        Make(other, user);
        progress.Report($"The server runs as '{user.Name}', who cannot enter {folder}: PostgreSQL's files are in {other}.");
        return other;
    }

    // Not /var/tmp: some systems clear it by age, and this is where the data is.
    internal static string For(string folder)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(folder)));
        return Path.Combine(Elsewhere, Convert.ToHexStringLower(digest)[..16]);
    }

    static void Make(string folder, ServerUser user)
    {
        const UnixFileMode mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        const UnixFileMode passable = mine | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            if (!Directory.Exists(folder))
                Directory.CreateDirectory(folder, user.Name is null ? mine : passable);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new ClusterException(
                $"The folder {folder} cannot be made: {refused.Message} Name another with Reviews__DataFolder.", refused);
        }
    }
}
