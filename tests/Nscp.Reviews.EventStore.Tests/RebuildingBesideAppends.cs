namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Promise 6: appends and readers go on, and none of what they append is missed or doubled.</summary>
public class RebuildingBesideAppends(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    const string Tenant = "beside";

    NaiveRebuilds Naive => new(database);

    Rebuilder Ours => at => database.RebuildAsync(at);

    [Theory]
    [InlineData(RebuildPhase.Building)]
    [InlineData(RebuildPhase.CatchingUp)]
    [InlineData(RebuildPhase.Comparing)]
    [InlineData(RebuildPhase.Done)]
    public Task Keeps_what_is_appended_at(RebuildPhase phase) => CheckAppendAsync(Ours, phase);

    [Theory]
    [InlineData(RebuildPhase.Building)]
    [InlineData(RebuildPhase.CatchingUp)]
    [InlineData(RebuildPhase.Comparing)]
    [InlineData(RebuildPhase.Swapping)]
    public async Task Mends_what_an_append_forgets_to_write_at(RebuildPhase phase)
    {
        await database.RebuildAsync(Rebuilders.Nothing);
        var stream = await database.OpenTicketAsync(Tenant, Tickets.Noted("before"));
        await database.RebuildAsync(Rebuilders.Once(phase, async () => (await AppendAsync(stream, forgetful: true)).ShouldBeOfType<AppendOutcome.Appended>()));
        await database.ShouldBeRightAsync();
    }

    [Fact]
    public async Task Catches_a_rebuild_without_a_lock() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckAppendAsync(Naive.WithoutLockAsync, RebuildPhase.Building));

    [Fact]
    public async Task Catches_a_rebuild_without_a_last_fold() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckAppendAsync(Naive.WithoutLastFoldAsync, RebuildPhase.CatchingUp));

    [Theory]
    [InlineData(RebuildPhase.Building)]
    [InlineData(RebuildPhase.CatchingUp)]
    [InlineData(RebuildPhase.Comparing)]
    [InlineData(RebuildPhase.Done)]
    public Task Keeps_an_append_that_took_its_number_early_and_commits_at(RebuildPhase phase) => CheckInFlightAsync(Ours, phase);

    [Fact]
    public async Task Catches_a_rebuild_that_goes_by_the_highest_number()
    {
        await CheckAppendAsync(Naive.FromTheHighestNumberAsync, RebuildPhase.CatchingUp);
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckInFlightAsync(Naive.FromTheHighestNumberAsync, RebuildPhase.CatchingUp));
    }

    [Fact]
    public Task Does_not_hold_up_writers_while_it_builds() => CheckWritersGoOnAsync(Ours);

    [Fact]
    public async Task Catches_a_rebuild_that_locks_from_the_beginning() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckWritersGoOnAsync(Naive.LockedFromTheBeginningAsync));

    [Fact]
    public async Task Lets_an_append_make_its_changes_to_rows_that_were_mended_before_its_eyes()
    {
        await database.RebuildAsync(Rebuilders.Nothing);
        await using var slow = await SlowAsync();
        await database.ExecuteAsync($"delete from ticket where tenant_id = '{Tenant}'");
        Task? rows = null;

        await database.RebuildAsync(Rebuilders.Once(RebuildPhase.Swapping, async () =>
        {
            rows = Task.Run(() => slow.RowsAsync(), StoreDatabase.Ct);
            await database.WaitForBlockedAsync(1);
        }));

        await rows!;
        await slow.CommitAsync();
        await database.ShouldBeRightAsync();
    }

    [Fact]
    public async Task Gives_way_to_an_append_that_has_the_first_table_and_wants_the_second()
    {
        await database.RebuildAsync(Rebuilders.Nothing);
        var before = await DeadlocksAsync();
        await using var slow = await SlowAsync();
        await slow.RowsAsync(Tickets.Ticket);
        var tries = 0;

        var rebuild = Task.Run(() => database.RebuildAsync(phase =>
        {
            tries += phase is RebuildPhase.CatchingUp ? 1 : 0;
            return Task.CompletedTask;
        }), StoreDatabase.Ct);
        await database.WaitForBlockedAsync(1);
        await Waits.UntilAsync(async () =>
        {
            if (rebuild.IsCompleted)
                await rebuild;
            return Volatile.Read(ref tries) >= 4;
        }, "it gives way four times");
        await slow.RowsAsync(Tickets.Note);
        await slow.CommitAsync();
        await rebuild;

        await database.ShouldBeRightAsync();
        (await DeadlocksAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Folds_what_is_committed_while_it_waits_for_the_lock()
    {
        await database.RebuildAsync(Rebuilders.Nothing);
        await using var slow = await SlowAsync();
        await slow.RowsAsync();
        Task? commit = null;

        await database.RebuildAsync(Rebuilders.Once(RebuildPhase.Comparing, () =>
        {
            commit = Task.Run(async () =>
            {
                await database.WaitForBlockedAsync(1);
                await slow.CommitAsync();
            });
            return Task.CompletedTask;
        }));

        await commit!;
        await database.ShouldBeRightAsync();
    }

    [Fact]
    public async Task Is_right_under_load()
    {
        await database.RebuildAsync(Rebuilders.Nothing);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(StoreDatabase.Ct);
        var writers = Enumerable.Range(0, 4).Select(i => Task.Run(() => WriteUntilAsync($"load-{i}", stop.Token))).ToList();
        for (var i = 0; i < Soak.Rounds(5, times: 3); i++)
        {
            await database.ExecuteAsync("delete from ticket_note where position = 1 and tenant_id not like 'load%'; update ticket set notes = 99 where tenant_id not like 'load%'");
            await database.RebuildAsync(Rebuilders.Nothing);
        }
        await stop.CancelAsync();
        (await Task.WhenAll(writers)).ShouldAllBe(written => written > 0);
        await database.ShouldBeRightAsync();
    }

    async Task CheckAppendAsync(Rebuilder rebuild, RebuildPhase phase)
    {
        await database.RebuildAsync(Rebuilders.Nothing);
        var stream = await database.OpenTicketAsync(Tenant, Tickets.Noted("before"));
        await rebuild(Rebuilders.Once(phase, async () =>
        {
            (await AppendAsync(stream)).ShouldBeOfType<AppendOutcome.Appended>();
            await database.OpenTicketAsync(Tenant, Tickets.Noted("of a new one"));
        }));
        await database.ShouldBeRightAsync();
    }

    async Task CheckInFlightAsync(Rebuilder rebuild, RebuildPhase phase)
    {
        await database.RebuildAsync(Rebuilders.Nothing);
        await using var slow = await SlowAsync();
        await database.OpenTicketAsync(Tenant, Tickets.Noted("took its number later"));
        await rebuild(Rebuilders.Once(phase, slow.FinishAsync));
        await database.ShouldBeRightAsync();
    }

    async Task CheckWritersGoOnAsync(Rebuilder rebuild)
    {
        var stream = await database.OpenTicketAsync(Tenant, Tickets.Noted("before"));
        Task<AppendOutcome>? append = null;
        try
        {
            await rebuild(Rebuilders.Once(RebuildPhase.Building, async () =>
            {
                append = AppendAsync(stream);
                (await Task.WhenAny(append, database.WaitForBlockedAsync(1))).ShouldBe(append, "a writer waits");
            }));
        }
        finally
        {
            (await append!).ShouldBeOfType<AppendOutcome.Appended>();
        }
        await database.ShouldBeRightAsync();
    }

    /// <summary>Changes a row of one table and adds one to the other; its events are in, its rows are not.</summary>
    async Task<AppendInSteps> SlowAsync()
    {
        var (stream, opened) = (Guid.CreateVersion7(), new List<NewEvent>());
        opened.Add(Tickets.Opened($"{stream}"));
        await database.Store.AppendAsync(Tickets.Appending(Tenant, stream, [], opened), StoreDatabase.Ct);
        return await AppendInSteps.BeginAsync(database, Tickets.Appending(Tenant, stream, opened, [Tickets.Renumbered($"{stream}-2"), Tickets.Noted("slow")]));
    }

    async Task<AppendOutcome> AppendAsync(Guid stream, bool forgetful = false)
    {
        var read = await database.Store.ReadAsync(Tenant, new StreamAddress.ById(stream), null, StoreDatabase.Ct);
        NewEvent[] added = [Tickets.Renumbered($"{stream}-{read.Version}"), Tickets.Noted("meanwhile")];
        var before = Tickets.Rows(new StreamHistory(Tenant, stream, "ticket", read.Events));
        var history = read.Events.Select(one => new NewEvent(one.Id, one.Type, one.Data, Tickets.Metadata())).Concat(added);
        var changes = RowChanges.Between(before, Tickets.Rows(Tenant, stream, history));
        return await database.Store.AppendAsync(new Append(Tenant, stream, "ticket", read.Expected, added, null, forgetful ? [] : changes), StoreDatabase.Ct);
    }

    async Task<int> WriteUntilAsync(string tenant, CancellationToken stop)
    {
        var (written, histories) = (0, new List<(Guid Stream, List<NewEvent> Events)>());
        for (; !stop.IsCancellationRequested; written++)
        {
            if (written % 4 == 0)
                histories.Add((Guid.CreateVersion7(), []));
            var (stream, events) = histories[written * 7 % histories.Count];
            NewEvent[] added = [events.Count == 0 ? Tickets.Opened($"{stream}") : Tickets.Renumbered($"{stream}-{written}"), Tickets.Noted($"{written}")];
            // Nobody else writes to it: a conflict would be a ring that PostgreSQL broke.
            (await database.Store.AppendAsync(Tickets.Appending(tenant, stream, events, added), StoreDatabase.Ct)).ShouldBeOfType<AppendOutcome.Appended>();
            events.AddRange(added);
        }
        return written;
    }

    Task<IReadOnlyList<string>> DeadlocksAsync() => database.TextsAsync("select deadlocks from pg_stat_database where datname = current_database()");
}
