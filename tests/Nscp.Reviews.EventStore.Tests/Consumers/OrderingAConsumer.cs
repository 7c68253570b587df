namespace Nscp.Reviews.EventStore.Tests;

/// <summary>What an operator may do with a consumer while it runs.</summary>
public sealed class OrderingAConsumer(StoreDatabase database) : IClassFixture<StoreDatabase>, IAsyncLifetime
{
    static CancellationToken Ct => StoreDatabase.Ct;

    readonly Consumed _consumed = new(database);

    public async ValueTask InitializeAsync() => await _consumed.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Holds_it_and_lets_it_go_on_where_it_was()
    {
        await Log.AppendAsync(database, 5);
        await using var host = Host.Start(database, _consumed.Consumer());
        await _consumed.CaughtUpAsync();
        (await ConsumerOffice.PauseAsync(database.Log, _consumed.Name, Ct)).ShouldBe(OrderOutcome.Done);
        var count = await _consumed.CountAsync();
        await Log.AppendAsync(database, 7);

        (await _consumed.StatusAsync()).ShouldNotBeNull().Behind.ShouldBe(7);
        (await _consumed.StatusAsync())!.State.ShouldBe(ConsumerState.Paused);
        (await _consumed.CountAsync()).ShouldBe(count);

        (await ConsumerOffice.ResumeAsync(database.Log, _consumed.Name, Ct)).ShouldBe(OrderOutcome.Done);
        await _consumed.CaughtUpAsync();
        await _consumed.ShouldBeTheLogAsync();
    }

    [Fact]
    public async Task Lets_the_batch_in_hand_finish_and_nothing_follow_when_it_is_paused()
    {
        await Log.AppendAsync(database, 25);
        var (inside, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = Host.Start(database, _consumed.Consumer(_ =>
        {
            inside.TrySetResult();
            return goOn.Task;
        }));
        await inside.Task;
        var pausing = ConsumerOffice.PauseAsync(database.Log, _consumed.Name, Ct);
        await database.WaitForBlockedAsync(1);
        goOn.SetResult();
        (await pausing).ShouldBe(OrderOutcome.Done);

        var (stands, count) = ((await _consumed.StatusAsync())!, await _consumed.CountAsync());
        count.ShouldBeGreaterThanOrEqualTo(10);
        stands.Position.ShouldBe((await Log.SequencesAsync(database))[count - 1]);
        await Task.Delay(200, Ct);
        (await _consumed.CountAsync()).ShouldBe(count);
        (await _consumed.StatusAsync())!.Position.ShouldBe(stands.Position);
    }

    [Fact]
    public async Task Makes_it_go_on_from_an_earlier_position_while_it_runs()
    {
        await Log.AppendAsync(database, 25);
        var (inside, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var all = await Log.SequencesAsync(database);
        await using var host = Host.Start(database, _consumed.Consumer(async batch =>
        {
            if (batch.Events[0].Event.Sequence != all[10] || !inside.TrySetResult())
                return;
            await goOn.Task;
        }));
        await inside.Task;
        var rewinding = ConsumerOffice.RewindAsync(database.Log, _consumed.Name, all[4], Ct);
        await database.WaitForBlockedAsync(1);
        goOn.SetResult();
        (await rewinding).ShouldBe(OrderOutcome.Done);
        await _consumed.CaughtUpAsync();

        // The batch in hand was committed, perhaps one more that was quicker than the rewind, and then it went on behind the fifth.
        var handled = (await database.TextsAsync($"select seq_id from consumed where consumer = '{_consumed.Name}' order by n")).Select(long.Parse).ToList();
        var before = handled.Count - (all.Count - 5);
        before.ShouldBeGreaterThanOrEqualTo(20);
        handled.ShouldBe([.. all.Take(before), .. all.Skip(5)]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Never_lets_a_batch_that_was_read_before_it_commit_over_it(bool rewound)
    {
        await Log.AppendAsync(database, 25);
        var all = await Log.SequencesAsync(database);
        await database.ExecuteAsync($"insert into es_consumer (name, position) values ('{_consumed.Name}', {all[10]})");
        await using var source = RunnerSession.Source(database.LogConnectionString);
        await using var session = await RunnerSession.OpenAsync(source, Ct);
        var step = new ConsumerStep(_consumed.Consumer(), session);
        (rewound ? await ConsumerOffice.RewindAsync(database.Log, _consumed.Name, all[2], Ct) : await ConsumerOffice.PauseAsync(database.Log, _consumed.Name, Ct)).ShouldBe(OrderOutcome.Done);

        (await step.TakeAsync(all[10], all[^1], 10, Ct)).ShouldBeOfType<ConsumerStep.Result.Moved>();

        (await _consumed.CountAsync()).ShouldBe(0);
        (await _consumed.StatusAsync())!.Position.ShouldBe(all[rewound ? 2 : 10]);
    }

    [Fact]
    public async Task Keeps_its_alarm_when_it_is_stopped_and_paused()
    {
        await Log.AppendAsync(database, 1);
        await using var host = Host.Start(database, _consumed.Consumer(_ => throw new InvalidOperationException()));
        await _consumed.UntilAsync(ConsumerState.Stopped);
        await ConsumerOffice.PauseAsync(database.Log, _consumed.Name, Ct);
        (await _consumed.StatusAsync())!.State.ShouldBe(ConsumerState.Stopped);
    }

    [Fact]
    public async Task Refuses_names_that_nobody_has_and_positions_that_it_has_not_reached()
    {
        await Log.AppendAsync(database, 1);
        await using var host = Host.Start(database, _consumed.Consumer());
        await _consumed.CaughtUpAsync();
        var position = (await _consumed.StatusAsync())!.Position;

        (await ConsumerOffice.PauseAsync(database.Log, "nobody", Ct)).ShouldBe(OrderOutcome.NoSuchConsumer);
        (await ConsumerOffice.ResumeAsync(database.Log, "nobody", Ct)).ShouldBe(OrderOutcome.NoSuchConsumer);
        (await ConsumerOffice.RewindAsync(database.Log, "nobody", 0, Ct)).ShouldBe(OrderOutcome.NoSuchConsumer);
        (await ConsumerOffice.RewindAsync(database.Log, _consumed.Name, position + 1, Ct)).ShouldBe(OrderOutcome.WrongPosition);
        (await ConsumerOffice.RewindAsync(database.Log, _consumed.Name, -1, Ct)).ShouldBe(OrderOutcome.WrongPosition);
        (await _consumed.StatusAsync())!.Position.ShouldBe(position);
    }

    [Fact]
    public async Task Is_for_the_log_reader_to_do_and_for_the_application_to_see()
    {
        (await ConsumerOffice.ListAsync(database.Application, Ct)).ShouldNotBeNull();
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => ConsumerOffice.PauseAsync(database.Application, "any", Ct))).SqlState.ShouldBe(Npgsql.PostgresErrorCodes.InsufficientPrivilege);
    }
}
