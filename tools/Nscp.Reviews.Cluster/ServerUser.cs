namespace Nscp.Reviews.Cluster;

/// <summary>
/// Who runs the server: ourselves, or as root an unprivileged user, because PostgreSQL refuses to run as root.
/// </summary>
sealed class ServerUser
{
    readonly string[] _prefix;

    ServerUser(string? name, string[] prefix) => (Name, _prefix) = (name, prefix);

    /// <summary>Null: ourselves.</summary>
    public string? Name { get; }

    /// <param name="cluster">An existing data directory: as root, its owner is the one who can run it.</param>
    /// <param name="cancellation">Ends the look-ups.</param>
    public static async Task<ServerUser> ChooseAsync(string? cluster, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess)
            return new ServerUser(null, []);
        var name = cluster is null ? await FirstKnownAsync(["postgres", "nobody"], cancellation) : await OwnerAsync(cluster, cancellation);
        return new ServerUser(name, await PrefixAsync(name, cancellation));
    }

    public Task<Outcome> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation) =>
        Command.RunAsync([.. _prefix, .. words], cancellation);

    public async Task<bool> CanEnterAsync(string folder, CancellationToken cancellation) =>
        (await RunAsync(["test", "-x", folder], cancellation)).Succeeded;

    /// <summary>Makes a folder or file belong to this user.</summary>
    public async Task GiveAsync(string path, CancellationToken cancellation)
    {
        if (Name is null)
            return;
        var given = await Command.RunAsync(["chown", "-R", $"{Name}:", path], cancellation);
        if (!given.Succeeded)
            throw new ClusterException($"{path} could not be given to the user {Name}: {given.Output}");
    }

    static async Task<string> FirstKnownAsync(string[] names, CancellationToken cancellation)
    {
        foreach (var name in names)
        {
            if ((await Command.RunAsync(["id", "-u", name], cancellation)).Succeeded)
                return name;
        }
        throw new ClusterException(
            "PostgreSQL does not run as root, and this machine has neither a user 'postgres' nor 'nobody'. Run as an ordinary user.");
    }

    static async Task<string> OwnerAsync(string path, CancellationToken cancellation)
    {
        var listed = await Command.RunAsync(["ls", "-ld", path], cancellation);
        return listed.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];
    }

    static async Task<string[]> PrefixAsync(string name, CancellationToken cancellation)
    {
        if (Command.Exists("setpriv"))
        {
            var group = await Command.RunAsync(["id", "-g", name], cancellation);
            return ["setpriv", $"--reuid={name}", $"--regid={group.Output}", "--clear-groups", "--"];
        }
        if (Command.Exists("runuser"))
            return ["runuser", "-u", name, "--"];
        if (Command.Exists("su"))
            return ["su", "-s", "/bin/sh", name, "-c", "exec \"$0\" \"$@\""];
        throw new ClusterException(
            "PostgreSQL does not run as root, and this machine has none of setpriv, runuser and su. Run as an ordinary user.");
    }
}
