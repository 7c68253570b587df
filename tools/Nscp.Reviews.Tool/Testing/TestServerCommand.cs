using Nscp.Reviews.Cluster;

namespace Nscp.Reviews.Tool.Testing;

/// <summary>
/// One PostgreSQL for a whole test run: prints the superuser's connection string, and stops the server when its
/// standard input ends, which it also does when the pipeline is killed.
/// </summary>
static class TestServerCommand
{
    public static async Task<int> RunAsync(Workplace place, PostgresKind kind, CancellationToken cancellation)
    {
        await using var cluster = await TestCluster.StartOwnAsync(Path.Combine(place.Repository, ".data"), kind, cancellation);
        Console.WriteLine(cluster.SuperuserConnectionString);
        await Console.In.ReadToEndAsync(cancellation);
        return 0;
    }
}
