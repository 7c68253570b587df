using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Nscp.Reviews.Cluster;
using Nscp.Reviews.Api.Storage;

namespace Nscp.Reviews.Api.Tests;

/// <summary>The real host on a port of its own, over a database of its own, on Wednesday 14 May 2025 at noon in London unless a test moves the clock.</summary>
public sealed class ReviewsApp : IAsyncLifetime
{
    static readonly Lazy<Task<TestDatabase>> Template = new(MakeTemplateAsync);

    readonly string _keyFile = Path.Combine(Path.GetTempPath(), $"nscp-reviews-key-{Guid.NewGuid():n}");
    TestDatabase _database = null!;
    WebApplication _host = null!;
    NpgsqlDataSource _super = null!;

    internal static LocalDate Today { get; } = new(2025, 5, 14);

    internal SettableClock Clock { get; } = new(Instant.FromUtc(2025, 5, 14, 11, 0));

    internal string Key { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>For the hosts that seal; the first one does not.</summary>
    internal SealFiles Seals { get; } = new();

    internal Uri Address { get; private set; } = null!;

    internal IServiceProvider Services => _host.Services;

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var template = await Template.Value;
        _database = await (await TestCluster.SharedAsync()).CreateDatabaseAsync(template, Ct);
        _super = NpgsqlDataSource.Create(_database.SuperuserConnectionString);
        await File.WriteAllTextAsync(_keyFile, Key, Ct);
        _host = await StartHostAsync(_database.AppConnectionString, []);
        Address = AddressOf(_host);
    }

    /// <summary>Another host that does all that the product does in the background, as the log reader.</summary>
    internal Task<OtherHost> WholeHostAsync(params string[] settings) => SecondHostAsync(ApplicationConnectionString, [$"--ConnectionStrings:ReviewsLog={LogConnectionString}", .. settings]);

    /// <summary>Another host over the same database, which reaches it by its own way.</summary>
    /// <param name="settings">What it is told besides, as <c>--Name=value</c>.</param>
    internal async Task<OtherHost> SecondHostAsync(string connectionString, params string[] settings)
    {
        var host = await StartHostAsync(connectionString, settings);
        return new OtherHost(host, AddressOf(host), new Client(AddressOf(host), Token.For(Key, "development-manager", "NSCP", "NSCP", null)));
    }

    async Task<WebApplication> StartHostAsync(string connectionString, string[] settings)
    {
        var host = ReviewsHost.Build(
            [
                "--environment=Development", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Reviews={connectionString}",
                $"--Reviews:DevelopmentKeyFile={_keyFile}", "--Logging:LogLevel:Default=Error", .. settings,
            ],
            Clock);
        await host.StartAsync(Ct);
        return host;
    }

    static Uri AddressOf(WebApplication host) => new(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _super.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await _database.DisposeAsync();
        File.Delete(_keyFile);
        Seals.Dispose();
    }

    internal Client As(string role, string organisation = "NSCP", string partnership = "NSCP", string? name = null) =>
        new(Address, Token.For(Key, role, organisation, partnership, name));

    internal Client Manager => As("development-manager");

    internal Client Nobody => new(Address, null);

    internal string DatabaseName => _database.Name;

    internal string ApplicationConnectionString => _database.AppConnectionString;

    internal string LogConnectionString => _database.LogConnectionString;

    internal string SuperuserConnectionString => _database.SuperuserConnectionString;

    /// <summary>A checksum of every row of every table: what the store holds.</summary>
    internal async Task<string> EverythingAsync()
    {
        var tables = await TextsAsync("select tablename::text from pg_tables where schemaname = 'public' and tablename <> 'es_release' order by 1");
        var sums = tables.Select(table => $"select '{table}' || ' ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '-') from {table} t");
        return string.Join('\n', await TextsAsync(string.Join(" union all ", sums)));
    }

    internal async Task<IReadOnlyList<string>> TextsAsync(string sql)
    {
        await using var command = _super.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var texts = new List<string>();
        while (await reader.ReadAsync(Ct)) texts.Add(reader.GetString(0));
        return texts;
    }

    static async Task<TestDatabase> MakeTemplateAsync() => await (await TestCluster.SharedAsync()).CreateTemplateAsync(async (database, ct) =>
    {
        await Schema.MigrateAsync(database.OwnerConnectionString, new DatabaseRoles("reviews_app", "reviews_log"), always: true, ct);
    });
}

sealed record OtherHost(WebApplication Host, Uri Address, Client Manager) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>A clock that stands still until a test moves it.</summary>
sealed class SettableClock(Instant now) : IClock
{
    internal Instant Now { get; set; } = now;

    public Instant GetCurrentInstant() => Now;
}
