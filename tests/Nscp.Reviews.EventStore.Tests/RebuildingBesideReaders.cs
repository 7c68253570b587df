using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Promise 6: readers are never held up, and the tables stay what they were.</summary>
public class RebuildingBesideReaders(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    const string Guards =
        """
        select concat_ws(' ', c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relacl, c.relowner::regrole,
            (select string_agg(p.polname || pg_get_expr(p.polqual, p.polrelid), ',') from pg_policy p where p.polrelid = c.oid),
            (select string_agg(pg_get_constraintdef(k.oid), ',' order by k.conname) from pg_constraint k where k.conrelid = c.oid))
        from pg_class c where c.relname in ('ticket', 'ticket_note') order by 1
        """;

    static CancellationToken Ct => StoreDatabase.Ct;

    [Fact]
    public Task Neither_waits_for_a_long_select_nor_makes_others_wait_behind_it() => CheckReadersAsync(at => database.RebuildAsync(at));

    [Fact]
    public Task Leaves_row_security_and_grants_as_they_are() => CheckGuardsAsync(at => database.RebuildAsync(at));

    [Fact]
    public Task Catches_a_rebuild_whose_renaming_waits_for_a_reader() => CatchesRenamingAsync((tests, renaming) => tests.CheckReadersAsync(renaming));

    [Fact]
    public Task Catches_a_rebuild_whose_renaming_loses_the_guards() => CatchesRenamingAsync((tests, renaming) => tests.CheckGuardsAsync(renaming));

    [Fact]
    public async Task Shows_the_shadow_to_nobody_else()
    {
        var refusals = 0;
        await database.OpenTicketAsync("shadow");
        await database.RebuildAsync(Rebuilders.Once(RebuildPhase.CatchingUp, async () =>
        {
            var shadows = await database.TextsAsync("select oid::regclass::text from pg_class where relnamespace = 'es_shadow'::regnamespace and relkind = 'r'");
            shadows.Count.ShouldBe(5);
            foreach (var shadow in shadows)
            {
                var refused = await Should.ThrowAsync<PostgresException>(() => StoreDatabase.TextsAsync(database.Application, $"select count(*) from {shadow}"));
                refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
                refusals++;
            }
        }));
        refusals.ShouldBe(5);
    }

    [Fact]
    public async Task Touches_nothing_but_the_tables_it_was_given()
    {
        await database.OpenTicketAsync("others", Tickets.Noted("a"));
        var before = await OtherTablesAsync();
        before.Count.ShouldBeGreaterThan(4);
        await database.ExecuteAsync("update ticket set notes = 99");
        await database.RebuildAsync(Rebuilders.Nothing);
        (await OtherTablesAsync()).ShouldBe(before);
        await database.ShouldBeRightAsync();
    }

    [Fact]
    public async Task Is_refused_while_another_is_at_work_over_the_same_table()
    {
        await database.OpenTicketAsync("twice", Tickets.Noted("a"));
        await database.RebuildAsync(Rebuilders.Once(RebuildPhase.Building, async () =>
        {
            var refused = await Should.ThrowAsync<RebuildException>(() => database.RebuildAsync(Rebuilders.Nothing, tables: [Tickets.Note]));
            refused.Message.ShouldBe("ticket_note is being rebuilt already. Wait until that has ended.");
        }), tables: Rebuilders.Tables);
        await database.RebuildAsync(Rebuilders.Once(RebuildPhase.Building, () => database.RebuildAsync(Rebuilders.Nothing, tables: [Tickets.Note])), tables: [Tickets.Ticket]);
        await database.ShouldBeRightAsync();
    }

    [Theory]
    [InlineData("lock table ticket_note in row exclusive mode")]
    [InlineData("select * from ticket for update")]
    public async Task Gives_up_and_says_so_when_a_table_is_never_free(string hold)
    {
        await database.OpenTicketAsync("busy", Tickets.Noted("a"));
        await database.ExecuteAsync("update ticket set notes = 99");
        var live = await database.LiveRowsAsync();
        await using (var busy = await database.Super.OpenConnectionAsync(Ct))
        {
            await using var holding = await busy.BeginTransactionAsync(Ct);
            await busy.RunAsync(hold, Ct);
            var refused = await Should.ThrowAsync<RebuildException>(() => database.RebuildAsync(Rebuilders.Nothing, tries: 2));
            refused.Message.ShouldContain("ticket, ticket_note");
            (await database.LiveRowsAsync()).ShouldBe(live);
        }
        await database.RebuildAsync(Rebuilders.Nothing);
        await database.ShouldBeRightAsync();
    }

    [Fact]
    public async Task Mends_rows_that_exchanged_a_unique_value()
    {
        await database.OpenTicketAsync("exchange", Tickets.Noted("a"));
        await database.OpenTicketAsync("exchange", Tickets.Noted("b"));
        await database.ExecuteAsync(
            """
            create temporary table was as select * from ticket where tenant_id = 'exchange';
            update ticket set number = number || '-away' where tenant_id = 'exchange';
            update ticket t set number = w.number from was w where t.tenant_id = 'exchange' and w.stream_id <> t.stream_id;
            """);
        await database.RebuildAsync(Rebuilders.Nothing);
        await database.ShouldBeRightAsync();
    }

    [Fact]
    public async Task Is_refused_when_two_streams_claim_one_key()
    {
        await using var own = new StoreDatabase();
        await own.InitializeAsync();
        await own.OpenTicketAsync("claims");
        await own.OpenTicketAsync("claims");
        var live = await own.LiveRowsAsync();
        var both = new RebuildRequest([Tickets.Ticket], stream => [.. Tickets.Rows(stream).Select(row => new ProjectionRow(row.Table, [row.Values[0], Guid.Empty, .. row.Values.Skip(2)]))], "1");

        (await Should.ThrowAsync<PostgresException>(() => Rebuild.RunAsync(own.Log, both, null, Ct))).SqlState.ShouldBe(PostgresErrorCodes.UniqueViolation);

        (await own.LiveRowsAsync()).ShouldBe(live);
    }

    // In a database of its own: what it leaves is of no use to the other tests.
    static async Task CatchesRenamingAsync(Func<RebuildingBesideReaders, Rebuilder, Task> check)
    {
        await using var own = new StoreDatabase();
        await own.InitializeAsync();
        await Assert.ThrowsAsync<ShouldAssertException>(() => check(new RebuildingBesideReaders(own), new NaiveRebuilds(own).ByRenamingAsync));
    }

    async Task CheckReadersAsync(Rebuilder rebuild)
    {
        await database.OpenTicketAsync("readers", Tickets.Noted("a"));
        await database.ExecuteAsync("update ticket set notes = 99");
        await using var reader = await database.Super.OpenConnectionAsync(Ct);
        await using var reading = await reader.BeginTransactionAsync(Ct);
        await reader.RunAsync("select * from ticket, ticket_note", Ct);

        var rebuilding = Task.Run(() => rebuild(async phase =>
        {
            // Not even between the lock and the commit: the old rows are there to read.
            (await StoreDatabase.TextsAsync(database.Log, "select bool_and(notes = 99) from ticket")).ShouldBe([$"{phase is not RebuildPhase.Done}"]);
        }), Ct);
        var first = await Task.WhenAny(rebuilding, database.WaitForBlockedAsync(1));
        await reading.RollbackAsync(Ct);
        await rebuilding;
        first.ShouldBe(rebuilding, "it waits for a reader, and other readers would wait behind it");
        await database.ShouldBeRightAsync();
    }

    async Task CheckGuardsAsync(Rebuilder rebuild)
    {
        await database.OpenTicketAsync("mine");
        await database.OpenTicketAsync("theirs");
        var guards = await database.TextsAsync(Guards);
        await database.ExecuteAsync("update ticket set notes = 99");

        await rebuild(Rebuilders.Nothing);

        (await database.TextsAsync(Guards)).ShouldBe(guards);
        (await StoreDatabase.TextsAsync(database.Application, "select tenant_id from ticket")).ShouldBeEmpty();
        await using var connection = await database.Application.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await connection.RunAsync("select set_config('es.tenant', 'mine', true)", Ct);
        await using var seen = new NpgsqlCommand("select string_agg(distinct tenant_id, ' ') from ticket", connection);
        (await seen.ExecuteScalarAsync(Ct)).ShouldBe("mine");
    }

    async Task<IReadOnlyList<string>> OtherTablesAsync()
    {
        var tables = await database.TextsAsync("select tablename from pg_tables where schemaname = 'public' and tablename not in ('ticket', 'ticket_note') order by 1");
        var contents = new List<string>();
        foreach (var table in tables)
            contents.AddRange(await database.TextsAsync($"select '{table} ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, ' ' order by t::text)), '') from {table} t"));
        return contents;
    }
}
