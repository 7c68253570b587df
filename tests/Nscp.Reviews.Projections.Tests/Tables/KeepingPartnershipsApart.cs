using Marten;
using Npgsql;
using Nscp.Reviews.Api.Storage;
using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;

namespace Nscp.Reviews.Projections.Tests.Tables;

/// <summary>The application's role, with plain SQL and so without Marten's own filter, sees the documents of the partnership that its connection names.</summary>
public sealed class KeepingPartnershipsApart(ReviewsDatabase database) : IClassFixture<ReviewsDatabase>, IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        if ((await database.TextsAsync("select count(*) from mt_doc_case"))[0] != "0") return;
        await database.RecordAsync(Stories.Rn19(), "HERE");
        await database.RecordAsync(Stories.Incident("50-1", "2024-05-01"), "THERE");
        foreach (var tenant in (string[])["HERE", "THERE"])
        {
            var command = new CommandRecord("key", "digest", Guid.Empty, 1, 1, Instant.FromUtc(2024, 5, 1, 12, 0));
            (await database.SaveAsync(tenant, Guid.CreateVersion7(), new ToSave(typeof(Case), [], DocumentChanges.None, command))).ShouldBe(SaveOutcome.Saved);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Lets_each_see_its_own_of_every_kind_and_nothing_of_anothers()
    {
        foreach (var table in await TablesAsync())
        {
            (await SeenAsync(database.Sessions.SourceOf("HERE"), table)).ShouldBe(["HERE"], table);
            if (table != "mt_doc_recommendation") (await SeenAsync(database.Sessions.SourceOf("THERE"), table)).ShouldBe(["THERE"], table);
            (await SeenAsync(database.Sessions.SourceOf("NEITHER"), table)).ShouldBeEmpty(table);
            (await SeenAsync(database.Sessions.SourceOf("%"), table)).ShouldBeEmpty(table);
        }
    }

    /// <summary>On a connection that never named one the setting is not known; on one that had one for a transaction it is empty.</summary>
    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task Shows_nothing_while_no_partnership_is_named(bool isReset)
    {
        foreach (var table in await TablesAsync())
        {
            await using var connection = new NpgsqlConnection($"{database.ApplicationConnectionString};Pooling=false");
            await connection.OpenAsync(Ct);
            if (isReset) await RunAsync(connection, "begin; set local es.tenant = 'HERE'; rollback");
            if (isReset) (await SeenAsync(connection, table)).ShouldBeEmpty(table);
            else (await Should.ThrowAsync<PostgresException>(() => SeenAsync(connection, table))).SqlState.ShouldBe(PostgresErrorCodes.UndefinedObject, table);
        }
    }

    /// <summary>A pool of one connection for each partnership, in turn: what one did is nothing to the next, whether or not the pool resets.</summary>
    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task Holds_for_pooled_connections_whether_they_are_reset_or_not(bool reset)
    {
        await using var sources = new TenantSources($"{database.ApplicationConnectionString};Maximum Pool Size=1;No Reset On Close={!reset}");
        foreach (var table in await TablesAsync())
        {
            foreach (var tenant in (string[])["HERE", "NEITHER", "HERE", "NEITHER"])
                (await SeenAsync(sources.Of(tenant), table)).ShouldBe(tenant == "HERE" ? ["HERE"] : [], $"{table} for {tenant}");
        }
    }

    /// <summary>Why the partnership stands in the options with which a connection starts, and is never set by a statement.</summary>
    [Fact]
    public async Task Would_not_hold_for_a_partnership_that_a_statement_sets_where_the_pool_does_not_reset()
    {
        await using var source = NpgsqlDataSource.Create($"{database.ApplicationConnectionString};Maximum Pool Size=1;No Reset On Close=true");
        await using (var first = await source.OpenConnectionAsync(Ct)) await RunAsync(first, "select set_config('es.tenant', 'HERE', false)");
        (await SeenAsync(source, "mt_doc_case")).ShouldBe(["HERE"], "whom nobody named");
    }

    [Fact]
    public async Task Refuses_to_write_for_another()
    {
        foreach (var table in await TablesAsync())
        {
            await using var connection = await database.Sessions.SourceOf("HERE").OpenConnectionAsync(Ct);
            (await Should.ThrowAsync<PostgresException>(() => RunAsync(connection, $"insert into {table} select (jsonb_populate_record(d, '{{\"tenant_id\": \"THERE\"}}')).* from {table} d limit 1")))
                .SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, table);
            (await Should.ThrowAsync<PostgresException>(() => RunAsync(connection, $"update {table} set tenant_id = 'THERE'"))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, table);
        }
        (await database.TextsAsync("select tenant_id::text from mt_doc_case order by 1")).ShouldBe(["HERE", "THERE"]);
    }

    [Fact]
    public async Task Holds_though_Marten_is_asked_for_every_partnerships() =>
        (await database.AskAsync("THERE", session => session.Query<CaseDocument>().Where(one => one.AnyTenant()).ToListAsync(Ct))).Select(one => one.Listed.Reference).ShouldBe(["50-1"]);

    [Fact]
    public async Task Binds_every_table_of_partnerships_that_the_application_reads() =>
        (await database.TextsAsync(
            """
            select relname::text from pg_class join pg_attribute on attrelid = pg_class.oid
            where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and attname = 'tenant_id' and not (relrowsecurity and relforcerowsecurity)
                and has_table_privilege('reviews_app', pg_class.oid, 'select') order by 1
            """)).ShouldBeEmpty();

    /// <summary>Of every kind of document that belongs to a partnership and that the application reads.</summary>
    async Task<IReadOnlyList<string>> TablesAsync()
    {
        var tables = await database.TextsAsync(
            """
            select relname::text from pg_class join pg_attribute on attrelid = pg_class.oid
            where relname like 'mt\_doc\_%' and relkind = 'r' and attname = 'tenant_id' and has_table_privilege('reviews_app', pg_class.oid, 'select') order by 1
            """);
        tables.ShouldBe(["mt_doc_case", "mt_doc_clock", "mt_doc_command", "mt_doc_recommendation", "mt_doc_reference", "mt_doc_words"]);
        return tables;
    }

    static async Task<IReadOnlyList<string>> SeenAsync(NpgsqlDataSource by, string table) => await TextsAsync(by, $"select distinct tenant_id::text from {table} order by 1");

    static async Task<IReadOnlyList<string>> SeenAsync(NpgsqlConnection by, string table)
    {
        await using var command = new NpgsqlCommand($"select distinct tenant_id::text from {table} order by 1", by);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var texts = new List<string>();
        while (await reader.ReadAsync(Ct)) texts.Add(reader.GetString(0));
        return texts;
    }

    static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
