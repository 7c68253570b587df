namespace Nscp.Reviews.Cluster;

/// <summary>The temporary folder of one test cluster, held by a lock beside it as long as the process lives.</summary>
sealed class TestFolder : IDisposable
{
    static readonly string Parent = System.IO.Path.Combine(
        System.IO.Path.GetTempPath(), $"nscp-reviews-tests-{Environment.UserName}");

    readonly FileStream _held;

    TestFolder(string path, FileStream held) => (Path, _held) = (path, held);

    public string Path { get; }

    public static TestFolder Take()
    {
        Directory.CreateDirectory(Parent);
        // One at a time: between its making and its locking, a lock looks abandoned to whoever looks for such.
        using var turn = FileLock.Exclusive(System.IO.Path.Combine(Parent, "turn"));
        RemoveAbandoned();
        while (true)
        {
            var path = System.IO.Path.Combine(Parent, Guid.NewGuid().ToString("n")[..12]);
            if (FileLock.TryExclusive(LockFile(path)) is { } held)
                return new TestFolder(path, held);
        }
    }

    public void Dispose()
    {
        Remove(Path);
        _held.Dispose();
    }

    /// <summary>The repository's data folder, so that test runs share one installation; outside a repository a temporary one.</summary>
    public static string Binaries() => Repository.Find() is { } repository
        ? System.IO.Path.Combine(repository, ".data")
        : System.IO.Path.Combine(Parent, "binaries");

    static string LockFile(string path) => path + ".lock";

    /// <summary>A test run that was killed leaves its server and files behind, and its lock free.</summary>
    static void RemoveAbandoned()
    {
        foreach (var file in Directory.EnumerateFiles(Parent, "*.lock"))
        {
            using var free = FileLock.TryExclusive(file);
            if (free is not null)
                Remove(System.IO.Path.ChangeExtension(file, null));
        }
    }

    static void Remove(string path)
    {
        foreach (var folder in (string[])[path, Places.For(path)])
        {
            if (Postmaster.Read(System.IO.Path.Combine(folder, "postgres")) is { IsAlive: true } server)
                server.Kill();
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        File.Delete(LockFile(path));
    }
}
