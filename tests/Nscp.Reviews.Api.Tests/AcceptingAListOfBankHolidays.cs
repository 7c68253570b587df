using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NodaTime;
using Npgsql;

namespace Nscp.Reviews.Api.Tests;

/// <summary>
/// Monday 12 September 2022: the list of January 2022 is in force, without the State Funeral. On Wednesday the 14th that of December 2022
/// is sent in, which has it.
/// </summary>
public sealed class AcceptingAListOfBankHolidays : IAsyncLifetime
{
    static readonly Instant Monday12September2022 = Instant.FromUtc(2022, 9, 12, 8, 0), Wednesday14September2022 = Instant.FromUtc(2022, 9, 14, 8, 0);

    readonly ReviewsApp app = new();

    Client Administrator => app.As("administrator");

    public async ValueTask InitializeAsync()
    {
        await app.InitializeAsync();
        app.Clock.Now = Monday12September2022;
        (await SendAsync("2022-01-24")).Status.ShouldBe(201);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Moves_open_clocks_from_Monday_the_19th_to_Tuesday_the_20th_records_why_and_leaves_a_met_one_alone()
    {
        await OpenAsync("BH1");
        await OpenAsync("BH2");
        (await app.Manager.PostAsync("cases/BH2/panel-referral", new { })).Status.ShouldBe(200);
        (await DueAsync("BH1")).ShouldBe("2022-09-19");
        app.Clock.Now = Wednesday14September2022;

        (await SendAsync("2022-12-29")).Status.ShouldBe(201);

        (await DueAsync("BH1")).ShouldBe("2022-09-20", "due dates are derived: the report only follows");
        (await DueAsync("BH2")).ShouldBe("2022-09-19");
        (await ReadAsync("2022-09-13")).ShouldBe(("2022-09-19", 2), "as the record stood the day before");
        (await ReadAsync("2022-09-14T07:59:59Z")).ShouldBe(("2022-09-19", 2));
        (await ReadAsync("2022-09-14T08:00:00Z")).ShouldBe(("2022-09-20", 3));
        (await app.Manager.GetAsync("cases/BH1/clocks/panel-referral/explanation?knownAt=2022-09-13", "text/plain")).Text.ShouldEndWith(
            "It is due on Monday 19 September 2022, to the end of that day in London, by calendar revision 2. As at 13 September 2022 4 working days are left.\n");
        await using var host = await app.WholeHostAsync();
        var (moved, other) = (await ReportsAsync("BH1", 2), await ReportsAsync("BH2", 2));
        moved.Select(item => item.GetProperty("sentence").GetString()).ShouldContain(
            "The clock panel-referral was due on 19 September 2022 and is now due on 20 September 2022, because Bank Holiday for the State Funeral of Queen Elizabeth II, 19 September 2022, was added (calendar revision 3).");
        moved.ShouldAllBe(item => item.GetProperty("happenedOn").GetString() == "2022-09-14" && item.GetProperty("recorder").GetProperty("role").GetString() == "Administrator");
        other.Select(item => item.GetProperty("facts").GetProperty("clock").GetString()).ShouldBe(["partners-informed", "rapid-review"], "the SIN had been sent before");
        (await DeadlineAsync("BH1", "panel-referral")).ShouldBe("2022-09-20");
        (await DeadlineAsync("BH2", "rapid-review")).ShouldBe("2022-10-04");
    }

    [Fact]
    public async Task Shows_first_what_it_would_change_and_which_clocks_it_would_move_and_changes_nothing()
    {
        await OpenAsync("BH3");
        (await app.As("development-manager", "NCSCP", "NCSCP").PostAsync("cases", Body("BH4"))).Status.ShouldBe(201);
        var before = await app.EverythingAsync();

        await using var host = await app.WholeHostAsync();
        var reply = await new Client(host.Address, Token.For(app.Key, "administrator", "NSCP", "NSCP", null)).PostRawAsync("calendar/revisions?dryRun=true", Feed("2022-12-29"));

        (reply.Status, reply.ETag).ShouldBe((200, "\"2\""));
        (reply.Body.GetProperty("dryRun").GetBoolean(), reply.Body.GetProperty("accepted").GetBoolean(), reply.Body.GetProperty("revision").GetInt32()).ShouldBe((true, false, 3));
        reply.Body.GetProperty("difference").GetProperty("added").EnumerateArray().Select(h => h.GetProperty("date").GetString()).ShouldBe(["2022-09-19", "2023-05-08"]);
        Moves(reply).ShouldBe([("BH3", "panel-referral", "2022-09-19", "2022-09-20"), ("BH3", "partners-informed", "2022-09-19", "2022-09-20")]);
        (reply.Body.GetProperty("elsewhere").GetProperty("cases").GetInt32(), reply.Body.GetProperty("elsewhere").GetProperty("clocks").GetInt32()).ShouldBe((1, 2));
        reply.Text.ShouldNotContain("BH4", Case.Sensitive, "another partnership's");
        OfTheRecord(await app.EverythingAsync()).ShouldBe(OfTheRecord(before));
    }

    [Fact]
    public async Task Counts_nobody_else_s_clocks_in_a_host_that_cannot_see_them()
    {
        await OpenAsync("BH5");
        var reply = await SendAsync("2022-12-29", "?dryRun=true");
        Moves(reply).Count.ShouldBe(2);
        reply.Body.TryGetProperty("elsewhere", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Accepts_the_same_list_once()
    {
        var reply = await SendAsync("2022-01-24");
        (reply.Status, reply.Body.GetProperty("accepted").GetBoolean(), reply.Body.GetProperty("revision").GetInt32()).ShouldBe((200, false, 2));
        (await RevisionsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Answers_a_repeated_key_again_and_refuses_it_for_another_list()
    {
        var first = await SendAsync("2022-12-29", key: "k1");
        (first.Status, first.IsMadeAgain, first.ETag).ShouldBe((201, false, "\"3\""));
        var second = await SendAsync("2022-12-29", key: "k1");
        (second.Status, second.IsMadeAgain, second.ETag, second.Text).ShouldBe((201, true, "\"3\"", first.Text));
        (await SendAsync("2019-05-08", key: "k1")).Code.ShouldBe("key-reused");
        (await RevisionsAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Is_refused_when_another_list_was_accepted_since_the_difference_was_shown()
    {
        var shown = await SendAsync("2022-12-29", "?dryRun=true");
        (await SendAsync("2026-02-25")).Status.ShouldBe(201);
        (await SendAsync("2022-12-29", ifMatch: shown.ETag)).Code.ShouldBe("stale-version");
        (await SendAsync("2022-12-29", "?dryRun=true", ifMatch: shown.ETag)).Status.ShouldBe(412);
    }

    [Fact]
    public async Task Keeps_every_list_for_ever_with_who_accepted_it_and_what_it_changed()
    {
        (await SendAsync("2022-12-29", "?source=Found%20in%20the%20archive&reason=The%20State%20Funeral")).Status.ShouldBe(201);
        var all = await RevisionsAsync();
        all.Select(r => (r.GetProperty("revision").GetInt32(), r.GetProperty("inForce").GetBoolean())).ShouldBe([(1, false), (2, false), (3, true)]);
        all[0].TryGetProperty("acceptedAt", out _).ShouldBeFalse("it came with the program");
        (await app.Manager.GetAsync("calendar/revisions")).Body.TryGetProperty("offered", out _).ShouldBeFalse("the program ships no list that was not accepted");
        var third = all[2];
        (third.GetProperty("source").GetString(), third.GetProperty("reason").GetString(), third.GetProperty("acceptedBy").GetString()).ShouldBe(("Found in the archive", "The State Funeral", "A person (sample)"));
        (third.GetProperty("coversFrom").GetString(), third.GetProperty("coversTo").GetString(), third.GetProperty("acceptedAt").GetString()).ShouldBe(("2012-01-01", "2028-12-31", "2022-09-12T08:00:00Z"));
        third.GetProperty("sha256").GetString().ShouldBe("8063da95eb7fc504053b94c43f120e9cf83c7c110dea3b8c019e7ce1a2496445");
        (await app.Manager.GetAsync("calendar")).Body.GetProperty("revision").GetInt32().ShouldBe(3);
        (await app.Manager.GetAsync("calendar/due-date?start=2022-09-12&workingDays=5")).Body.GetProperty("calendarRevision").GetString().ShouldBe("3");
        (await app.Manager.GetAsync("calendar/revisions", "text/csv")).Text.Split('\n').Length.ShouldBeGreaterThan(3);
        (await app.TextsAsync("select type from mt_events where tenant_id = '*DEFAULT*' order by version")).ShouldBe(["calendar_revision_accepted", "calendar_revision_accepted"]);
    }

    [Theory]
    [InlineData("<!doctype html><html><body>Sorry, there is a problem</body></html>", 400, "calendar-list-refused")]
    [InlineData("", 400, "calendar-list-refused")]
    [InlineData("[]", 400, "calendar-list-refused")]
    [InlineData("""{"scotland":{"division":"scotland","events":[]}}""", 400, "calendar-list-refused")]
    [InlineData("""{"england-and-wales":{"division":"england-and-wales","events":[{"title":"X","date":"2027-02-30"}]}}""", 400, "calendar-list-refused")]
    public async Task Is_refused_with_what_is_wrong_and_nothing_half_accepted(string body, int status, string code)
    {
        var before = await app.EverythingAsync();
        foreach (var dryRun in (string[])["", "?dryRun=true"])
        {
            var reply = await Administrator.PostRawAsync($"calendar/revisions{dryRun}", Client.Json(body), ifMatch: null);
            (reply.Status, reply.Code).ShouldBe((status, code));
            reply.ErrorFields.ShouldBe(["list"]);
        }
        (await app.EverythingAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Is_refused_when_it_is_ten_megabytes_or_no_json()
    {
        (await Administrator.PostRawAsync("calendar/revisions", Client.Json(new string(' ', 10 * 1024 * 1024)))).Code.ShouldBe("too-large");
        (await Administrator.PostRawAsync("calendar/revisions", new StringContent("<html></html>", Encoding.UTF8, "text/html"))).Code.ShouldBe("not-json");
        (await SendAsync("2022-12-29", "?dryRun=perhaps")).ErrorFields.ShouldBe(["dryRun"]);
        (await SendAsync("2022-12-29", "?dryrun=true")).ErrorFields.ShouldBe(["dryrun"]);
        (await SendAsync("2022-12-29", ifMatch: "3")).ErrorFields.ShouldBe(["If-Match"]);
    }

    [Theory]
    [InlineData("development-manager")]
    [InlineData("independent-scrutineer")]
    [InlineData("reminder-job")]
    public async Task Is_for_the_administrator_alone(string role) =>
        (await app.As(role).PostRawAsync("calendar/revisions?dryRun=true", Feed("2022-12-29"))).Status.ShouldBe(403);

    /// <summary>An acceptance holds its lock while a command, decided by the list before, comes to its append.</summary>
    [Fact]
    public async Task Makes_a_command_that_was_decided_by_the_list_before_be_decided_again()
    {
        await OpenAsync("BH6");
        await using var connection = new NpgsqlConnection(app.SuperuserConnectionString);
        await connection.OpenAsync(ReviewsApp.Ct);
        await using var accepting = await connection.BeginTransactionAsync(ReviewsApp.Ct);
        await RunAsync(connection, "select pg_advisory_xact_lock(5207318843371912001)");
        var sending = app.Manager.PostAsync("cases/BH6/panel-referral", new { }, ifMatch: "\"1\"");
        await UntilAsync(async () => (await app.TextsAsync("select 'waits' from pg_locks where locktype = 'advisory' and not granted")).Count > 0, "the command waits for the acceptance");
        await RunAsync(connection, """
            insert into mt_doc_calendar (id, data, mt_version, mt_dotnet_type, revision)
            select '3', jsonb_set(data, '{revision}', '3'), gen_random_uuid(), mt_dotnet_type, 3 from mt_doc_calendar where revision = 2
            """);
        await accepting.CommitAsync(ReviewsApp.Ct);

        var reply = await sending;
        reply.Status.ShouldBe(200, "nobody else changed the case");
        (await app.TextsAsync("select headers->>'calendarRevision' from mt_events where type = 'panel_referral_sent'")).ShouldBe(["3"]);
    }

    [Fact]
    public async Task Tells_a_case_nothing_twice_when_the_follower_goes_through_it_all_again()
    {
        await OpenAsync("BH7");
        (await SendAsync("2022-12-29")).Status.ShouldBe(201);
        await using (await app.WholeHostAsync()) await ReportsAsync("BH7", 2);
        var before = await app.EverythingAsync();
        await app.TextsAsync("delete from mt_event_progression where name = 'calendar-moves:All' returning name");
        await using var again = await app.WholeHostAsync();
        await UntilAsync(async () => (await app.TextsAsync("select 'there' from mt_event_progression where name = 'calendar-moves:All' and last_seq_id > 0")).Count == 1, "the follower has come to the end again");
        await UntilAsync(async () => (await app.TextsAsync("select 'waits' from wolverine.wolverine_incoming_envelopes where status <> 'Handled'")).Count == 0, "all messages are handled");
        OfTheRecord(await app.EverythingAsync()).ShouldBe(OfTheRecord(before));
    }

    /// <summary>Commands that race it, cases that are opened meanwhile, and a runner that is killed: every case is told once of what it had before.</summary>
    [Fact]
    public async Task Misses_and_doubles_no_case_while_commands_race_it_and_its_runner_is_killed_and_begins_again()
    {
        const int cases = 12;
        for (var i = 0; i < cases; i++) await OpenAsync($"RC{i}");
        app.Clock.Now = Wednesday14September2022;
        var host = await app.WholeHostAsync();

        var writing = Task.WhenAll(Enumerable.Range(0, cases).Select(i => Task.Run(() => WriteAsync(host.Manager, i))));
        (await SendAsync("2022-12-29")).Status.ShouldBe(201);
        await host.DisposeAsync();
        await using var next = await app.WholeHostAsync();
        await writing;

        for (var i = 0; i < cases; i++)
        {
            var reports = await ReportsAsync($"RC{i}", 1);
            reports.Select(r => r.GetProperty("facts").GetProperty("clock").GetString()).ShouldBeUnique();
            await ShouldAgreeAsync($"RC{i}");
        }
        await UntilAsync(async () => (await app.TextsAsync(Stale)).Count == 0, "the rows of clocks are those of the list in force");
        (await app.TextsAsync("select count(*)::text from mt_events where type = 'due_date_moved' and (headers->>'calendarRevision')::int < 3")).ShouldBe(["0"]);
    }

    // Counted from 12 September the fifth working day is the 20th, but for what was met under the list before.
    const string Stale = "select id from mt_doc_clock where data ->> 'clock' in ('panel-referral', 'partners-informed') and due_on <> date '2022-09-20' and met_on is null";

    /// <summary>The other host may be gone: then the command is sent again to this one, as a client does.</summary>
    async Task WriteAsync(Client other, int i)
    {
        Reply? reply = null;
        try
        {
            reply = await other.PostAsync($"cases/RC{i}/partner-informed", new { partner = "NOTTS-POLICE" }, key: $"w{i}");
        }
        catch (Exception e) when (e is HttpRequestException or ShouldAssertException)
        {
            // The host was taken down under the request: whatever it still said, or did not, is no answer.
        }
        if (reply is not { Status: 200 }) (await app.Manager.PostAsync($"cases/RC{i}/partner-informed", new { partner = "NOTTS-POLICE" }, key: $"w{i}")).Status.ShouldBe(200);
        (await app.Manager.PostAsync("cases", Body($"RN{i + 100}"))).Status.ShouldBe(201);
    }

    /// <summary>A case tells both dates for each clock that it had before, and its events are told in the order of the revisions.</summary>
    async Task ShouldAgreeAsync(string reference)
    {
        var revisions = await app.TextsAsync($"""
            select headers->>'calendarRevision' from mt_events where stream_id = (select case_id from mt_doc_reference where id = '{reference}') order by version
            """);
        revisions.ShouldBe(revisions.Order());
        (await DueAsync(reference)).ShouldBe("2022-09-20");
    }

    static object Body(string reference) => OpeningACase.Incident(reference, aware: "2022-09-12");

    async Task OpenAsync(string reference) => (await app.Manager.PostAsync("cases", Body(reference))).Status.ShouldBe(201);

    async Task<string?> DueAsync(string reference) => (await app.Manager.GetAsync($"cases/{reference}/clocks")).Body.GetProperty("items").EnumerateArray()
        .Single(clock => clock.GetProperty("id").GetString() == "panel-referral").GetProperty("dueOn").GetString();

    async Task<string?> DeadlineAsync(string reference, string id) => (await app.Manager.GetAsync("deadlines?within=60")).Body.GetProperty("items").EnumerateArray()
        .Single(d => d.GetProperty("reference").GetString() == reference && d.GetProperty("id").GetString() == id).GetProperty("dueOn").GetString();

    async Task<List<JsonElement>> RevisionsAsync() => [.. (await app.Manager.GetAsync("calendar/revisions")).Body.GetProperty("items").EnumerateArray()];

    static List<(string?, string?, string?, string?)> Moves(Reply reply) =>
        [.. reply.Body.GetProperty("moves").EnumerateArray().Select(m => (m.GetProperty("reference").GetString(), m.GetProperty("id").GetString(), m.GetProperty("from").GetString(), m.GetProperty("to").GetString()))];

    static string OfTheRecord(string everything) => string.Join('\n', everything.Split('\n').Where(line => !line.StartsWith("mt_event_progression", StringComparison.Ordinal)));

    /// <summary>The case's reports, once there are as many.</summary>
    async Task<List<JsonElement>> ReportsAsync(string reference, int atLeast)
    {
        List<JsonElement> reports = [];
        await UntilAsync(async () => (reports = [.. (await app.Manager.GetAsync($"cases/{reference}/history")).Body.GetProperty("items").EnumerateArray()
            .Where(item => item.GetProperty("type").GetString() == "due_date_moved")]).Count >= atLeast, $"{reference} tells of {atLeast} moved clocks");
        return reports;
    }

    static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ReviewsApp.Ct);
    }

    static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        var end = Environment.TickCount64 + 60_000;
        while (!await isSo())
        {
            if (Environment.TickCount64 > end) throw new TimeoutException($"Not so after a minute: {what}.");
            await Task.Delay(100, ReviewsApp.Ct);
        }
    }

    async Task<(string? Due, int Revision)> ReadAsync(string knownAt)
    {
        var clock = (await app.Manager.GetAsync($"cases/BH1/clocks?knownAt={knownAt}")).Body.GetProperty("items").EnumerateArray().Single(c => c.GetProperty("id").GetString() == "panel-referral");
        return (clock.GetProperty("dueOn").GetString(), clock.GetProperty("calendarRevision").GetInt32());
    }

    Task<Reply> SendAsync(string feed, string query = "", string? ifMatch = null, string? key = null) =>
        Administrator.PostRawAsync($"calendar/revisions{query}", Feed(feed), ifMatch, key);

    static ByteArrayContent Feed(string name)
    {
        using var file = typeof(AcceptingAListOfBankHolidays).Assembly.GetManifestResourceStream(name == "2026-02-25" ? "feed-shipped.json" : $"feed-{name}.json")
            ?? typeof(Domain.Clocks.ShippedCalendar).Assembly.GetManifestResourceStream("bank-holidays.json")!;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }
}
