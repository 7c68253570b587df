using Npgsql;

namespace Nscp.Reviews.Record.Tests;

/// <summary>Promise 3: events, documents and command record are stored together or not at all.</summary>
public class AppendingAllOrNothing(RecordDatabase database) : IClassFixture<RecordDatabase>
{
    /// <summary>Saves what <see cref="Cases"/> makes of these facts, by whatever means.</summary>
    delegate Task<SaveOutcome> Saving(string tenant, CaseSession session, ToSave save, CancellationToken ct);

    [Fact]
    public Task Stores_nothing_when_the_reference_is_another_case_s() => CheckClashAsync(OursAsync);

    [Fact]
    public async Task Catches_a_store_that_saves_twice_when_the_reference_is_taken() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckClashAsync(EventsFirstAsync));

    /// <summary>It met the key after it had read: somebody recorded under it meanwhile, in another stream.</summary>
    [Fact]
    public async Task Stores_nothing_when_the_command_record_clashes()
    {
        var tenant = Cases.NewTenant();
        await using var late = await database.Sessions.OpenAsync(tenant, Cases.ByReference("24-2"), Cases.Key("k"), RecordDatabase.Ct);
        await using (var first = await database.Sessions.OpenAsync(tenant, Cases.ByReference("24-1"), Cases.Key("k"), RecordDatabase.Ct))
            await first.SaveAsync(Opening(first, tenant, "24-1"), RecordDatabase.Ct);
        var stored = await database.EverythingAsync(tenant);

        (await late.SaveAsync(Opening(late, tenant, "24-2"), RecordDatabase.Ct)).ShouldBe(SaveOutcome.Overtaken);
        (await database.EverythingAsync(tenant)).ShouldBe(stored);
    }

    /// <summary>Whoever decided on the list of bank holidays that was in force before.</summary>
    [Fact]
    public async Task Stores_nothing_when_another_list_of_bank_holidays_came_into_force()
    {
        var tenant = Cases.NewTenant();
        await using var late = await database.Sessions.OpenAsync(tenant, Cases.ByReference("24-1"), Cases.Key("k"), RecordDatabase.Ct);
        await database.ExecuteAsync("insert into mt_doc_calendar (id, data, revision) values ('2', '{}', 2)");
        try
        {
            (await late.SaveAsync(Opening(late, tenant, "24-1"), RecordDatabase.Ct)).ShouldBe(SaveOutcome.Overtaken);
        }
        finally
        {
            await database.ExecuteAsync("delete from mt_doc_calendar");
        }
        (await database.EverythingAsync(tenant)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("mt_streams")]
    [InlineData("mt_events")]
    [InlineData("mt_doc_case")]
    [InlineData("mt_doc_reference")]
    [InlineData("mt_doc_words")]
    [InlineData("mt_doc_clock")]
    [InlineData("mt_doc_command")]
    public Task Stores_nothing_when_one_of_its_tables_refuses_a_row(string table) => CheckRefusedAsync(OursAsync, table);

    [Theory]
    [InlineData("mt_doc_case")]
    [InlineData("mt_doc_command")]
    public async Task Catches_a_store_that_saves_twice_when_a_table_refuses_a_row(string table) =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckRefusedAsync(EventsFirstAsync, table));

    [Fact]
    public Task Stores_nothing_when_the_backend_is_killed_half_way() => CheckKilledAsync(OursAsync);

    [Fact]
    public async Task Catches_a_store_that_saves_twice_when_the_backend_is_killed() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckKilledAsync(EventsFirstAsync));

    [Fact]
    public async Task Stores_nothing_when_it_is_cancelled_half_way()
    {
        var tenant = Cases.NewTenant();
        await using var session = await database.Sessions.OpenAsync(tenant, Cases.ByReference("24-1"), Cases.Key("k"), RecordDatabase.Ct);
        await using var held = await HoldReferenceAsync(tenant);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(RecordDatabase.Ct);

        var saving = session.SaveAsync(Opening(session, tenant, "24-1"), cancel.Token);
        await database.WaitForBlockedAsync(1);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => saving);
        // Closing rolls its transaction back.
        await held.CloseAsync();
        (await database.EverythingAsync(tenant)).ShouldBeEmpty();
    }

    /// <summary>Two cases that take each other's reference stand in each other's way: one of them is told to look again.</summary>
    [Fact]
    public async Task Is_told_to_read_again_by_a_deadlock()
    {
        var tenant = Cases.NewTenant();
        var (first, second) = (await database.OpenAsync(tenant, "24-1"), await database.OpenAsync(tenant, "24-2"));
        await using var session = await database.Sessions.OpenAsync(tenant, new StreamAddress.ById(first), null, RecordDatabase.Ct);
        // Only a superuser may wait longer than the save does before it looks for a ring.
        await using var holder = await database.Super.OpenConnectionAsync(RecordDatabase.Ct);
        await using var held = await holder.BeginTransactionAsync(RecordDatabase.Ct);
        await RunAsync(holder, $"set local deadlock_timeout = '1min'; update mt_doc_case set place = 'held' where tenant_id = '{tenant}' and id = '{second}'");
        var stored = await database.EverythingAsync(tenant);

        // It locks its stream, and then waits for the case that is held.
        var documents = new DocumentChanges([new CaseDocument(second, "taken", RegisteredCaseOf(tenant, session))], []);
        var saving = session.SaveAsync(new ToSave(typeof(Case), [CaseStream.ToRecord(new Entry(Cases.Envelope(2), Cases.Agreed("x")))], documents, null), RecordDatabase.Ct);
        await database.WaitForBlockedAsync(1);
        await RunAsync(holder, $"select pg_advisory_xact_lock(hashtextextended('{tenant} {first}', 0))");
        await held.RollbackAsync(RecordDatabase.Ct);

        (await saving).ShouldBe(SaveOutcome.Overtaken);
        (await database.EverythingAsync(tenant)).ShouldBe(stored);
    }

    static RegisteredCase RegisteredCaseOf(string tenant, CaseSession session) =>
        Documents.OfCase(tenant, session.Stream, CaseStream.History(session.Read.Events), Cases.World).OfType<CaseDocument>().Single().Listed;

    static ToSave Opening(CaseSession session, string tenant, string reference) =>
        Cases.Saving(session, tenant, Cases.Command(session, Cases.Key("k"), 2), Cases.Reported(reference), Cases.Agreed("a"));

    static Task<SaveOutcome> OursAsync(string tenant, CaseSession session, ToSave save, CancellationToken ct) => session.SaveAsync(save, ct);

    /// <summary>The events in one transaction, and what rests on them in the next.</summary>
    async Task<SaveOutcome> EventsFirstAsync(string tenant, CaseSession session, ToSave save, CancellationToken ct)
    {
        await using var naive = new Naive(database.ApplicationConnectionString, tenant);
        await using (var events = naive.Session(tenant))
        {
            events.Events.StartStream(save.StreamType, session.Stream, save.Facts.Select(one => one.Fact));
            await events.SaveChangesAsync(ct);
        }
        await using var rest = naive.Session(tenant);
        save.Documents.AddTo(rest);
        rest.Insert(save.Command!);
        try
        {
            await rest.SaveChangesAsync(ct);
            return SaveOutcome.Saved;
        }
        catch (JasperFx.DocumentAlreadyExistsException)
        {
            return SaveOutcome.ReferenceTaken;
        }
    }

    async Task CheckClashAsync(Saving save)
    {
        var tenant = Cases.NewTenant();
        // Read by its id: that the reference is taken shows only when it is saved.
        await using var session = await database.Sessions.OpenAsync(tenant, new StreamAddress.ById(Guid.CreateVersion7()), Cases.Key("k"), RecordDatabase.Ct);
        await database.OpenAsync(tenant);
        var stored = await database.EverythingAsync(tenant);

        (await save(tenant, session, Opening(session, tenant, "24-1"), RecordDatabase.Ct)).ShouldBe(SaveOutcome.ReferenceTaken);
        (await database.EverythingAsync(tenant)).ShouldBe(stored);
    }

    async Task CheckRefusedAsync(Saving save, string table)
    {
        var tenant = Cases.NewTenant();
        await database.ExecuteAsync(
            $$"""
            create or replace function refuses() returns trigger language plpgsql as $$begin raise exception 'no' using errcode = 'NO001'; end$$;
            create trigger refuses_{{tenant}} before insert or update on {{table}} for each row when (new.tenant_id = '{{tenant}}') execute function refuses()
            """);
        await using var session = await database.Sessions.OpenAsync(tenant, Cases.ByReference("24-1"), Cases.Key("k"), RecordDatabase.Ct);

        var fault = await Should.ThrowAsync<Exception>(() => save(tenant, session, Opening(session, tenant, "24-1"), RecordDatabase.Ct));

        Innermost(fault).ShouldBeOfType<PostgresException>().SqlState.ShouldBe("NO001");
        (await database.EverythingAsync(tenant)).ShouldBeEmpty();
    }

    // It has written its events when it waits for the reference that another transaction holds.
    async Task CheckKilledAsync(Saving save)
    {
        var tenant = Cases.NewTenant();
        await using var session = await database.Sessions.OpenAsync(tenant, Cases.ByReference("24-1"), Cases.Key("k"), RecordDatabase.Ct);
        await using var held = await HoldReferenceAsync(tenant);
        var saving = save(tenant, session, Opening(session, tenant, "24-1"), RecordDatabase.Ct);
        await database.WaitForBlockedAsync(1);
        await database.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");

        await Should.ThrowAsync<Exception>(() => saving);
        // Closing rolls its transaction back.
        await held.CloseAsync();
        (await database.EverythingAsync(tenant)).ShouldBeEmpty();
    }

    static Exception Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault;

    async Task<NpgsqlConnection> HoldReferenceAsync(string tenant)
    {
        var holder = await database.Super.OpenConnectionAsync(RecordDatabase.Ct);
        await holder.BeginTransactionAsync(RecordDatabase.Ct);
        await RunAsync(holder, $"insert into mt_doc_reference (tenant_id, id, data) values ('{tenant}', '24-1', '{{}}')");
        return holder;
    }

    static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(RecordDatabase.Ct);
    }
}
