using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Nscp.Reviews.Api;
using Nscp.Reviews.Api.Storage;
using Nscp.Reviews.Cluster;

namespace Nscp.Reviews.Projections.Tests;

/// <summary>A fresh database with the product's schema, used as the application's role.</summary>
public sealed class ReviewsDatabase : IAsyncLifetime
{
    static readonly Lazy<Task<TestDatabase>> Template = new(MakeTemplateAsync);

    TestDatabase _database = null!;
    TenantSources _sources = null!;
    DocumentStore _store = null!;

    internal NpgsqlDataSource Owner { get; private set; } = null!;

    internal NpgsqlDataSource Log { get; private set; } = null!;

    /// <summary>The application's role while it names no partnership.</summary>
    internal NpgsqlDataSource Nobody { get; private set; } = null!;

    internal string ApplicationConnectionString => _database.AppConnectionString;

    internal string LogConnectionString => _database.LogConnectionString;

    internal string SuperuserConnectionString => _database.SuperuserConnectionString;

    internal Sessions Sessions { get; private set; } = null!;

    /// <summary>The log role's, which row security does not bind.</summary>
    internal DocumentStore LogStore { get; private set; } = null!;

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var template = await Template.Value;
        _database = await (await TestCluster.SharedAsync()).CreateDatabaseAsync(template, Ct);
        Owner = NpgsqlDataSource.Create(_database.OwnerConnectionString);
        Nobody = TenantSources.Create(_database.AppConnectionString, tenant: null);
        Log = TenantSources.Create(_database.LogConnectionString, tenant: null);
        _sources = new TenantSources(_database.AppConnectionString);
        _store = Store(Nobody);
        LogStore = Store(Log);
        Sessions = new Sessions(_store, _sources);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await LogStore.DisposeAsync();
        await _sources.DisposeAsync();
        await Log.DisposeAsync();
        await Nobody.DisposeAsync();
        await Owner.DisposeAsync();
        await _database.DisposeAsync();
    }

    internal Task<T> AskAsync<T>(string tenant, Func<IQuerySession, Task<T>> ask) => Sessions.AskAsync(tenant, ask, Ct);

    /// <summary>Records a story as the product does: event by event, each with the difference that it makes to the documents.</summary>
    internal async Task<Guid> RecordAsync(Story story, string tenant = Story.Tenant, World? world = null)
    {
        var (stream, history) = (Guid.CreateVersion7(), CaseHistory.Empty);
        foreach (var entry in story.Entries)
        {
            var after = history.With([entry]);
            (await SaveAsync(tenant, stream, history, after, world)).ShouldBe(SaveOutcome.Saved);
            history = after;
        }
        return stream;
    }

    internal Task<SaveOutcome> SaveAsync(string tenant, Guid stream, CaseHistory before, CaseHistory after, World? world = null)
    {
        var changes = DocumentChanges.Between(Documents.OfCase(tenant, stream, before, world ?? Story.World), Documents.OfCase(tenant, stream, after, world ?? Story.World));
        return SaveAsync(tenant, stream, new ToSave(typeof(Case), [.. after.AsRecorded.Skip(before.AsRecorded.Count).Select(CaseStream.ToRecord)], changes, null));
    }

    internal async Task<SaveOutcome> SaveAsync(string tenant, Guid stream, ToSave save)
    {
        await using var session = await Sessions.OpenAsync(tenant, new StreamAddress.ById(stream), null, Ct);
        return await session.SaveAsync(save, Ct);
    }

    internal async Task RecordAsync(params PartnershipEntry[] entries)
    {
        var changes = DocumentChanges.Between([], Documents.OfPartnership(Story.Tenant, entries, Story.World));
        (await SaveAsync(Story.Tenant, PartnershipStream.Id, new ToSave(typeof(Partnership), [.. entries.Select(PartnershipStream.ToRecord)], changes, null))).ShouldBe(SaveOutcome.Saved);
    }

    /// <summary>Accepts the shipped list of bank holidays again, under another number.</summary>
    internal Task<SaveOutcome> AcceptAsync(int revision) => SaveAsync(CalendarStream.Tenant, CalendarStream.Id, Acceptance(revision));

    internal static ToSave Acceptance(int revision)
    {
        var list = new CalendarList(CalendarList.Shipped.Provenance with { Revision = revision, Source = "GOV.UK" }, CalendarList.Shipped.Holidays);
        var envelope = new Story().On("2024-05-02", new SinReceivedByPartners()).Last.Envelope with { Id = Guid.NewGuid(), CalendarRevision = revision };
        var entry = new CalendarEntry(envelope, CalendarEvent.RevisionAccepted.Of(list));
        return new ToSave(typeof(Calendar), [CalendarStream.ToRecord(entry)], DocumentChanges.Between([], Documents.OfCalendar([entry])), null) { AcceptsNextCalendar = true };
    }

    /// <summary>Every document of every partnership, as text: what it says and the columns beside it, but not when Marten last wrote it.</summary>
    internal async Task<IReadOnlyList<string>> DocumentsAsync()
    {
        var documents = new List<string>();
        foreach (var table in await TextsAsync("select table_name::text from information_schema.tables where table_name like 'mt\\_doc\\_%' and table_schema = 'public' order by 1"))
            documents.AddRange(await TextsAsync($"select '{table} ' || (to_jsonb(t) - '{{mt_last_modified,mt_version}}'::text[])::text from {table} t order by 1"));
        return documents;
    }

    /// <summary>The documents of a partnership as they are read back, its own clocks and those of its cases.</summary>
    internal Task<IReadOnlyList<object>> ReadBackAsync(string tenant) => AskAsync<IReadOnlyList<object>>(tenant, async session =>
    [
        .. await session.Query<CaseDocument>().ToListAsync(Ct), .. await session.Query<ReferenceDocument>().ToListAsync(Ct), .. await session.Query<WordsDocument>().ToListAsync(Ct),
        .. await session.Query<ClockDocument>().ToListAsync(Ct), .. await session.Query<RecommendationDocument>().ToListAsync(Ct),
    ]);

    /// <summary>Makes the documents again as an operator does: the product's host, its log store, and Marten's own rebuild.</summary>
    internal async Task RebuildAsync()
    {
        await using var host = ReviewsHost.Build(
            ["--environment=Development", "--Authentication:Authority=https://issuer.invalid", $"--ConnectionStrings:Reviews={ApplicationConnectionString}", $"--ConnectionStrings:ReviewsLog={LogConnectionString}", "--Logging:LogLevel:Default=Error"]);
        using var daemon = await host.Services.GetRequiredService<ILogStore>().BuildProjectionDaemonAsync();
        await daemon.RebuildProjectionAsync(Rebuilding.Name, Ct);
    }

    /// <summary>As a superuser: what there is, whoever may see it.</summary>
    internal async Task<IReadOnlyList<string>> TextsAsync(string sql) => await TextsAsync(SuperuserConnectionString, sql);

    internal static async Task<IReadOnlyList<string>> TextsAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        return await TextsAsync(source, sql);
    }

    internal static async Task<IReadOnlyList<string>> TextsAsync(NpgsqlDataSource by, string sql)
    {
        await using var command = by.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var texts = new List<string>();
        while (await reader.ReadAsync(Ct)) texts.Add($"{reader.GetValue(0)}");
        return texts;
    }

    static DocumentStore Store(NpgsqlDataSource source) => DocumentStore.For(options =>
    {
        ReviewsStore.Configure(options, source);
        options.ConfigurePolly(_ => { });
        options.ConfigureWritePolly(_ => { });
    });

    static async Task<TestDatabase> MakeTemplateAsync() => await (await TestCluster.SharedAsync()).CreateTemplateAsync((database, ct) =>
        Schema.MigrateAsync(database.OwnerConnectionString, new DatabaseRoles("reviews_app", "reviews_log"), always: true, ct));
}
