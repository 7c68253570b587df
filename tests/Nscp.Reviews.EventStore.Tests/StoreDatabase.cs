using Nscp.Reviews.Cluster;
using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>A fresh database with the store's schema and the tests' own projections, used as the application's role.</summary>
public sealed class StoreDatabase : IAsyncLifetime
{
    internal const string ApplicationRole = "reviews_app";

    internal static readonly DatabaseRoles Roles = new(ApplicationRole, "reviews_log");

    TestDatabase _database = null!;

    internal NpgsqlDataSource Owner { get; private set; } = null!;

    internal NpgsqlDataSource Application { get; private set; } = null!;

    internal Store Store { get; private set; } = null!;

    /// <summary>Reads every tenant's log.</summary>
    internal NpgsqlDataSource Log { get; private set; } = null!;

    /// <summary>For looking at everything, whoever's it is, and for ending backends.</summary>
    internal NpgsqlDataSource Super { get; private set; } = null!;

    internal string ApplicationConnectionString => _database.AppConnectionString;

    internal string LogConnectionString => _database.LogConnectionString;

    internal static IReadOnlyList<Migration> AllMigrations { get; } = [.. Migration.OfTheStore, Tickets.Migration];

    public async ValueTask InitializeAsync()
    {
        _database = await (await TestCluster.SharedAsync()).CreateDatabaseAsync(cancellation: Ct);
        Owner = NpgsqlDataSource.Create(_database.OwnerConnectionString);
        Super = NpgsqlDataSource.Create(_database.SuperuserConnectionString);
        Application = StoreDataSource.Create(_database.AppConnectionString);
        Log = NpgsqlDataSource.Create(_database.LogConnectionString);
        Store = new Store(_database.AppConnectionString);
        await Migrations.ApplyAsync(Owner, Roles, AllMigrations, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Application.DisposeAsync();
        await Log.DisposeAsync();
        await Owner.DisposeAsync();
        await Super.DisposeAsync();
        await _database.DisposeAsync();
    }

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Every row that a tenant has in any table, as text.</summary>
    internal async Task<IReadOnlyList<string>> EverythingAsync(string tenant)
    {
        var rows = new List<string>();
        foreach (var table in (string[])["mt_streams", "mt_events", "es_command", "ticket", "ticket_note", "es_outbox"])
            rows.AddRange(await TextsAsync($"select '{table} ' || t::text from {table} t where tenant_id = '{tenant}' order by 1"));
        return rows;
    }

    internal async Task ExecuteAsync(string sql)
    {
        await using var command = Super.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }

    internal Task<IReadOnlyList<string>> TextsAsync(string sql) => TextsAsync(Super, sql);

    internal static async Task<IReadOnlyList<string>> TextsAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var texts = new List<string>();
        while (await reader.ReadAsync(Ct))
            texts.Add(reader.IsDBNull(0) ? "null" : reader.GetValue(0).ToString()!);
        return texts;
    }

    /// <summary>Waits until so many backends of this database stand still behind a lock.</summary>
    internal Task WaitForBlockedAsync(int count) => Waits.UntilAsync(
        async () => int.Parse((await TextsAsync("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"))[0]) >= count,
        $"{count} backends stand still behind a lock");
}

static class Soak
{
    /// <summary>So many times as many in a soak; fewer where each round takes longer than the one before it.</summary>
    internal static int Rounds(int rounds, int times = 20) => Environment.GetEnvironmentVariable("REVIEWS_SOAK") == "1" ? rounds * times : rounds;
}
