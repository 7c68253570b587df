using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Nscp.Reviews.Api;
using Nscp.Reviews.Cluster;

namespace Nscp.Reviews.Record.Tests;

/// <summary>A database of its own with the product's schema, and the product's own write step over it. Nothing runs in the background.</summary>
public sealed class RecordDatabase : IAsyncLifetime
{
    internal const string ApplicationRole = "reviews_app", LogRole = "reviews_log";

    static readonly Lazy<Task<TestDatabase>> Template = new(MakeTemplateAsync);

    TestDatabase _database = null!;
    WebApplication _host = null!;

    internal static DatabaseRoles Roles { get; } = new(ApplicationRole, LogRole);

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal RecordMilestone WriteStep => _host.Services.GetRequiredService<RecordMilestone>();

    internal Sessions Sessions => _host.Services.GetRequiredService<Sessions>();

    /// <summary>For looking at everything, whoever's it is, and for ending backends.</summary>
    internal NpgsqlDataSource Super { get; private set; } = null!;

    internal NpgsqlDataSource Owner { get; private set; } = null!;

    internal NpgsqlDataSource Log { get; private set; } = null!;

    internal string Name => _database.Name;

    internal string OwnerConnectionString => _database.OwnerConnectionString;

    internal string ApplicationConnectionString => _database.AppConnectionString;

    internal string LogConnectionString => _database.LogConnectionString;

    internal string SuperuserConnectionString => _database.SuperuserConnectionString;

    public async ValueTask InitializeAsync()
    {
        var template = await Template.Value;
        _database = await (await TestCluster.SharedAsync()).CreateDatabaseAsync(template, Ct);
        Super = NpgsqlDataSource.Create(SuperuserConnectionString);
        Owner = NpgsqlDataSource.Create(OwnerConnectionString);
        Log = NpgsqlDataSource.Create(LogConnectionString);
        // Every partnership has a pool of its own, and here each test is one.
        _host = Host(new NpgsqlConnectionStringBuilder(ApplicationConnectionString) { ConnectionIdleLifetime = 1, ConnectionPruningInterval = 1 }.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        foreach (var source in (NpgsqlDataSource[])[Super, Owner, Log]) await source.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>A host that is not started: its services are the product's own.</summary>
    internal static WebApplication Host(string application, params string[] settings) => ReviewsHost.Build(
        [
            "--environment=Production", "--urls=http://127.0.0.1:0", "--Authentication:Authority=https://issuer.example", "--Logging:LogLevel:Default=None",
            $"--ConnectionStrings:Reviews={application}", .. settings,
        ],
        Cases.Clock);

    /// <summary>Every row that a partnership has in any table, as text.</summary>
    internal async Task<IReadOnlyList<string>> EverythingAsync(string tenant)
    {
        var tables = await TextsAsync(
            """
            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1
            """);
        return await TextsAsync(string.Join(" union all ", tables.Select(table => $"select '{table} ' || t::text from {table} t where tenant_id = '{tenant}'")) + " order by 1");
    }

    /// <summary>The last number that the log has given out.</summary>
    internal async Task<long> LastNumberAsync() => long.Parse((await TextsAsync("select last_value from mt_events_sequence"))[0]);

    internal Task ExecuteAsync(string sql) => TextsAsync(sql);

    internal Task<IReadOnlyList<string>> TextsAsync(string sql) => TextsAsync(Super, sql);

    internal static async Task<IReadOnlyList<string>> TextsAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var texts = new List<string>();
        while (await reader.ReadAsync(Ct)) texts.Add(reader.IsDBNull(0) ? "null" : reader.GetValue(0).ToString()!);
        return texts;
    }

    /// <summary>Waits until so many backends of this database stand still behind a lock.</summary>
    internal Task WaitForBlockedAsync(int count) => Waits.UntilAsync(
        async () => int.Parse((await TextsAsync("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"))[0]) >= count,
        $"{count} backends stand still behind a lock");

    internal static async Task<TestDatabase> EmptyAsync() => await (await TestCluster.SharedAsync()).CreateDatabaseAsync(cancellation: Ct);

    static async Task<TestDatabase> MakeTemplateAsync() => await (await TestCluster.SharedAsync()).CreateTemplateAsync(async (database, ct) =>
    {
        await using (var super = NpgsqlDataSource.Create(database.SuperuserConnectionString))
            if (await TextsAsync(super, $"select pg_has_role('{LogRole}', 'pg_read_all_stats', 'usage')") is ["False"]) await TextsAsync(super, $"grant pg_read_all_stats to {LogRole}");
        await Schema.MigrateAsync(database.OwnerConnectionString, Roles, always: true, ct);
    });
}

/// <summary>Waits that a busy machine cannot break: one fails only after a minute.</summary>
static class Waits
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1), LongestPause = TimeSpan.FromMilliseconds(100);

    internal static async Task UntilAsync(Func<Task<bool>> isSo, [CallerArgumentExpression(nameof(isSo))] string what = "")
    {
        var waited = Stopwatch.StartNew();
        for (var pause = TimeSpan.FromMilliseconds(10); !await isSo(); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (waited.Elapsed > Patience) throw new InvalidOperationException($"This has not come to pass: {what}");
            await Task.Delay(pause, RecordDatabase.Ct);
        }
    }
}

static class Soak
{
    internal static int Rounds(int rounds) => Environment.GetEnvironmentVariable("REVIEWS_SOAK") == "1" ? rounds * 10 : rounds;
}
