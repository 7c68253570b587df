using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Nscp.Reviews.Api.Tests.Hindsight;

/// <summary>Both decisions of one case, each as its history tells it: known on the day beside as now understood.</summary>
public partial class AskingHowADecisionCameAbout(HindsightCase told) : IClassFixture<HindsightCase>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Is_told_as_a_page_that_says_this(int decision)
    {
        var reply = await told.GetAsync($"/decisions/{decision}/history", "text/html");
        (reply.Status, reply.ETag, reply.Raw.Content.Headers.ContentType!.ToString()).ShouldBe((200, "\"24\"", "text/html; charset=utf-8"));
        TextOf(reply.Text).ShouldBe(Approved($"decision-{decision}.txt"));
    }

    [Fact]
    public async Task Is_one_document_that_encodes_every_text_asks_for_nothing_and_runs_nothing()
    {
        var page = await told.GetAsync("/decisions/1/history", "text/html");
        page.Text.ShouldStartWith("<!DOCTYPE html>\n<html lang=\"en-GB\">");
        page.Text.ShouldContain("The learning is &lt;identified&gt; &amp; shared.");
        page.Text.ShouldContain("@media print");
        foreach (var never in (string[])["<script", "<link", "<img", "src=", "href=", "<identified>"]) page.Text.ShouldNotContain(never);
        page.Raw.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; style-src 'unsafe-inline'");
    }

    [Fact]
    public async Task Tells_what_was_known_on_the_day_beside_what_is_now_understood()
    {
        var one = (await told.GetAsync("/decisions/1/history")).Body;

        One(one, "told.differ", "meeting.differ", "meeting.onTheDay.quorate", "day", "asAt", "version", "standing.stands", "standing.replacedBy.decision").ShouldBe("False False True 2025-03-24 2025-05-14 24 False 2");
        Each(one, "agencies", "agency.code", "askedOn", "dueOn", "knownThen.byTheDay", "recordSaid.byTheDay", "asNowUnderstood.byTheDay", "asNowUnderstood.returnedOn").ShouldBe(
        [
            "NUH 2025-03-11 2025-03-18 True False True 2025-03-17",
            "NHCFT 2025-03-11 2025-03-18 True True True 2025-03-20",
        ]);
        Each(one, "clocks", "id", "onTheDay.clock.state", "onTheDay.clock.dueOn", "differ", "asNowUnderstood.clock.state", "asNowUnderstood.clock.dueOn").ShouldBe(
        [
            "panel-referral met 2025-03-10 True met-late 2025-03-07",
            "partners-informed met 2025-03-10 True met 2025-03-07",
            "rapid-review running 2025-03-31 False - -",
            "agency-return met 2025-03-18 False - -",
            "agency-return-2 met-late 2025-03-18 False - -",
        ]);
        Each(one, "laterCorrections", "version", "of", "field", "said", "right", "why", "foundBy", "knownOn", "recordedAt", "knownOnTheDay", "inEffect").ShouldBe(
            ["20 1 awareOn 2025-03-03 2025-02-28 The strategy meeting's minutes. Business Support 2025-04-14 2025-04-14T11:00:00Z False True"]);
        Each(one, "panel", "version", "view", "known").ShouldBe(["18 disagrees after"]);
        Each(one, "entries", "entry.version", "known", "recordedAfter").Where(e => e.EndsWith("True", StringComparison.Ordinal)).ShouldBe(["17 before True"]);
    }

    [Fact]
    public async Task Tells_the_later_decision_with_the_earlier_one_and_the_Panels_response_to_it()
    {
        var two = (await told.GetAsync("/decisions/2/history")).Body;

        One(two, "standing.stands", "standing.replaces.decision", "standing.replaces.outcome", "standing.replaces.why").ShouldBe("True 1 no-further-review The Panel disagreed, and awareness was earlier.");
        Each(two.GetProperty("told").GetProperty("asNowUnderstood"), "partners", "partner", "required.code", "says", "view").ShouldBe(
            ["local-authority NCC agreed -", "police NOTTS-POLICE dissented The criminal case comes first.", "health-partner NN-ICB agreed -"]);
        Each(two, "irregularities", "version", "code", "acknowledged", "stoodThen", "standsNow", "reason").ShouldBe(["23 agreement-missing True True True Dissent is recorded."]);
        Each(two, "panel", "version", "view", "known").ShouldBe(["18 disagrees before"]);
        two.GetProperty("clocks").EnumerateArray().ShouldAllBe(c => !c.GetProperty("differ").GetBoolean());
        two.GetProperty("laterCorrections").GetArrayLength().ShouldBe(0);
        two.GetProperty("entries").GetArrayLength().ShouldBe(24);
    }

    [Fact]
    public async Task Is_told_as_it_stood_at_an_earlier_moment()
    {
        var then = await told.GetAsync("/decisions/1/history?knownAt=2025-04-13");
        then.ETag.ShouldBe("\"19\"");
        One(then.Body, "asAt", "standing.stands").ShouldBe("2025-04-13 True");
        then.Body.GetProperty("laterCorrections").GetArrayLength().ShouldBe(0);
        then.Body.GetProperty("clocks").EnumerateArray().ShouldAllBe(c => !c.GetProperty("differ").GetBoolean());
        then.Text.ShouldNotContain("2025-02-28");
        (await told.GetAsync("/decisions/2/history?knownAt=2025-04-21")).Code.ShouldBe("decision-not-found");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/html")]
    public async Task Hides_the_protected_text_of_decisions_from_business_support(string accept)
    {
        var reply = await told.App.As("business-support").GetAsync("cases/25-7/decisions/2/history", accept);
        reply.Status.ShouldBe(200);
        foreach (var secret in (string[])["more to learn", "Finding for", "criminal case", "awareness was earlier", "Dissent is recorded", "nothing further", "group will meet"]) reply.Text.ShouldNotContain(secret);
        reply.Text.ShouldContain("(protected)");
        reply.Text.ShouldContain("Look at the earlier injuries.");
        (await told.App.As("independent-scrutineer").GetAsync("cases/25-7/decisions/2/history", accept)).Text.ShouldContain("criminal case");
    }

    [Theory]
    [InlineData("3")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("one")]
    [InlineData("99999999999")]
    public async Task Is_not_found_where_there_is_no_such_decision(string decision) => (await told.GetAsync($"/decisions/{decision}/history")).Code.ShouldBe("decision-not-found");

    [Fact]
    public async Task Is_not_told_to_those_who_may_not_read_it_nor_of_another_case()
    {
        (await told.Manager.GetAsync("cases/ZZ99/decisions/1/history")).Code.ShouldBe("case-not-found");
        (await told.App.As("development-manager", "NCSCP", "NCSCP").GetAsync("cases/25-7/decisions/1/history")).Code.ShouldBe("case-not-found");
        foreach (var role in (string[])["agency-lead", "administrator", "reminder-job"]) (await told.App.As(role).GetAsync("cases/25-7/decisions/1/history")).Status.ShouldBe(403);
        (await told.App.Nobody.GetAsync("cases/25-7/decisions/1/history")).Status.ShouldBe(401);
        (await told.GetAsync("/decisions/1/history?today=2025-03-24")).ErrorFields.ShouldBe(["today"]);
    }

    static IEnumerable<string> Each(JsonElement all, string list, params string[] fields) => all.GetProperty(list).EnumerateArray().Select(item => One(item, fields)).ToList();

    static string One(JsonElement item, params string[] fields) => string.Join(' ', fields.Select(field => field.Split('.').Aggregate(
        (JsonElement?)item, (at, name) => at is { ValueKind: JsonValueKind.Object } inner && inner.TryGetProperty(name, out var value) ? value : null)?.ToString() ?? "-"));

    /// <summary>What a reader sees: a line for each paragraph, row and term.</summary>
    static string TextOf(string html)
    {
        var lines = Lines().Replace(Cells().Replace(Style().Replace(html, ""), " | "), "\n");
        return string.Join('\n', WebUtility.HtmlDecode(Tags().Replace(lines, "")).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)) + "\n";
    }

    static string Approved(string name)
    {
        using var reader = new StreamReader(typeof(HindsightCase).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex(@"</t[dh]>\s*<t[dh][^>]*>")]
    private static partial Regex Cells();

    [GeneratedRegex("(?=<(title|h1|h2|h3|p|tr|dt|dd|caption|div)[ >])")]
    private static partial Regex Lines();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();
}
