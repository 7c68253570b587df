using JasperFx.Events;
using Npgsql;

namespace Nscp.Reviews.Record.Tests;

/// <summary>Promise 1: exactly one of racing writers wins, the others are told, and nothing of theirs is stored.</summary>
public class RacingForAVersion(RecordDatabase database) : IClassFixture<RecordDatabase>
{
    /// <summary>A writer that has read, and saves when it is told to.</summary>
    delegate Task<Func<Task<SaveOutcome>>> Writer(Race race, int number);

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(16)]
    public async Task Lets_exactly_one_win_on_a_new_stream(int writers)
    {
        for (var round = 0; round < Soak.Rounds(5); round++) await CheckAsync(OursAsync, writers, await NewStreamAsync());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(16)]
    public async Task Lets_exactly_one_win_on_a_stream_that_exists(int writers)
    {
        for (var round = 0; round < Soak.Rounds(5); round++) await CheckAsync(OursAsync, writers, await ExistingAsync(byReference: false));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(16)]
    public async Task Lets_exactly_one_win_on_a_case_found_by_its_reference(int writers)
    {
        for (var round = 0; round < Soak.Rounds(5); round++) await CheckAsync(OursAsync, writers, await ExistingAsync(byReference: true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lets_one_win_when_all_stand_behind_the_same_lock(bool isNew)
    {
        var race = isNew ? await NewStreamAsync() : await ExistingAsync(byReference: false);
        await using var holder = await database.Super.OpenConnectionAsync(RecordDatabase.Ct);
        await using var held = await holder.BeginTransactionAsync(RecordDatabase.Ct);
        await using (var hold = new NpgsqlCommand($"select pg_advisory_xact_lock(hashtextextended('{race.Tenant} {race.Stream}', 0))", holder)) await hold.ExecuteNonQueryAsync(RecordDatabase.Ct);

        var racing = RunAsync(OursAsync, race, 8);
        await database.WaitForBlockedAsync(8);
        await held.RollbackAsync(RecordDatabase.Ct);

        await JudgeAsync(race, await racing);
    }

    /// <summary>Each opens a stream of its own: they race for the reference.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(16)]
    public async Task Lets_exactly_one_open_a_case_under_a_reference(int writers)
    {
        for (var round = 0; round < Soak.Rounds(5); round++)
        {
            var race = new Race(Cases.NewTenant(), Guid.Empty, Cases.ByReference("24-1"), []);
            var outcomes = await RunAsync(OursAsync, race, writers);

            outcomes.Count(one => one.Outcome == SaveOutcome.Saved).ShouldBe(1);
            outcomes.Count(one => one.Outcome == SaveOutcome.ReferenceTaken).ShouldBe(writers - 1);
            await StandsAsync(race, outcomes.Single(one => one.Outcome == SaveOutcome.Saved).Number);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(16)]
    public async Task Answers_every_loser_what_stands_when_the_write_step_decides_again(int writers)
    {
        var race = await ExistingAsync(byReference: true);
        var told = await Task.WhenAll(Enumerable.Range(1, writers).Select(number => Task.Run(() => database.WriteStep.RunAsync<string>(race.Tenant, race.Address, null, session => Task.FromResult<Step<string>>(
            session.Read.Version != 1
                ? new Step<string>.Answer($"stands at {session.Read.Version}")
                : new Step<string>.Save(Cases.Saving(session, race.Tenant, null, Facts(race, number)), "recorded")), RecordDatabase.Ct))));

        told.Count(one => one == "recorded").ShouldBe(1);
        told.Count(one => one == "stands at 3").ShouldBe(writers - 1);
    }

    [Fact]
    public async Task Lets_everyone_in_one_after_the_other_where_any_version_will_do()
    {
        var race = await ExistingAsync(byReference: true);
        var told = await Task.WhenAll(Enumerable.Range(1, 16).Select(number => Task.Run(() => database.WriteStep.RunAsync<string>(
            race.Tenant, race.Address, null, session => Task.FromResult<Step<string>>(new Step<string>.Save(Cases.Saving(session, race.Tenant, null, Facts(race, number)), "recorded")), RecordDatabase.Ct))));

        told.ShouldAllBe(one => one == "recorded");
        (await database.TextsAsync($"select version from mt_events where tenant_id = '{race.Tenant}' order by seq_id")).ShouldBe(Enumerable.Range(1, 33).Select(i => $"{i}"));
        (await database.TextsAsync($"select distinct data ->> 'action' from mt_events where tenant_id = '{race.Tenant}' and version > 1")).Count.ShouldBe(32);
    }

    [Fact]
    public async Task Catches_a_store_that_appends_without_a_version() =>
        await Assert.ThrowsAsync<ShouldAssertException>(async () => await CheckAsync(FetchAndAppendAsync, 4, await ExistingAsync(byReference: false)));

    [Fact]
    public async Task Catches_a_store_that_lets_the_conflict_escape() =>
        await Should.ThrowAsync<EventStreamUnexpectedMaxEventIdException>(async () => await CheckAsync(ExpectingAsync(EventAppendMode.QuickWithServerTimestamps, escapes: true), 4, await ExistingAsync(byReference: false)));

    /// <summary>The numbers are taken before the transaction begins: what is rolled back has burnt them, and others see them late.</summary>
    [Fact]
    public async Task Catches_a_store_that_takes_its_numbers_beforehand() =>
        await Assert.ThrowsAsync<ShouldAssertException>(async () => await CheckAsync(ExpectingAsync(EventAppendMode.Rich, escapes: false), 4, await ExistingAsync(byReference: false)));

    sealed record Race(string Tenant, Guid Stream, StreamAddress Address, IReadOnlyList<string> Before);

    static Task<Race> NewStreamAsync()
    {
        var stream = Guid.CreateVersion7();
        return Task.FromResult(new Race(Cases.NewTenant(), stream, new StreamAddress.ById(stream), []));
    }

    async Task<Race> ExistingAsync(bool byReference)
    {
        var tenant = Cases.NewTenant();
        var stream = await database.OpenAsync(tenant);
        return new Race(tenant, stream, byReference ? Cases.ByReference("24-1") : new StreamAddress.ById(stream), await IdsAsync(tenant));
    }

    static CaseEvent[] Facts(Race race, int number) => [race.Before.Count == 0 ? Cases.Reported("24-1") : Cases.Agreed($"{number}a"), Cases.Agreed($"{number}b")];

    async Task<Func<Task<SaveOutcome>>> OursAsync(Race race, int number)
    {
        var session = await database.Sessions.OpenAsync(race.Tenant, race.Address, Cases.Key($"{number}"), RecordDatabase.Ct);
        return async () =>
        {
            await using var closing = session;
            return await session.SaveAsync(Cases.Saving(session, race.Tenant, Cases.Command(session, Cases.Key($"{number}"), 2, $"{number}"), Facts(race, number)), RecordDatabase.Ct);
        };
    }

    Task<Func<Task<SaveOutcome>>> FetchAndAppendAsync(Race race, int number) => NaiveAsync(race, EventAppendMode.QuickWithServerTimestamps, (session, _) =>
        session.Events.Append(race.Stream, [.. Facts(race, number)]), escapes: false);

    Writer ExpectingAsync(EventAppendMode mode, bool escapes) => (race, number) => NaiveAsync(race, mode, (session, version) =>
        session.Events.Append(race.Stream, version + 2, [.. Facts(race, number)]), escapes);

    async Task<Func<Task<SaveOutcome>>> NaiveAsync(Race race, EventAppendMode mode, Action<IDocumentSession, long> append, bool escapes)
    {
        var naive = new Naive(database.ApplicationConnectionString, race.Tenant, mode);
        var session = naive.Session(race.Tenant);
        var read = await session.Events.FetchStreamAsync(race.Stream, token: RecordDatabase.Ct);
        return async () =>
        {
            await using var closing = naive;
            await using var saving = session;
            append(session, read.Count);
            try
            {
                await session.SaveChangesAsync(RecordDatabase.Ct);
                return SaveOutcome.Saved;
            }
            catch (EventStreamUnexpectedMaxEventIdException) when (!escapes)
            {
                return SaveOutcome.Overtaken;
            }
        };
    }

    async Task CheckAsync(Writer writer, int writers, Race race)
    {
        var before = await database.LastNumberAsync();
        var outcomes = await RunAsync(writer, race, writers);
        (await database.LastNumberAsync() - before).ShouldBe(outcomes.Count(one => one.Outcome == SaveOutcome.Saved) * 2, "numbers were burnt");
        await JudgeAsync(race, outcomes);
    }

    async Task<IReadOnlyList<(int Number, SaveOutcome Outcome)>> RunAsync(Writer writer, Race race, int writers)
    {
        // All have read before the first saves.
        var ready = await Task.WhenAll(Enumerable.Range(1, writers).Select(number => writer(race, number)));
        var outcomes = await Task.WhenAll(ready.Select((save, i) => Task.Run(async () => (i + 1, await save()))));
        database.Sessions.SourceOf(race.Tenant).Clear();
        return outcomes;
    }

    async Task JudgeAsync(Race race, IReadOnlyList<(int Number, SaveOutcome Outcome)> outcomes)
    {
        outcomes.Count(one => one.Outcome == SaveOutcome.Saved).ShouldBe(1);
        outcomes.Count(one => one.Outcome == SaveOutcome.Overtaken).ShouldBe(outcomes.Count - 1);
        await StandsAsync(race, outcomes.Single(one => one.Outcome == SaveOutcome.Saved).Number);
    }

    /// <summary>What the winner recorded, and nothing of anybody else's.</summary>
    async Task StandsAsync(Race race, int winner)
    {
        var ids = await IdsAsync(race.Tenant);
        ids.Take(race.Before.Count).ShouldBe(race.Before);
        ids.Count.ShouldBe(race.Before.Count + 2);
        (await database.TextsAsync($"select data ->> 'action' from mt_events where tenant_id = '{race.Tenant}' order by seq_id desc limit 1")).ShouldBe([$"{winner}b"]);
        (await database.TextsAsync($"select version from mt_streams where tenant_id = '{race.Tenant}'")).ShouldBe([$"{ids.Count}"]);
        (await database.TextsAsync($"select data ->> 'digest' from mt_doc_command where tenant_id = '{race.Tenant}'")).ShouldBe([$"{winner}"]);
        (await database.TextsAsync($"select count(*) from mt_doc_case where tenant_id = '{race.Tenant}'")).ShouldBe(["1"]);
        (await database.TextsAsync($"select id from mt_doc_reference where tenant_id = '{race.Tenant}'")).ShouldBe(["24-1"]);
    }

    Task<IReadOnlyList<string>> IdsAsync(string tenant) => database.TextsAsync($"select id from mt_events where tenant_id = '{tenant}' order by version");
}
