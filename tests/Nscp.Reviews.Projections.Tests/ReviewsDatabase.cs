using Npgsql;
using Nscp.Reviews.Cluster;

namespace Nscp.Reviews.Projections.Tests;

/// <summary>A fresh database with the store's and the projections' schema, used as the application's role.</summary>
public sealed class ReviewsDatabase : IAsyncLifetime
{
    TestDatabase _database = null!;

    internal NpgsqlDataSource Owner { get; private set; } = null!;

    internal NpgsqlDataSource Log { get; private set; } = null!;

    internal NpgsqlDataSource Application { get; private set; } = null!;

    internal string ApplicationConnectionString => _database.AppConnectionString;

    internal Store Store { get; private set; } = null!;

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var cluster = await TestCluster.SharedAsync();
        _database = await cluster.CreateDatabaseAsync(cancellation: Ct);
        Owner = NpgsqlDataSource.Create(_database.OwnerConnectionString);
        Application = StoreDataSource.Create(_database.AppConnectionString);
        Log = NpgsqlDataSource.Create(_database.LogConnectionString);
        Store = new Store(_database.AppConnectionString, CalendarRevisions.InForceSql);
        await Migrations.ApplyAsync(Owner, new DatabaseRoles("reviews_app", "reviews_log"), [.. Migration.OfTheStore, .. ReviewsTables.Migrations], Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Log.DisposeAsync();
        await Application.DisposeAsync();
        await Owner.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Records a story as the product does: event by event, each with the difference that it makes to the rows.</summary>
    internal async Task<Guid> RecordAsync(Story story, string tenant = Story.Tenant)
    {
        var stream = Guid.CreateVersion7();
        var history = CaseHistory.Empty;
        foreach (var entry in story.Entries)
        {
            var after = history.With([entry]);
            (await AppendAsync(tenant, stream, history, after)).ShouldBeOfType<AppendOutcome.Appended>();
            history = after;
        }
        return stream;
    }

    internal async Task<AppendOutcome> AppendAsync(string tenant, Guid stream, CaseHistory before, CaseHistory after) => await Store.AppendAsync(
        new Append(
            tenant, stream, CaseStream.Type, (await Store.ReadAsync(tenant, new StreamAddress.ById(stream), null, Ct)).Expected,
            [.. after.AsRecorded.Skip(before.AsRecorded.Count).Select(CaseStream.ToStore)], null,
            CaseRows.Changes(tenant, stream, before, after, Story.World)),
        Ct);

    internal async Task RecordAsync(params PartnershipEntry[] entries)
    {
        await Store.AppendAsync(
            new Append(
                Story.Tenant, PartnershipStream.Id, PartnershipStream.Type, new ExpectedVersion.MustNotExist(), [.. entries.Select(PartnershipStream.ToStore)], null,
                RowChanges.Between([], PartnershipRows.Of(Story.Tenant, entries, Story.World))),
            Ct);
    }

    /// <summary>Every row of every read table, as text.</summary>
    internal async Task<IReadOnlyList<string>> RowsAsync()
    {
        var rows = new List<string>();
        foreach (var table in ReviewsTables.All)
            rows.AddRange(await TextsAsync($"select '{table.Name} ' || t::text from {table.Name} t order by 1"));
        return rows;
    }

    internal async Task<IReadOnlyList<string>> TextsAsync(string sql)
    {
        await using var command = Log.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var texts = new List<string>();
        while (await reader.ReadAsync(Ct)) texts.Add(reader.GetString(0));
        return texts;
    }
}
