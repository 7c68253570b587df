namespace Nscp.Reviews.Api.Tests;

public class AskingForAReading(OneCase app) : IClassFixture<OneCase>
{
    [Theory]
    [InlineData("cases?kind=murder", "kind")]
    [InlineData("cases?limit=0", "limit")]
    [InlineData("cases?limit=9999", "limit")]
    [InlineData("cases?colour=red", "colour")]
    [InlineData("cases?after=nonsense!", "after")]
    [InlineData("cases?open=perhaps", "open")]
    [InlineData("cases/24-3?colour=red", "colour")]
    [InlineData("cases/24-3/history?by=colour", "by")]
    [InlineData("deadlines?within=-1", "within")]
    [InlineData("deadlines?clock=sand", "clock")]
    [InlineData("deadlines?force=brute", "force")]
    [InlineData("deadlines?organisation=nobody%20known", "organisation")]
    [InlineData("deadlines?reference=a%20name", "reference")]
    [InlineData("deadlines?state=met", "state")]
    [InlineData("deadlines?state=not-started", "state")]
    [InlineData("deadlines?today=tomorrow", "today")]
    [InlineData("deadlines?today=2024-02-30", "today")]
    [InlineData("deadlines?today=2024-03-01", "today")]
    [InlineData("deadlines?after=AAAA", "after")]
    [InlineData("recommendations?owner=nobody%20known", "owner")]
    [InlineData("recommendations?after=AAAA", "after")]
    [InlineData("recommendations/completion?by=colour", "by")]
    [InlineData("reports/key-facts", "year")]
    [InlineData("reports/key-facts?year=2019", "year")]
    [InlineData("reports/key-facts?year=2019-20&asAt=yesterday", "asAt")]
    [InlineData("reports/key-facts?from=2019-04-01", "to")]
    [InlineData("reports/key-facts?to=2020-03-31", "from")]
    [InlineData("reports/key-facts?from=2020-04-01&to=2020-03-31", "from")]
    [InlineData("reports/key-facts?year=2019-20&from=2019-04-01", "from")]
    [InlineData("reports/key-facts?from=0001-01-01&to=2020-03-31", "from")]
    [InlineData("reports/timeliness", "year")]
    [InlineData("reports/timeliness?year=2019", "year")]
    [InlineData("reports/timeliness?from=2019-04-01", "to")]
    [InlineData("reports/timeliness?from=2020-04-01&to=2020-03-31", "from")]
    [InlineData("reports/timeliness?year=2019-20&to=2019-04-01", "to")]
    [InlineData("reports/timeliness?year=2019-20&asAt=2025-05-15", "asAt")]
    [InlineData("reports/timeliness?year=2019-20&clock=rapid-review", "clock")]
    [InlineData("organisations?x=1", "x")]
    [InlineData("organisations?kind=club", "kind")]
    [InlineData("organisations?limit=0", "limit")]
    [InlineData("organisations?after=nonsense!", "after")]
    [InlineData("calendar?x=1", "x")]
    public async Task That_cannot_be_understood_names_the_parameter(string route, string parameter)
    {
        var reply = await app.Manager.GetAsync(route);
        (reply.Status, reply.ErrorFields.Single()).ShouldBe((400, parameter), reply.Text);
    }

    [Theory]
    [InlineData("cases/ZZ99")]
    [InlineData("cases/ZZ99/history")]
    [InlineData("cases/ZZ99/clocks")]
    [InlineData("cases/ZZ99?colour=red")]
    [InlineData("cases/ZZ99/clocks?colour=red")]
    [InlineData("cases/ZZ99/history?by=colour")]
    [InlineData("cases/'%20or%201=1")]
    [InlineData("nowhere")]
    public async Task Of_what_is_not_there_is_not_found(string route) => (await app.Manager.GetAsync(route)).Status.ShouldBe(404);

    [Fact]
    public async Task Of_another_partnership_is_not_found()
    {
        var stranger = app.App.As("development-manager", "NCSCP", "NCSCP");
        (await stranger.GetAsync("cases/24-3")).Status.ShouldBe(404);
        (await stranger.GetAsync("cases")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
        (await stranger.GetAsync("deadlines?within=250")).Body.GetProperty("items").EnumerateArray().ShouldAllBe(d => d.GetProperty("clock").GetString() == "yearly-report");
    }

    [Fact]
    public async Task With_another_method_is_told_so()
    {
        var reply = await app.Manager.SendAsync(HttpMethod.Delete, "cases/24-3", null);
        (reply.Status, reply.Code).ShouldBe((405, "method-not-allowed"));
        reply.Raw.Content.Headers.Allow.ShouldBe(["GET", "HEAD"]);
        (await app.Manager.SendAsync(HttpMethod.Delete, "cases/24-3/decision", null)).Raw.Content.Headers.Allow.ShouldBe(["POST"]);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("cases")]
    [InlineData("cases/24-3")]
    [InlineData("cases/ZZ99")]
    [InlineData("deadlines?within=-1")]
    [InlineData("organisations")]
    public async Task By_its_head_is_told_what_GET_is_told_but_the_body(string route)
    {
        var get = await app.Manager.GetAsync(route);
        var (status, head) = await app.Manager.HeadAsync(route);
        status.ShouldBe(get.Status);
        head.Content.Headers.ContentType.ShouldBe(get.Raw.Content.Headers.ContentType);
        head.Headers.ETag.ShouldBe(get.Raw.Headers.ETag);
        (await head.Content.ReadAsByteArrayAsync(ReviewsApp.Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task By_its_head_opens_nothing_that_is_closed()
    {
        (await app.App.Nobody.HeadAsync("cases")).Status.ShouldBe(401);
        (await app.As("administrator").HeadAsync("cases")).Status.ShouldBe(403);
        (await app.Manager.HeadAsync("cases/24-3/decision")).Status.ShouldBe(405);
    }

    [Fact]
    public async Task Gives_the_organisations_in_parts_that_neither_repeat_nor_skip()
    {
        var all = Codes(await app.Manager.GetAsync("organisations?limit=500"));
        var (parts, route) = (new List<string>(), "/api/v1/organisations?limit=10");
        // Bounded, so that a cursor that does not move on fails instead of going round.
        for (var part = 0; part < 20 && route is not null; part++)
        {
            var reply = await app.Manager.GetAsync(route);
            parts.AddRange(Codes(reply));
            reply.Body.GetProperty("districts").GetArrayLength().ShouldBe(7);
            route = reply.Raw.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
            (route is not null).ShouldBe(reply.Body.TryGetProperty("after", out _));
        }

        parts.ShouldBe(all);
        all.Count.ShouldBeGreaterThan(20);
        all.ShouldBe(all.Order(StringComparer.Ordinal));
        Codes(await app.Manager.GetAsync("organisations?kind=police")).ShouldBe(["DERBYSHIRE-POLICE", "NOTTS-POLICE"]);

        static List<string> Codes(Reply reply) => [.. reply.Body.GetProperty("items").EnumerateArray().Select(o => o.GetProperty("code").GetString()!)];
    }

    [Fact]
    public async Task Of_a_case_gives_its_version_and_what_comes_next()
    {
        var reply = await app.Manager.GetAsync("cases/24-3");
        reply.ETag.ShouldBe("\"11\"");
        reply.Body.GetProperty("version").GetInt32().ShouldBe(11);
        var next = reply.Body.GetProperty("next").EnumerateArray().ToDictionary(n => n.GetProperty("milestone").GetString()!);
        next["sin-received"].GetProperty("may").GetBoolean().ShouldBeTrue();
        next["publication"].GetProperty("whyNot").GetProperty("code").GetString().ShouldBe("no-cspr");
    }

    [Fact]
    public async Task Gives_the_bank_holidays_as_CSV_too() =>
        (await app.Manager.GetAsync("calendar", "text/csv")).Text.ShouldStartWith("date,title\r\n2012-01-02,");
}

/// <summary>What each role sees of a case.</summary>
public class SeeingACase(SeenCase app) : IClassFixture<SeenCase>
{
    const string Secret = "Illustrative: the criteria are met.", Narrative = "An illustrative summary";

    [Theory]
    [InlineData("cases/24-3")]
    [InlineData("cases/24-3/history")]
    public async Task Shows_everything_to_those_who_may_read_everything(string route)
    {
        foreach (var role in (string[])["development-manager", "independent-scrutineer", "partner-delegate"])
        {
            var text = (await app.App.As(role).GetAsync(route)).Text;
            text.ShouldContain(Secret);
            text.ShouldContain(Narrative);
        }
    }

    [Theory]
    [InlineData("cases/24-3")]
    [InlineData("cases/24-3/history")]
    public async Task Hides_the_protected_text_of_decisions_from_business_support(string route)
    {
        var text = (await app.App.As("business-support").GetAsync(route)).Text;
        text.ShouldNotContain(Secret);
        text.ShouldNotContain("Illustrative finding");
        text.ShouldNotContain("Secret");
        text.ShouldContain(Narrative);
    }

    [Fact]
    public async Task Shows_an_agency_its_own_actions_and_no_narrative()
    {
        foreach (var route in (string[])["cases", "cases/24-3", "recommendations"])
        {
            var text = (await app.App.As("agency-lead", "SFHT").GetAsync(route)).Text;
            text.ShouldNotContain(Secret);
            text.ShouldNotContain(Narrative);
            text.ShouldNotContain("Worksop");
        }
        (await app.App.As("agency-lead", "SFHT").GetAsync("cases/24-3")).Body.GetProperty("recommendations").GetArrayLength().ShouldBe(5);
        var stranger = (await app.App.As("agency-lead", "DBTH").GetAsync("cases/24-3")).Body;
        stranger.GetProperty("recommendations").GetArrayLength().ShouldBe(0);
        stranger.GetProperty("clocks").GetArrayLength().ShouldBe(0);
        (await app.App.As("agency-lead", "DBTH").GetAsync("recommendations")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
        (await app.App.As("agency-lead", "DBTH").GetAsync("recommendations?owner=SFHT")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Gives_the_reminder_job_references_and_dates_alone()
    {
        var deadlines = await app.App.As("reminder-job").GetAsync("deadlines?within=250");
        deadlines.Body.GetProperty("items").GetArrayLength().ShouldBeGreaterThan(0);
        deadlines.Text.ShouldNotContain("Illustrative");
    }

    [Fact]
    public async Task Tells_business_support_of_no_step_that_it_may_not_record()
    {
        var next = (await app.App.As("business-support").GetAsync("cases/24-3")).Body.GetProperty("next").EnumerateArray().Select(n => n.GetProperty("milestone").GetString());
        next.ShouldNotContain("decision");
        next.ShouldContain("information-request");
    }
}

/// <summary>The story up to the recommendations, with a correction of the decision's reasons.</summary>
public sealed class SeenCase : IAsyncLifetime
{
    internal ReviewsApp App { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        foreach (var telling in Telling.All.TakeWhile(t => !t.Path.Contains("R2"))) (await telling.SendAsync(App.Manager)).Status.ShouldBeLessThan(300, telling.Path);
        var decision = (await App.TextsAsync("select id::text from mt_events where type = 'decision_made'")).Single();
        var body = new { @event = decision, field = "scrutinyAdvice", right = "Secret correction", foundBy = "Development Manager", reason = "Secret correction's reason" };
        (await App.Manager.PostAsync("cases/24-3/correction", body)).Status.ShouldBe(200);
        var correction = (await App.TextsAsync("select id::text from mt_events where type = 'recorded_wrongly'")).Single();
        var again = new { @event = correction, field = "right", right = "Secret correction of a correction", foundBy = "Development Manager", reason = "Misheard" };
        (await App.Manager.PostAsync("cases/24-3/correction", again)).Status.ShouldBe(200);
        foreach (var (milestone, scrutiny) in new (string, object)[] { ("scrutiny-advice", new { on = "decision", advice = "Secret advice" }), ("scrutiny-challenge", new { on = "decision", text = "Secret challenge" }) })
            (await App.As("independent-scrutineer").PostAsync($"cases/24-3/{milestone}", scrutiny)).Status.ShouldBe(200);
        var challenge = (await App.TextsAsync("select data->>'challenge' from mt_events where type = 'scrutiny_challenge_made' order by seq_id desc limit 1")).Single();
        (await App.Manager.PostAsync("cases/24-3/scrutiny-response", new { challenge = int.Parse(challenge, System.Globalization.CultureInfo.InvariantCulture), response = "Secret response" })).Status.ShouldBe(200);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
