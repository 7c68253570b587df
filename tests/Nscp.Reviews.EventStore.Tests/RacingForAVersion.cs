using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Promise 1: exactly one of racing writers wins, the others are told, and nothing of theirs is stored.</summary>
public class RacingForAVersion(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    NaiveStores Naive => new(database.Application);

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(16)]
    public async Task Lets_exactly_one_win_on_a_new_stream(int writers)
    {
        for (var round = 0; round < Soak.Rounds(10, times: 10); round++)
            await CheckAsync(database.Store.AppendAsync, writers, onNewStream: true);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(16)]
    public async Task Lets_exactly_one_win_on_a_stream_that_exists(int writers)
    {
        for (var round = 0; round < Soak.Rounds(10, times: 10); round++)
            await CheckAsync(database.Store.AppendAsync, writers, onNewStream: false);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Catches_a_store_that_tells_the_loser_success(bool onNewStream) =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckAsync(Naive.DropSilentlyAsync, 2, onNewStream));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Catches_a_store_that_lets_the_database_s_error_escape(bool onNewStream) =>
        await Should.ThrowAsync<PostgresException>(() => CheckAsync(Naive.CompareThenWriteAsync, 4, onNewStream));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Catches_a_store_that_keeps_half_of_the_loser_s(bool onNewStream) =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckAsync(Naive.WithoutTransactionAsync, 4, onNewStream));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lets_one_win_when_all_stand_behind_the_same_lock(bool onNewStream)
    {
        var race = await PrepareAsync(database.Store.AppendAsync, onNewStream);
        await using var holder = await database.Super.OpenConnectionAsync(StoreDatabase.Ct);
        await using var held = await holder.BeginTransactionAsync(StoreDatabase.Ct);
        await using (var hold = new NpgsqlCommand(
            onNewStream
                ? $"insert into mt_streams (tenant_id, id, version) values ('{race.Tenant}', '{race.Stream}', 1)"
                : $"select 1 from mt_streams where tenant_id = '{race.Tenant}' for update", holder))
            await hold.ExecuteNonQueryAsync(StoreDatabase.Ct);

        var racing = RunAsync(database.Store.AppendAsync, race, 4);
        await database.WaitForBlockedAsync(4);
        await held.RollbackAsync(StoreDatabase.Ct);

        await JudgeAsync(race, await racing);
    }

    [Fact]
    public async Task At_any_version_lets_everyone_in_one_after_the_other()
    {
        var (tenant, stream) = ($"any-{Guid.NewGuid():n}", Guid.CreateVersion7());
        var writers = Enumerable.Range(0, 8).Select(i => Task.Run(() => database.Store.AppendAsync(
            new Append(tenant, stream, "ticket", new ExpectedVersion.Any(), [Tickets.Noted($"{i}a"), Tickets.Noted($"{i}b")], null, []), StoreDatabase.Ct)));

        var outcomes = (await Task.WhenAll(writers)).Cast<AppendOutcome.Appended>().OrderBy(outcome => outcome.From).ToList();

        outcomes.Select(outcome => outcome.From).ShouldBe(Enumerable.Range(0, 8).Select(i => 2L * i + 1));
        var events = (await database.Store.ReadAsync(tenant, new StreamAddress.ById(stream), null, StoreDatabase.Ct)).Events;
        events.Select(one => one.Version).ShouldBe(Enumerable.Range(1, 16).Select(i => (long)i));
        events.Select(one => one.Sequence).ShouldBeInOrder(SortDirection.Ascending);
    }

    sealed record Race(string Tenant, Guid Stream, IReadOnlyList<NewEvent> Before);

    async Task CheckAsync(Appender appender, int writers, bool onNewStream)
    {
        var race = await PrepareAsync(database.Store.AppendAsync, onNewStream);
        await JudgeAsync(race, await RunAsync(appender, race, writers));
    }

    static async Task<Race> PrepareAsync(Appender appender, bool onNewStream)
    {
        var race = new Race($"race-{Guid.NewGuid():n}", Guid.CreateVersion7(), onNewStream ? [] : [Tickets.Opened("0")]);
        if (!onNewStream)
            await appender(Tickets.Appending(race.Tenant, race.Stream, [], race.Before), StoreDatabase.Ct);
        return race;
    }

    static async Task<List<(Append Request, AppendOutcome Outcome)>> RunAsync(Appender appender, Race race, int writers)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var requests = Enumerable.Range(1, writers).Select(i => Tickets.Appending(
            race.Tenant, race.Stream, race.Before,
            [onNew(race) ? Tickets.Opened($"{i}") : Tickets.Renumbered($"{i}"), Tickets.Noted($"by {i}")],
            Tickets.Command(race.Stream, race.Before.Count + 1, race.Before.Count + 2, key: $"k-{i}"))).ToList();
        var running = requests.Select(async request =>
        {
            await start.Task;
            return (request, await appender(request, StoreDatabase.Ct));
        }).ToList();
        start.SetResult();
        return [.. await Task.WhenAll(running)];

        static bool onNew(Race race) => race.Before.Count == 0;
    }

    async Task JudgeAsync(Race race, List<(Append Request, AppendOutcome Outcome)> results)
    {
        var (winner, told) = results.Where(result => result.Outcome is AppendOutcome.Appended).ShouldHaveSingleItem();
        told.ShouldHaveAppended(race.Before.Count + 1, race.Before.Count + 2);
        results.Count(result => result.Outcome is AppendOutcome.Conflict).ShouldBe(results.Count - 1);

        var history = race.Before.Concat(winner.Events).ToList();
        (await database.TextsAsync($"select id from mt_events where tenant_id = '{race.Tenant}' order by version")).ShouldBe(history.Select(one => $"{one.Id}"));
        (await database.TextsAsync($"select version from mt_streams where tenant_id = '{race.Tenant}'")).ShouldBe([$"{history.Count}"]);
        (await database.TextsAsync($"select key from es_command where tenant_id = '{race.Tenant}'")).ShouldBe([winner.Command!.Key.Key]);
        (await database.TextsAsync($"select body from ticket_note where tenant_id = '{race.Tenant}'")).ShouldBe([$"by {winner.Command.Key.Key[2..]}"]);
        (await database.TextsAsync($"select number from ticket where tenant_id = '{race.Tenant}'")).ShouldBe([winner.Command.Key.Key[2..]]);
    }
}
