using System.Security.Cryptography;

namespace Nscp.Reviews.Cluster;

/// <summary>Files that only their owner may read.</summary>
public static class PrivateFile
{
    /// <summary>Written aside and renamed: after a crash there is the old content or the new, nothing between.</summary>
    public static void Write(string path, string content)
    {
        var aside = $"{path}.{Environment.ProcessId}.new";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var writer = new StreamWriter(aside, options))
            writer.Write(content);
        File.Move(aside, path, overwrite: true);
    }

    /// <summary>The secret that the file holds; a missing file is made with 32 random bytes in base64.</summary>
    public static string ReadOrMakeSecret(string path)
    {
        if (!File.Exists(path))
            Write(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new ClusterException(
                $"{path} belongs to another user. Run as that user, or name another folder with Reviews__DataFolder.", refused);
        }
    }
}
