using Nscp.Reviews.Cluster;

namespace Nscp.Reviews.Bench;

static class Attempt
{
    /// <summary>Null where this kind of PostgreSQL cannot be had; says so.</summary>
    public static async Task<BenchPlace?> OpenAsync(string repository, PostgresKind kind, bool isSealing = false)
    {
        try
        {
            return await BenchPlace.OpenAsync(repository, kind, CancellationToken.None, isSealing);
        }
        catch (ClusterException absent)
        {
            await Console.Error.WriteLineAsync($"No {kind} PostgreSQL: {absent.Message}");
            return null;
        }
    }
}
