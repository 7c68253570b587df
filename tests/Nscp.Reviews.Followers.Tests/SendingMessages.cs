using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Projections;
using Wolverine;
using Wolverine.Persistence.Durability;
using Wolverine.Persistence.Durability.DeadLetterManagement;

namespace Nscp.Reviews.Followers.Tests;

/// <summary>Promise 3, of messages: they are stored with what they tell of, or not at all; what cannot be handled is kept and told, and holds up nobody else.</summary>
public sealed class SendingMessages : IAsyncLifetime
{
    const string Words = "a family's own words";

    readonly ReviewsDatabase _database = new();

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task With_a_save_stores_both_and_handles_them_afterwards()
    {
        await using var host = await Host.StartAsync(_database);
        await host.Client.OpenAsync("SM1", "2025-04-01");
        await using var session = await OpenAsync(host, "SM1");

        (await session.SaveAsync(Saving(session, messages: 3), ReviewsDatabase.Ct)).ShouldBe(SaveOutcome.Saved);

        (await EventsAsync("SM1")).ShouldBe(2);
        (await MessagesAsync()).ShouldBe(3, "whether handled by now or not");
        await Waits.UntilAsync(async () => await PendingAsync() == 0, "they are handled");
    }

    [Fact]
    public async Task With_a_save_that_was_overtaken_stores_neither_and_sends_nothing()
    {
        await using var host = await Host.StartAsync(_database);
        await host.Client.OpenAsync("SM2", "2025-04-01");
        await using var session = await OpenAsync(host, "SM2");
        await host.Client.InformAsync("SM2");

        (await session.SaveAsync(Saving(session, messages: 3), ReviewsDatabase.Ct)).ShouldBe(SaveOutcome.Overtaken);

        (await EventsAsync("SM2")).ShouldBe(2, "that of the other");
        (await MessagesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Is_refused_plainly_by_a_host_that_only_answers_requests()
    {
        await using var host = await Host.StartAsync(_database, log: null, also: null);
        await host.Client.OpenAsync("SM3", "2025-04-01");
        await using var session = await OpenAsync(host, "SM3");
        (await Should.ThrowAsync<InvalidOperationException>(() => session.SaveAsync(Saving(session, messages: 1), ReviewsDatabase.Ct))).Message.ShouldContain("ConnectionStrings__ReviewsLog");
        (await EventsAsync("SM3")).ShouldBe(1);
    }

    [Fact]
    public async Task By_a_follower_commits_them_with_its_place_or_neither()
    {
        await using var host = await Host.StartAsync(_database);
        await host.Client.AcceptAsync("2022-01-24");
        await _database.CaughtUpAsync("calendar-moves");
        await Waits.UntilAsync(async () => await PendingAsync() == 0, "the first list is told");
        var (place, messages) = (await _database.PlaceAsync("calendar-moves"), await MessagesAsync());
        await _database.ExecuteAsync("revoke insert on wolverine.wolverine_incoming_envelopes from reviews_log");

        await host.Client.AcceptAsync("2022-12-29");
        await Waits.UntilAsync(async () => (await host.Client.ReadinessAsync()).Contains("The follower calendar-moves has stopped", StringComparison.Ordinal));

        (await _database.PlaceAsync("calendar-moves")).ShouldBe(place);
        (await MessagesAsync()).ShouldBe(messages);
        await _database.ExecuteAsync("grant insert on wolverine.wolverine_incoming_envelopes to reviews_log");
        await _database.CaughtUpAsync("calendar-moves");
        (await MessagesAsync()).ShouldBe(messages + 1);
        await Waits.UntilAsync(async () => await PendingAsync() == 0, "it is handled");
    }

    [Fact]
    public async Task Goes_on_where_a_host_was_killed_between_the_commit_and_the_sending()
    {
        await using (var dying = await HostInProcess.StartAsync(_database, "dying", Cases.Wednesday14September2022, [], nameof(DyingBeforeItSends)))
        {
            await dying.Client.AcceptAsync("2022-01-24");
            await dying.EndedAsync();
        }
        (await _database.PlaceAsync("dying")).ShouldBeGreaterThan(0);
        (await PendingAsync()).ShouldBeGreaterThan(0);
        await using var other = await Host.StartAsync(_database);
        await Waits.UntilAsync(async () => await PendingAsync() == 0, "the other host has taken them over");
        (await DeadLettersAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Of_a_case_that_cannot_be_read_holds_up_no_other_and_can_be_done_again_once_the_case_is_mended()
    {
        var cases = new Cases(_database);
        await using (var first = await cases.StartAsync(Cases.Monday12September2022))
        {
            await cases.OpenAsync(first, "SM", 8);
            await Waits.UntilAsync(async () => await PendingAsync() == 0, "the first list is told: of it too a message would be given up");
        }
        await _database.SpoilAsync($$"""
            create table spoilt as select seq_id, data from mt_events where seq_id = (select max(seq_id) from mt_events);
            update mt_events set data = jsonb_set(data, '{awareOn}', '"{{Words.Replace("'", "''")}}"') where seq_id = (select seq_id from spoilt)
            """);
        await using var host = await cases.StartAsync(Cases.Wednesday14September2022);
        await host.Client.AcceptAsync("2022-12-29");
        await Waits.UntilAsync(async () => await DeadLettersAsync() == 1 && await PendingAsync() == 0, "one message is given up, the others are handled");
        await Waits.UntilAsync(async () => (await _database.TextsAsync(Cases.Reported)).Count == 7, "the other seven have their report");

        (await host.Client.ReadinessAsync()).ShouldContain("Messages that could not be handled: 1.");
        (await _database.TextsAsync("select d::text || encode(body, 'escape') from wolverine.wolverine_dead_letters d")).ShouldAllBe(row => !row.Contains(Words));
        host.Logged.ShouldNotContain(Words);
        (await host.Client.ReadinessAsync()).ShouldNotContain(Words);

        await _database.SpoilAsync("update mt_events e set data = s.data from spoilt s where s.seq_id = e.seq_id");
        var letters = host.Services.GetRequiredService<IMessageStore>().DeadLetters;
        var letter = (await letters.QueryAsync(new DeadLetterEnvelopeQuery { PageSize = 10 }, ReviewsDatabase.Ct)).Envelopes.ShouldHaveSingleItem();
        await letters.ReplayAsync(new DeadLetterEnvelopeQuery([letter.Id]), ReviewsDatabase.Ct);
        await Waits.UntilAsync(async () => (await _database.TextsAsync(Cases.Reported)).Count == 8, "the mended case has its report");
        await Waits.UntilAsync(async () => await DeadLettersAsync() == 0, "nothing is left over");
        (await _database.TextsAsync(Cases.ReportedTwice)).ShouldBeEmpty();
    }

    [Fact]
    public async Task In_the_wrong_order_reports_moves_in_the_order_of_the_revisions()
    {
        var cases = new Cases(_database);
        await using (var first = await cases.StartAsync(Cases.Monday12September2022))
        {
            await cases.OpenAsync(first, "SM", 1);
            // No follower tells of them: this host only answers requests.
        }
        await using (var silent = await Host.StartAsync(_database, log: null, also: null))
        {
            await silent.Client.AcceptAsync("2022-12-29");
            await silent.Client.AcceptAsync("2022-01-24");
        }
        await using var host = await cases.StartAsync(Cases.Wednesday14September2022);
        var one = Guid.Parse(await _database.TextAsync("select case_id from mt_doc_reference where id = 'SM0'"));
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var bus = scope.ServiceProvider.GetRequiredService<IMessageBus>();
            await bus.PublishAsync(new ReportMoves("NSCP", one, 4));
            await bus.PublishAsync(new ReportMoves("NSCP", one, 3));
        }
        await _database.CaughtUpAsync("calendar-moves");
        await Waits.UntilAsync(async () => await PendingAsync() == 0, "all are handled");

        var told = await _database.TextsAsync("select data ->> 'toRevision' from mt_events where type = 'due_date_moved' order by version");
        told.ShouldBe(told.Order());
        told.Distinct().ShouldBe(["3", "4"]);
        (await _database.TextsAsync(Cases.ReportedTwice)).ShouldBeEmpty();
    }

    /// <summary>Found by its name alone, and this one ends in neither Handler nor Consumer: the message would be marked as handled, and be gone.</summary>
    [Fact]
    public async Task Without_a_handler_lets_no_host_start()
    {
        var app = Host.Build(_database.Settings(_database.LogConnectionString), null, services => services.ConfigureWolverine(options => options.Discovery.IncludeAssembly(typeof(LostNews).Assembly)), null);
        await using (app)
            (await Should.ThrowAsync<InvalidOperationException>(() => app.StartAsync(ReviewsDatabase.Ct))).Message.ShouldStartWith("No handler was found for LostNews:");
    }

    static Task<CaseSession> OpenAsync(Host host, string reference) => host.Services.GetRequiredService<Sessions>()
        .OpenAsync("NSCP", new StreamAddress.ByReference(Domain.Words.CaseReference.Parse(reference)), null, ReviewsDatabase.Ct);

    /// <summary>A fact more, and so many messages of it.</summary>
    static ToSave Saving(CaseSession session, int messages)
    {
        var last = CaseStream.History(session.Read.Events).AsRecorded[^1];
        var entry = new Entry(last.Envelope with { Id = Guid.CreateVersion7(), Version = session.Read.Version + 1 }, (CaseEvent)EventCatalogue.FromJson("hold_lifted", "{\"hold\": 1}"u8));
        return new ToSave(typeof(Domain.Cases.Case), [CaseStream.ToRecord(entry)], DocumentChanges.None, null)
        {
            Messages = [.. Enumerable.Range(0, messages).Select(_ => new ReportMoves("NSCP", session.Stream, 1))],
        };
    }

    Task<long> EventsAsync(string reference) => _database.NumberAsync($"select count(*) from mt_events where stream_id = (select case_id from mt_doc_reference where id = '{reference}')");

    Task<long> MessagesAsync() => _database.NumberAsync("select count(*) from wolverine.wolverine_incoming_envelopes");

    Task<long> PendingAsync() => _database.NumberAsync("select count(*) from wolverine.wolverine_incoming_envelopes where status <> 'Handled'");

    Task<long> DeadLettersAsync() => _database.NumberAsync("select count(*) from wolverine.wolverine_dead_letters");
}

/// <summary>A message of nobody's.</summary>
public sealed record LostNews(int Number) : IMessage;

/// <summary>Its name does not say that it handles anything.</summary>
public static class LostNewsReader
{
    public static void Handle(LostNews news) => ArgumentNullException.ThrowIfNull(news);
}
