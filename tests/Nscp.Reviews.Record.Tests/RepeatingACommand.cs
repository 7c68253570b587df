using Microsoft.Extensions.DependencyInjection;

namespace Nscp.Reviews.Record.Tests;

/// <summary>Promise 2: a repeat is answered with what was recorded then; another request under the same key is refused; nothing is dropped silently.</summary>
public class RepeatingACommand(RecordDatabase database) : IClassFixture<RecordDatabase>
{
    /// <summary>What became of a command.</summary>
    sealed record Told(string What, Guid Stream = default, long From = 0, long To = 0);

    delegate Task<Told> Sending(string tenant, StreamAddress address, CommandKey key, string digest, string action);

    [Fact]
    public Task Answers_what_was_recorded_then_and_stores_nothing() => CheckRepeatAsync(OursAsync);

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(16)]
    public async Task Records_it_once_when_repeats_race_for_a_new_case(int repeats)
    {
        for (var round = 0; round < Soak.Rounds(5); round++) await CheckRaceAsync(OursAsync, repeats, Cases.NewTenant(), 0);
    }

    /// <summary>The loser meets the stream's new version before it meets the key: it must look for the key again before it says anything of a conflict.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(16)]
    public async Task Records_it_once_when_repeats_race_on_a_case_that_exists(int repeats)
    {
        for (var round = 0; round < Soak.Rounds(5); round++)
        {
            var tenant = Cases.NewTenant();
            await database.OpenAsync(tenant);
            await CheckRaceAsync(OursAsync, repeats, tenant, 1);
        }
    }

    [Fact]
    public Task Is_refused_with_another_request() => CheckReusedAsync(OursAsync);

    [Fact]
    public async Task Is_answered_before_the_conflict_that_a_later_state_would_be()
    {
        var tenant = Cases.NewTenant();
        var first = await OursAsync(tenant, Cases.ByReference("24-1"), Cases.Key("k"), "d", "first");
        await OursAsync(tenant, Cases.ByReference("24-1"), Cases.Key("another"), "e", "later");

        (await OursAsync(tenant, Cases.ByReference("24-1"), Cases.Key("k"), "d", "first")).ShouldBe(first with { What = "repeated" });
    }

    [Fact]
    public async Task Is_found_by_its_key_in_whatever_stream_and_by_nobody_else_s()
    {
        var tenant = Cases.NewTenant();
        var key = Cases.Key("k");
        await OursAsync(tenant, Cases.ByReference("24-1"), key, "d", "first");

        (await FoundAsync(tenant, key)).ShouldBeTrue();
        (await FoundAsync(tenant, key with { Caller = "u-8" })).ShouldBeFalse();
        (await FoundAsync(tenant, key with { Route = "POST /other" })).ShouldBeFalse();
        (await FoundAsync(tenant, key with { Key = "K" })).ShouldBeFalse();
        (await FoundAsync(Cases.NewTenant(), key)).ShouldBeFalse();
    }

    [Fact]
    public async Task Notes_the_key_of_a_command_that_changed_nothing()
    {
        var (tenant, key) = (Cases.NewTenant(), Cases.Key("nothing"));
        await database.OpenAsync(tenant);
        await using (var session = await database.Sessions.OpenAsync(tenant, Cases.ByReference("24-1"), key, RecordDatabase.Ct))
            (await session.SaveAsync(Cases.Saving(session, tenant, Cases.Command(session, key, 0)), RecordDatabase.Ct)).ShouldBe(SaveOutcome.Saved);

        (await FoundAsync(tenant, key)).ShouldBeTrue();
        (await OursAsync(tenant, Cases.ByReference("24-1"), Cases.Key("next"), "d", "next")).From.ShouldBe(2);
    }

    [Fact]
    public async Task Is_forgotten_before_the_instant_given_in_every_partnership()
    {
        (string Tenant, Duration Age)[] kept = [(Cases.NewTenant(), Duration.Zero), (Cases.NewTenant(), Duration.FromNanoseconds(1000))];
        (string Tenant, Duration Age)[] old = [(Cases.NewTenant(), Duration.FromNanoseconds(2000)), (Cases.NewTenant(), Duration.FromDays(900))];
        foreach (var (tenant, age) in kept.Concat(old)) await RecordedAsync(tenant, Cases.Now - age);
        await using var host = RecordDatabase.Host(database.ApplicationConnectionString, $"--ConnectionStrings:ReviewsLog={database.LogConnectionString}");

        await CommandRecord.ForgetBeforeAsync(host.Services.GetRequiredService<ILogStore>(), Cases.Now - Duration.FromNanoseconds(1000), RecordDatabase.Ct);

        foreach (var (tenant, _) in kept) (await FoundAsync(tenant, Cases.Key("k"))).ShouldBeTrue();
        foreach (var (tenant, _) in old) (await FoundAsync(tenant, Cases.Key("k"))).ShouldBeFalse();
    }

    [Fact]
    public async Task Is_forgotten_after_a_week_by_any_host_that_does_the_background_work()
    {
        var (young, old) = (Cases.NewTenant(), Cases.NewTenant());
        await RecordedAsync(young, Cases.Now - Duration.FromDays(7));
        await RecordedAsync(old, Cases.Now - Duration.FromDays(7) - Duration.FromNanoseconds(1000));
        await using var host = RecordDatabase.Host(database.ApplicationConnectionString, $"--ConnectionStrings:ReviewsLog={database.LogConnectionString}");
        await host.StartAsync(RecordDatabase.Ct);

        await Waits.UntilAsync(async () => !await FoundAsync(old, Cases.Key("k")));
        (await FoundAsync(young, Cases.Key("k"))).ShouldBeTrue();
        await host.StopAsync(RecordDatabase.Ct);
    }

    /// <summary>In a database of its own: the grants of the product would not let it.</summary>
    [Fact]
    public async Task Catches_a_store_that_keeps_its_key_by_an_upsert()
    {
        await using var other = new RecordDatabase();
        await other.InitializeAsync();
        await other.ExecuteAsync("grant update on mt_doc_command to reviews_app");
        await Assert.ThrowsAsync<ShouldAssertException>(() => new RepeatingACommand(other).CheckUpsertingAsync());
    }

    [Fact]
    public async Task Catches_a_store_that_ignores_the_digest() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckReusedAsync((tenant, address, key, _, action) => OursAsync(tenant, address, key, "the same", action)));

    [Fact]
    public async Task Catches_a_store_that_tells_the_conflict_at_once()
    {
        var tenant = Cases.NewTenant();
        await database.OpenAsync(tenant);
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckRaceAsync(OnceAsync, 8, tenant, 1));
    }

    async Task<Told> OursAsync(string tenant, StreamAddress address, CommandKey key, string digest, string action) =>
        (await database.WriteStep.RunAsync<Told>(tenant, address, key, session => Task.FromResult(Decide(session, tenant, key, digest, action)), RecordDatabase.Ct)).ShouldNotBeNull();

    static Step<Told> Decide(CaseSession session, string tenant, CommandKey key, string digest, string action)
    {
        if (session.Command is { } before) return new Step<Told>.Answer(before.Digest == digest ? new Told("repeated", before.StreamId, before.FromVersion, before.ToVersion) : new Told("refused"));
        CaseEvent[] facts = session.Read.Version == 0 ? [Cases.Reported("24-1"), Cases.Agreed(action)] : [Cases.Agreed(action)];
        var command = Cases.Command(session, key, facts.Length, digest);
        return new Step<Told>.Save(Cases.Saving(session, tenant, command, facts), new Told("recorded", session.Stream, command.FromVersion, command.ToVersion));
    }

    /// <summary>Decides once, and tells whoever was overtaken that the case has changed.</summary>
    async Task<Told> OnceAsync(string tenant, StreamAddress address, CommandKey key, string digest, string action)
    {
        await using var session = await database.Sessions.OpenAsync(tenant, address, key, RecordDatabase.Ct);
        // So that all have read before the first saves.
        await Task.Delay(200, RecordDatabase.Ct);
        return Decide(session, tenant, key, digest, action) switch
        {
            Step<Told>.Save save => await session.SaveAsync(save.What, RecordDatabase.Ct) == SaveOutcome.Saved ? save.Told : new Told("changed meanwhile"),
            Step<Told>.Answer answer => answer.Told,
            var other => throw new InvalidOperationException($"{other}"),
        };
    }

    /// <summary>Each opens a stream of its own, and the last one's key stands.</summary>
    async Task<Told> UpsertingAsync(string tenant, StreamAddress address, CommandKey key, string digest, string action)
    {
        await using var naive = new Naive(database.ApplicationConnectionString, tenant);
        await using var session = naive.Session(tenant);
        if (await session.LoadAsync<CommandRecord>(key.Id, RecordDatabase.Ct) is { } before) return new Told("repeated", before.StreamId, before.FromVersion, before.ToVersion);
        await Task.Delay(200, RecordDatabase.Ct);
        var stream = Guid.CreateVersion7();
        session.Events.StartStream<Case>(stream, Cases.Reported("24-1"), Cases.Agreed(action));
        session.Store(new CommandRecord(key.Id, digest, stream, 1, 2, Cases.Now));
        await session.SaveChangesAsync(RecordDatabase.Ct);
        return new Told("recorded", stream, 1, 2);
    }

    Task CheckUpsertingAsync() => CheckRaceAsync(UpsertingAsync, 4, Cases.NewTenant(), 0);

    async Task<bool> FoundAsync(string tenant, CommandKey key)
    {
        await using var session = await database.Sessions.OpenAsync(tenant, new StreamAddress.ById(Guid.CreateVersion7()), key, RecordDatabase.Ct);
        session.Read.StreamId.ShouldBeNull();
        return session.Command is not null;
    }

    async Task RecordedAsync(string tenant, Instant at)
    {
        await using var session = await database.Sessions.OpenAsync(tenant, Cases.ByReference("24-1"), Cases.Key("k"), RecordDatabase.Ct);
        (await session.SaveAsync(Cases.Saving(session, tenant, Cases.Command(session, Cases.Key("k"), 1) with { RecordedAt = at }, Cases.Reported("24-1")), RecordDatabase.Ct)).ShouldBe(SaveOutcome.Saved);
    }

    async Task CheckRepeatAsync(Sending send)
    {
        var tenant = Cases.NewTenant();
        var first = await send(tenant, Cases.ByReference("24-1"), Cases.Key("k"), "d", "first");
        first.ShouldBe(new Told("recorded", first.Stream, 1, 2));
        var stored = await database.EverythingAsync(tenant);

        (await send(tenant, Cases.ByReference("24-1"), Cases.Key("k"), "d", "first")).ShouldBe(first with { What = "repeated" });
        (await database.EverythingAsync(tenant)).ShouldBe(stored);
    }

    async Task CheckRaceAsync(Sending send, int repeats, string tenant, int before)
    {
        var told = await Task.WhenAll(Enumerable.Range(0, repeats).Select(_ => Task.Run(() => send(tenant, Cases.ByReference("24-1"), Cases.Key("k"), "d", "once"))));
        database.Sessions.SourceOf(tenant).Clear();

        var recorded = told.Where(one => one.What == "recorded").ShouldHaveSingleItem();
        told.Where(one => one != recorded).ShouldBe(Enumerable.Repeat(recorded with { What = "repeated" }, repeats - 1));
        (await database.TextsAsync($"select count(*) from mt_events where tenant_id = '{tenant}' and stream_id = '{recorded.Stream}' and version between {recorded.From} and {recorded.To}"))
            .ShouldBe([before == 0 ? "2" : "1"]);
        (await database.TextsAsync($"select count(*) from mt_events where tenant_id = '{tenant}' and type <> 'tombstone'")).ShouldBe(["2"]);
        (await database.TextsAsync($"select count(*) from mt_doc_command where tenant_id = '{tenant}'")).ShouldBe(["1"]);
        (await database.TextsAsync($"select count(*) from mt_doc_case where tenant_id = '{tenant}'")).ShouldBe(["1"]);
    }

    async Task CheckReusedAsync(Sending send)
    {
        var tenant = Cases.NewTenant();
        await send(tenant, Cases.ByReference("24-1"), Cases.Key("k"), "d", "first");
        var stored = await database.EverythingAsync(tenant);

        (await send(tenant, Cases.ByReference("24-2"), Cases.Key("k"), "e", "second")).What.ShouldBe("refused");
        (await database.EverythingAsync(tenant)).ShouldBe(stored);
    }
}
