using Nscp.Reviews.Cluster;
using Nscp.Reviews.Evidence;

namespace Nscp.Reviews.Tool.Sealing;

/// <summary>Makes a key to seal the log by, and tells what may be published of one.</summary>
static class SealKeyCommand
{
    const string Usage =
        """
        ./build.sh seal-key new <file>    makes a private key, in a file of its own that only its owner may read
        ./build.sh seal-key show <file>   prints its public half, which a bundle is checked by
        """;

    public static int Run(IReadOnlyList<string> arguments, TextWriter told)
    {
        var (key, text) = arguments switch
        {
            ["new", var file] => (Make(file), $"The private key is in {file}. Keep a copy where no database role can read it, and publish its fingerprint:\n"),
            ["show", var file] => (Read(file), ""),
            _ => throw new UsageException(Usage),
        };
        told.WriteLine($"{text}{key.Fingerprint}");
        if (text.Length == 0)
            told.Write(key.Pem);
        return 0;
    }

    /// <summary>The key of the file, made when there is none.</summary>
    public static PublicKey ReadOrMake(string file) => File.Exists(file) ? Read(file) : Make(file);

    static PublicKey Make(string file)
    {
        if (File.Exists(file))
            throw new ToolException($"{file} is there already: a key is never written over, since what it sealed could not be shown any more.");
        var pem = SealKey.NewPem();
        try
        {
            PrivateFile.Write(file, pem);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The key cannot be written to {file}: {refused.Message}");
        }
        return PublicKey.Parse(pem);
    }

    public static PublicKey Read(string file)
    {
        try
        {
            return PublicKey.Parse(File.ReadAllText(file));
        }
        catch (Exception refused) when (refused is SealKeyException or IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The key in {file} cannot be used. {refused.Message}");
        }
    }
}
