using Nscp.Reviews.Api.Storage;
using Nscp.Reviews.Cluster;
using Npgsql;

namespace Nscp.Reviews.Evidence.Tests;

/// <summary>A fresh database with the product's tables, and an empty log.</summary>
public sealed class LogDatabase : IAsyncLifetime
{
    static readonly Lazy<Task<TestDatabase>> Template = new(async () => await (await TestCluster.SharedAsync()).CreateTemplateAsync(
        (template, ct) => Schema.MigrateAsync(template.OwnerConnectionString, new DatabaseRoles("reviews_app", "reviews_log"), always: true, ct)));

    TestDatabase _database = null!;

    internal NpgsqlDataSource Application { get; private set; } = null!;

    /// <summary>Reads every tenant's log.</summary>
    internal NpgsqlDataSource Log { get; private set; } = null!;

    /// <summary>For looking at everything, whoever's it is, for writing as other software does, and for ending backends.</summary>
    internal NpgsqlDataSource Super { get; private set; } = null!;

    internal string ApplicationConnectionString => _database.AppConnectionString;

    internal string LogConnectionString => _database.LogConnectionString;

    public async ValueTask InitializeAsync()
    {
        _database = await (await TestCluster.SharedAsync()).CreateDatabaseAsync(await Template.Value, Ct);
        Super = NpgsqlDataSource.Create(_database.SuperuserConnectionString);
        Application = NpgsqlDataSource.Create(_database.AppConnectionString);
        Log = NpgsqlDataSource.Create(_database.LogConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        await Log.DisposeAsync();
        await Super.DisposeAsync();
        await _database.DisposeAsync();
    }

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal async Task ExecuteAsync(string sql)
    {
        await using var command = Super.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }

    internal async Task<IReadOnlyList<string>> TextsAsync(string sql)
    {
        await using var command = Super.CreateCommand(sql);
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
