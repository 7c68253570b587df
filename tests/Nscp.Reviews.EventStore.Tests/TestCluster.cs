using Npgsql;

namespace Nscp.Reviews.Cluster;

public sealed class TestCluster
{
    public static async Task<TestCluster> SharedAsync()
    {
        await Task.Yield();
        return new TestCluster();
    }

    public static async Task<TestDatabase> CreateDatabaseAsync()
    {
        var super = Environment.GetEnvironmentVariable("REVIEWS_TEST_POSTGRES")!;
        var name = "t" + Guid.NewGuid().ToString("n")[..8];
        await using var c = NpgsqlDataSource.Create(super);
        await c.CreateCommand("select pg_advisory_lock(1); do $$ begin if not exists (select 1 from pg_roles where rolname='reviews_owner') then create role reviews_owner login; create role reviews_app login; end if; end $$").ExecuteNonQueryAsync();
        await c.CreateCommand($"create database {name} owner reviews_owner").ExecuteNonQueryAsync();
        return new TestDatabase(name, super);
    }
}

public sealed class TestDatabase(string name, string super) : IAsyncDisposable
{
    public string OwnerConnectionString => new NpgsqlConnectionStringBuilder(super) { Database = name, Username = "reviews_owner" }.ConnectionString;
    public string AppConnectionString => new NpgsqlConnectionStringBuilder(super) { Database = name, Username = "reviews_app" }.ConnectionString;
    public string SuperuserConnectionString => new NpgsqlConnectionStringBuilder(super) { Database = name }.ConnectionString;
    public async ValueTask DisposeAsync()
    {
        await using var c = NpgsqlDataSource.Create(super);
        await c.CreateCommand($"drop database {name} with (force)").ExecuteNonQueryAsync();
    }
}
