using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Nscp.Reviews.Record.Tests;

/// <summary>Promise 10: a connection sees the rows of the partnership that it named when it started, and of no other; one that named none sees nothing.</summary>
public class KeepingTenantsApart(RecordDatabase database) : IClassFixture<RecordDatabase>
{
    const string Named = "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace";

    // But for where a follower began, which is nothing of the partnership's and not for the application. The calendar is everybody's, and has no tenant.
    const string Bound = $"{Named} and c.relname <> 'mt_event_projection_floors' order by 1";

    [Fact]
    public async Task Binds_every_table_that_holds_a_partnership_s_data()
    {
        (await database.TextsAsync($"{Bound}")).ShouldBe(
            ["case_reading", "mt_doc_case", "mt_doc_clock", "mt_doc_command", "mt_doc_recommendation", "mt_doc_reference", "mt_doc_words", "mt_events", "mt_streams"]);
        (await database.TextsAsync($"select relname from pg_class where relname in ({Bound}) and not (relrowsecurity and relforcerowsecurity)")).ShouldBeEmpty();
        // A second policy would let more rows through. The one exception is the owner's, for the search.
        (await database.TextsAsync("select tablename || ' ' || policyname || ' ' || cmd || ' ' || roles::text from pg_policies order by 1")).ShouldBe(
        [
            "case_reading own_tenant ALL {public}", "mt_doc_case marten_tenant_isolation ALL {public}", "mt_doc_clock marten_tenant_isolation ALL {public}",
            "mt_doc_command marten_tenant_isolation ALL {public}", "mt_doc_recommendation marten_tenant_isolation ALL {public}", "mt_doc_reference marten_tenant_isolation ALL {public}",
            "mt_doc_words marten_tenant_isolation ALL {public}", "mt_doc_words searched_by_owner SELECT {reviews_owner}", "mt_events own_tenant ALL {public}", "mt_streams own_tenant ALL {public}",
        ], ignoreOrder: true);
        // Once in a statement, and not once a row.
        (await database.TextsAsync("select count(*) from pg_policies where qual not like '%( SELECT %current_setting(%' and policyname <> 'searched_by_owner'")).ShouldBe(["0"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Shows_nothing_to_a_connection_that_names_no_partnership(bool reset) => CheckUnnamedAsync(database, reset);

    /// <summary>It has worked for a partnership before, which somebody named for the session: a reset takes that away, and without one it stays.</summary>
    [Fact]
    public async Task Takes_back_what_was_named_for_a_session_when_its_connection_is_returned()
    {
        var tenant = await WithRowsAsync(database);
        await CheckNothingStaysAsync(tenant, reset: true);
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckNothingStaysAsync(tenant, reset: false));
    }

    /// <summary>The product's own pools name the partnership at the start of a connection: returned and reset, or not, it has the same.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Shows_a_partnership_all_of_its_own_and_nothing_else_on_every_connection(bool reset)
    {
        var tenants = new[] { await WithRowsAsync(database), await WithRowsAsync(database) };
        await using var sources = new TenantSources(Application(database, reset));
        for (var round = 0; round < 20; round++)
        {
            var tenant = tenants[round % 2];
            foreach (var table in await database.TextsAsync(Bound))
                (await RecordDatabase.TextsAsync(sources.Of(tenant), $"select distinct tenant_id from {table}")).ShouldBe(table is "mt_doc_recommendation" ? [] : [tenant], table);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("ANOTHER")]
    [InlineData("*DEFAULT*")]
    public Task Shows_nothing_of_a_partnership_to_another(string other) => CheckAnotherAsync(database, other);

    [Theory]
    [InlineData("insert into mt_streams (tenant_id, id, version) values ('VICTIM', gen_random_uuid(), 1)")]
    [InlineData("insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id) values (0, gen_random_uuid(), gen_random_uuid(), 1, '{}', 'x', now(), 'VICTIM')")]
    [InlineData("insert into mt_doc_reference (tenant_id, id, data) values ('VICTIM', '24-1', '{}')")]
    [InlineData("insert into mt_doc_command (tenant_id, id, data) values ('VICTIM', 'x', '{}')")]
    [InlineData("insert into case_reading (tenant_id, stream_id, read_at, reader_id, reader_name, reader_role, reader_display_role, reader_organisation, reading, details, correlation_id) values ('VICTIM', gen_random_uuid(), now(), '', '', '', '', '', '', '{}', '')")]
    [InlineData("update mt_doc_case set tenant_id = 'VICTIM'")]
    [InlineData("update mt_doc_clock set tenant_id = 'VICTIM'")]
    public async Task Lets_nobody_write_for_another_partnership(string sql)
    {
        var tenant = await WithRowsAsync(database);
        await using var source = TenantSources.Create(database.ApplicationConnectionString, tenant);

        (await Should.ThrowAsync<PostgresException>(() => RecordDatabase.TextsAsync(source, sql))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    /// <summary>The same id in two partnerships is two streams, and the same reference two cases.</summary>
    [Fact]
    public async Task Keeps_the_same_stream_id_and_the_same_reference_of_two_partnerships_apart()
    {
        var (one, other, stream) = (Cases.NewTenant(), Cases.NewTenant(), Guid.CreateVersion7());
        foreach (var tenant in (string[])[one, other])
        {
            await using var session = await database.Sessions.OpenAsync(tenant, new StreamAddress.ById(stream), Cases.Key("k"), RecordDatabase.Ct);
            (await session.SaveAsync(Cases.Saving(session, tenant, Cases.Command(session, Cases.Key("k"), 2), Cases.Reported("24-1"), Cases.Agreed($"of {tenant}")), RecordDatabase.Ct)).ShouldBe(SaveOutcome.Saved);
        }

        foreach (var tenant in (string[])[one, other])
        {
            await using var session = await database.Sessions.OpenAsync(tenant, Cases.ByReference("24-1"), Cases.Key("k"), RecordDatabase.Ct);
            CaseStream.History(session.Read.Events).AsRecorded[1].Fact.ShouldBe(Cases.Agreed($"of {tenant}"));
        }
    }

    /// <summary>Two partnerships read at once, each its own case under the same reference, by the same host.</summary>
    [Fact]
    public async Task Never_shows_one_s_to_the_other_however_they_are_interleaved()
    {
        string[] tenants = [Cases.NewTenant(), Cases.NewTenant()];
        foreach (var tenant in tenants) await database.OpenAsync(tenant, "24-1", Cases.Agreed($"of {tenant}"));

        await Parallel.ForEachAsync(Enumerable.Range(0, 1_000), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = RecordDatabase.Ct }, async (i, ct) =>
        {
            var tenant = tenants[i % 2];
            if (i % 4 < 2)
            {
                await using var session = await database.Sessions.OpenAsync(tenant, Cases.ByReference("24-1"), null, ct);
                ((CaseEvent.ImmediateActionAgreed)CaseStream.History(session.Read.Events).AsRecorded[1].Fact).Action.Value.ShouldBe($"of {tenant}");
            }
            else
            {
                // What the query asks for is no partnership's: row security alone keeps them apart.
                (await database.Sessions.AskAsync(tenant, session => session.Query<ClockDocument>().Where(one => one.AnyTenant()).Select(one => one.Partnership).Distinct().ToListAsync(ct), ct)).ShouldBe([tenant]);
            }
        });
    }

    /// <summary>A session as Marten gives it to whoever asks for one: on the host's own source, which names no partnership.</summary>
    [Fact]
    public async Task Is_an_error_for_a_session_that_names_no_partnership()
    {
        await WithRowsAsync(database);
        await using var host = RecordDatabase.Host(database.ApplicationConnectionString);
        await using var session = host.Services.GetRequiredService<IDocumentStore>().QuerySession();

        var told = await Should.ThrowAsync<Exception>(() => session.Query<CaseDocument>().Where(one => one.AnyTenant()).ToListAsync(RecordDatabase.Ct));

        (told as PostgresException ?? told.InnerException).ShouldBeOfType<PostgresException>().SqlState.ShouldBe(PostgresErrorCodes.UndefinedObject);
    }

    [Fact]
    public async Task Catches_a_store_whose_queries_alone_keep_partnerships_apart()
    {
        await using var naive = new RecordDatabase();
        await naive.InitializeAsync();
        await naive.ExecuteAsync(string.Concat((await naive.TextsAsync(Bound)).Select(table => $"alter table {table} disable row level security;")));
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckUnnamedAsync(naive, reset: true));
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckAnotherAsync(naive, "ANOTHER"));
    }

    [Fact]
    public async Task Binds_the_owner_and_spares_the_log_role()
    {
        var tenant = await WithRowsAsync(database);

        (await RecordDatabase.TextsAsync(database.Owner, "select count(*) from mt_events")).ShouldBe(["0"]);
        (await RecordDatabase.TextsAsync(database.Log, $"select count(*) from mt_events where tenant_id = '{tenant}'")).ShouldBe(["1"]);
    }

    static async Task<string> WithRowsAsync(RecordDatabase database)
    {
        var tenant = Cases.NewTenant();
        await using var session = await database.Sessions.OpenAsync(tenant, Cases.ByReference("24-1"), Cases.Key("k"), RecordDatabase.Ct);
        (await session.SaveAsync(Cases.Saving(session, tenant, Cases.Command(session, Cases.Key("k"), 1), Cases.Reported("24-1")), RecordDatabase.Ct)).ShouldBe(SaveOutcome.Saved);
        await database.ExecuteAsync(
            $"insert into case_reading (tenant_id, stream_id, read_at, reader_id, reader_name, reader_role, reader_display_role, reader_organisation, reading, details, correlation_id) values ('{tenant}', '{session.Stream}', now(), '', '', '', '', '', '', '{{}}', '')");
        return tenant;
    }

    // One connection, so that whatever stays on it is met again.
    static string Application(RecordDatabase database, bool reset) =>
        new NpgsqlConnectionStringBuilder(database.ApplicationConnectionString) { MaxPoolSize = 1, NoResetOnClose = !reset }.ConnectionString;

    static async Task CheckUnnamedAsync(RecordDatabase database, bool reset)
    {
        await WithRowsAsync(database);
        await using var source = TenantSources.Create(Application(database, reset), tenant: null);
        foreach (var table in await database.TextsAsync(Bound)) await SeesNothingAsync(source, table);
    }

    async Task CheckNothingStaysAsync(string tenant, bool reset)
    {
        await using var source = TenantSources.Create(Application(database, reset), tenant: null);
        await RecordDatabase.TextsAsync(source, $"select set_config('es.tenant', '{tenant}', false)");
        foreach (var table in await database.TextsAsync(Bound)) await SeesNothingAsync(source, table);
    }

    static async Task CheckAnotherAsync(RecordDatabase database, string other)
    {
        await WithRowsAsync(database);
        await using var source = TenantSources.Create(database.ApplicationConnectionString, tenant: null);
        foreach (var table in await database.TextsAsync(Bound))
        {
            await using var connection = await source.OpenConnectionAsync(RecordDatabase.Ct);
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new($"select set_config('es.tenant', '{other}', true)"), new($"select count(*) from {table}") } };
            await using var reader = await batch.ExecuteReaderAsync(RecordDatabase.Ct);
            await reader.NextResultAsync(RecordDatabase.Ct);
            await reader.ReadAsync(RecordDatabase.Ct);
            reader.GetInt64(0).ShouldBe(0, table);
        }
    }

    /// <summary>No row, or that nobody was named; and nothing else.</summary>
    static async Task SeesNothingAsync(NpgsqlDataSource source, string table)
    {
        try
        {
            (await RecordDatabase.TextsAsync(source, $"select count(*) from {table}")).ShouldBe(["0"], table);
        }
        catch (PostgresException unnamed)
        {
            unnamed.SqlState.ShouldBe(PostgresErrorCodes.UndefinedObject, table);
        }
    }
}
