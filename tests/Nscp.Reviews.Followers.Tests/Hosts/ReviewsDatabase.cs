using System.Security.Cryptography;
using Nscp.Reviews.Cluster;

namespace Nscp.Reviews.Followers.Tests.Hosts;

/// <summary>A database of the product's own schema, with a table in which the tests' followers note what they were handed. Nothing in it forbids a double.</summary>
public sealed class ReviewsDatabase : IAsyncLifetime
{
    static readonly Lazy<Task<TestDatabase>> Template = new(MakeTemplateAsync);

    readonly string _keyFile = Path.Combine(Path.GetTempPath(), $"nscp-reviews-key-{Guid.NewGuid():n}");
    TestDatabase _database = null!;

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>By which tokens for the hosts are signed.</summary>
    internal string Key { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    internal NpgsqlDataSource Super { get; private set; } = null!;

    internal string Name => _database.Name;

    internal string ApplicationConnectionString => _database.AppConnectionString;

    internal string LogConnectionString => _database.LogConnectionString;

    internal string OwnerConnectionString => _database.OwnerConnectionString;

    public async ValueTask InitializeAsync()
    {
        var template = await Template.Value;
        _database = await (await TestCluster.SharedAsync()).CreateDatabaseAsync(template, Ct);
        Super = NpgsqlDataSource.Create(_database.SuperuserConnectionString);
        await File.WriteAllTextAsync(_keyFile, Key, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await Super.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await _database.DisposeAsync();
        File.Delete(_keyFile);
    }

    /// <summary>What any host over it is told.</summary>
    /// <param name="log">Null for a host that only answers requests.</param>
    internal string[] Settings(string? log, string name = "") =>
    [
        "--environment=Development", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Reviews={Named(ApplicationConnectionString, name)}", $"--Reviews:DevelopmentKeyFile={_keyFile}",
        .. log is null ? Array.Empty<string>() : [$"--ConnectionStrings:ReviewsLog={Named(log, name)}"],
    ];

    /// <summary>So that it can be told in <c>pg_stat_activity</c> whose connection it is.</summary>
    static string Named(string connectionString, string name) => new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = name }.ConnectionString;

    internal async Task ExecuteAsync(string sql)
    {
        await using var command = Super.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }

    /// <summary>The first column of each row, as text.</summary>
    internal async Task<IReadOnlyList<string>> TextsAsync(string sql)
    {
        await using var command = Super.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var texts = new List<string>();
        while (await reader.ReadAsync(Ct)) texts.Add(reader.IsDBNull(0) ? "" : Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        return texts;
    }

    internal async Task<string> TextAsync(string sql) => (await TextsAsync(sql)).ShouldHaveSingleItem();

    internal async Task<long> NumberAsync(string sql) => long.Parse(await TextAsync(sql), CultureInfo.InvariantCulture);

    /// <summary>A transaction of the superuser that has run this, and is open until it is disposed of.</summary>
    internal async Task<Held> HoldAsync(string sql)
    {
        var connection = await Super.OpenConnectionAsync(Ct);
        var transaction = await connection.BeginTransactionAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
        return new Held(connection, transaction);
    }

    /// <summary>Past the triggers that keep history from being changed: as a disk, or somebody with the server's rights, may do it.</summary>
    internal Task SpoilAsync(string sql) => ExecuteAsync($"begin; set local session_replication_role = replica; {sql}; commit");

    static async Task<TestDatabase> MakeTemplateAsync() => await (await TestCluster.SharedAsync()).CreateTemplateAsync(async (database, ct) =>
    {
        await Schema.MigrateAsync(database.OwnerConnectionString, new DatabaseRoles("reviews_app", "reviews_log"), always: true, ct);
        await using var super = NpgsqlDataSource.Create(database.SuperuserConnectionString);
        await using var table = super.CreateCommand(
            """
            create table noted (n bigserial, follower varchar, seq_id bigint, tenant_id varchar, stream_id uuid, version bigint, host varchar);
            create table slowness (seconds float8, fails bool);
            create function be_slow() returns trigger language plpgsql as $$ begin
                perform pg_sleep(new.seconds);
                if new.fails then raise exception 'thought better of it'; end if;
                return null;
            end $$;
            create trigger slow before insert on slowness for each row execute function be_slow();
            grant insert on slowness to public;
            grant select, insert on noted to public; grant usage on sequence noted_n_seq to public;
            grant pg_read_all_stats to reviews_log
            """);
        await table.ExecuteNonQueryAsync(ct);
    });
}

/// <summary>What an open transaction holds.</summary>
sealed class Held(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    internal async Task CommitAsync()
    {
        await transaction.CommitAsync(ReviewsDatabase.Ct);
        await connection.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
