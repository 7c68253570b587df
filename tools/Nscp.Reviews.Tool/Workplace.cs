using Nscp.Reviews.Cluster;

namespace Nscp.Reviews.Tool;

/// <summary>The folders and the address that a command works with.</summary>
sealed record Workplace(string Repository, ClusterOptions Cluster, Uri Address)
{
    const string DefaultAddress = "http://localhost:5080";

    public string DataFolder => Cluster.DataFolder;
    public string KeyFile => InDataFolder("development-signing-key");
    public string SealKeyFile => InDataFolder("seal-key.pem");
    public string AnchorFolder => InDataFolder("anchors");
    public string InDataFolder(string name) => Path.Combine(DataFolder, name);

    public static Workplace FromEnvironment()
    {
        var repository = Reviews.Cluster.Repository.Find()
            ?? throw new ToolException("This program is part of the project's working copy and was started outside of it. Use ./build.sh.");
        return new Workplace(repository, ClusterOptions.FromEnvironment(repository), AddressFromEnvironment());
    }

    /// <summary>The secret that development tokens are signed with; made when missing.</summary>
    public string Key()
    {
        Directory.CreateDirectory(DataFolder);
        return PrivateFile.ReadOrMakeSecret(KeyFile);
    }

    public static Uri AddressOf(string text) =>
        Uri.TryCreate(Reachable(text), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new UsageException($"'{text}' is no address. Write it like {DefaultAddress}.");

    static Uri AddressFromEnvironment()
    {
        var urls = Environment.GetEnvironmentVariable("ASPNETCORE_URLS");
        return AddressOf(string.IsNullOrWhiteSpace(urls) ? DefaultAddress : urls.Split(';')[0]);
    }

    // Addresses that a server listens on, but nobody can call.
    static string Reachable(string text) =>
        text.Replace("://+", "://localhost").Replace("://*", "://localhost").Replace("://0.0.0.0", "://localhost").Replace("://[::]", "://localhost");
}
