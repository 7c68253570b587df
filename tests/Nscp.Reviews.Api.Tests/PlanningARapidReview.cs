using System.Text.Json;

namespace Nscp.Reviews.Api.Tests;

/// <summary>The SIN is sent and received on Friday 2 May 2025. Monday 5 May and Monday 26 May are bank holidays, so the rapid review is due on Tuesday the 27th.</summary>
public sealed class PlanningARapidReview(ReviewsApp app) : IClassFixture<ReviewsApp>, IDisposable
{
    const string Route = "rapid-review-plan";

    static readonly object MeetingOnThe20th = new { happenedOn = "2025-05-06", steps = new object[] { new { step = "meeting", on = "2025-05-20" }, new { step = "report-drafted", leftOut = true } } };

    readonly string _file = Path.Combine(Path.GetTempPath(), $"nscp-reviews-timetables-{Guid.NewGuid():n}.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Is_begun_for_it_when_the_SIN_is_there()
    {
        (await app.Manager.PostAsync("cases", OpeningACase.Incident("25-1"), null)).Status.ShouldBe(201);
        (await CaseAsync("25-1")).TryGetProperty("plan", out _).ShouldBeFalse();
        await ReceiveTheSinAsync("25-1");
        var plan = await PlanAsync("25-1");
        (plan.GetProperty("proposed").GetBoolean(), plan.GetProperty("countedFrom").GetString(), plan.GetProperty("countedFromReceipt").GetBoolean()).ShouldBe((true, "2025-05-02", true));
        Days(plan, "proposedOn").ShouldBe(["returns-asked 2025-05-06", "returns-in 2025-05-13", "meeting 2025-05-16", "report-drafted 2025-05-20", "sign-off 2025-05-22"]);
        Days(plan, "plannedOn").ShouldBeEmpty();
        plan.GetProperty("warnings").GetArrayLength().ShouldBe(0);
        (await app.As("agency-lead", "SFHT").GetAsync("cases/25-1")).Body.TryGetProperty("plan", out _).ShouldBeFalse("an agency sees what it is asked");
        (await app.As("independent-scrutineer").GetAsync("cases/25-1")).Body.TryGetProperty("plan", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("development-manager", "25-2")]
    [InlineData("business-support", "25-3")]
    public async Task Changes_the_days_in_the_plan_and_nothing_among_the_clocks(string role, string reference)
    {
        await OpenAsync(reference);
        var clocks = await ClocksAsync(reference);

        var reply = await app.As(role).PostAsync($"cases/{reference}/{Route}", MeetingOnThe20th);

        (reply.Status, string.Join(' ', reply.Recorded)).ShouldBe((200, "rapid_review_planned"), reply.Text);
        var plan = await PlanAsync(reference);
        plan.GetProperty("proposed").GetBoolean().ShouldBeFalse();
        Days(plan, "plannedOn").ShouldBe(["meeting 2025-05-20"]);
        plan.GetProperty("steps")[3].GetProperty("note").GetString().ShouldBe("Left out of the plan.");
        (await ClocksAsync(reference)).ShouldBe(clocks);
    }

    [Fact]
    public async Task Warns_of_a_day_beyond_the_due_date_and_refuses_it_not()
    {
        await OpenAsync("25-4");
        var steps = new object[] { new { step = "sign-off", on = "2025-05-28" } };
        (await app.Manager.PostAsync($"cases/25-4/{Route}", new { happenedOn = "2025-05-06", steps })).Status.ShouldBe(200);
        (await PlanAsync("25-4")).GetProperty("warnings")[0].GetString().ShouldBe(
            "“The three partners agree the report” is planned for Wednesday 28 May 2025, after the rapid review is due: Tuesday 27 May 2025.");
    }

    [Fact]
    public async Task Twice_records_nothing_new()
    {
        await OpenAsync("25-5");
        var first = await app.Manager.PostAsync($"cases/25-5/{Route}", MeetingOnThe20th, key: "plan");
        var (again, anew) = (await app.Manager.PostAsync($"cases/25-5/{Route}", MeetingOnThe20th, key: "plan"), await app.Manager.PostAsync($"cases/25-5/{Route}", MeetingOnThe20th));
        (again.Status, again.ETag, anew.Status, anew.ETag).ShouldBe((200, first.ETag, 200, first.ETag));
        anew.Recorded.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("partner-delegate", "25-6", "*", null, 403, "not-allowed")]
    [InlineData("independent-scrutineer", "25-6", "*", null, 403, "not-allowed")]
    [InlineData("development-manager", "25-699", "*", null, 404, "case-not-found")]
    [InlineData("development-manager", "25-6", "\"1\"", null, 412, "stale-version")]
    [InlineData("development-manager", "25-6", null, null, 428, "version-missing")]
    [InlineData("development-manager", "25-6", "*", """{ "steps": "meeting" }""", 400, "not-understood")]
    [InlineData("development-manager", "25-6", "*", """{ "steps": [ { "step": "meeting", "on": "20 May" } ] }""", 400, "not-understood")]
    [InlineData("development-manager", "25-6", "*", """{ "steps": [ { "step": "meeting", "due": "2025-05-20" } ] }""", 400, "not-understood")]
    [InlineData("development-manager", "25-6", "*", "{}", 400, "not-understood")]
    [InlineData("development-manager", "25-6", "*", """{ "steps": [] }""", 409, "steps-unclear")]
    [InlineData("development-manager", "25-6", "*", """{ "steps": [ { "step": "tea", "on": "2025-05-20" } ] }""", 409, "unknown-step")]
    [InlineData("development-manager", "25-6", "*", """{ "steps": [ { "step": "meeting", "on": "2025-05-01" } ] }""", 409, "planned-before-the-referral")]
    public async Task Is_refused_and_leaves_the_store_as_it_was(string role, string reference, string? ifMatch, string? body, int status, string code)
    {
        if ((await app.Manager.GetAsync("cases/25-6")).Status == 404) await OpenAsync("25-6");
        var before = await app.EverythingAsync();

        var reply = await app.As(role).PostAsync($"cases/{reference}/{Route}", body ?? JsonSerializer.Serialize(MeetingOnThe20th), ifMatch);

        (reply.Status, reply.Code).ShouldBe((status, code), reply.Text);
        (await app.EverythingAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Goes_by_the_timetable_of_the_deployment_where_it_has_one()
    {
        await OpenAsync("25-7");
        await WriteAsync("report-sent");
        await using var host = await app.SecondHostAsync(app.ApplicationConnectionString, $"--Reviews:RapidReviewTimetables={_file}");
        var plan = (await host.Manager.GetAsync("cases/25-7")).Body.GetProperty("plan");
        plan.GetProperty("timetable").GetString().ShouldBe("Our own");
        Days(plan, "proposedOn").ShouldBe(["panel 2025-05-21"]);
        (await host.Manager.PostAsync($"cases/25-7/{Route}", MeetingOnThe20th)).Code.ShouldBe("unknown-step");
    }

    [Fact]
    public async Task Is_not_begun_by_a_timetable_that_cannot_hold()
    {
        await WriteAsync("tea-served");
        var refusal = (await Should.ThrowAsync<InvalidOperationException>(() => app.SecondHostAsync(app.ApplicationConnectionString, $"--Reviews:RapidReviewTimetables={_file}"))).Message;
        refusal.ShouldStartWith($"The partnerships' own timetables in {_file} cannot be used. The timetables cannot be read: $[0].steps[0].doneWhen: ");
        refusal.ShouldEndWith("Mend the file that Reviews__RapidReviewTimetables names and start again; without that setting the host runs by the timetables that it ships.");
    }

    Task WriteAsync(string doneWhen) => File.WriteAllTextAsync(
        _file, $$"""[ { "title": "Our own", "partnership": "NSCP", "steps": [ { "id": "panel", "title": "It goes to the Panel", "workingDay": 12, "doneWhen": "{{doneWhen}}" } ] } ]""", ReviewsApp.Ct);

    async Task OpenAsync(string reference)
    {
        (await app.Manager.PostAsync("cases", OpeningACase.Incident(reference), null)).Status.ShouldBe(201);
        await ReceiveTheSinAsync(reference);
    }

    async Task ReceiveTheSinAsync(string reference)
    {
        foreach (var milestone in (string[])["panel-referral", "sin-received"])
            (await app.Manager.PostAsync($"cases/{reference}/{milestone}", new { happenedOn = "2025-05-02" })).Status.ShouldBe(200);
    }

    async Task<JsonElement> CaseAsync(string reference) => (await app.Manager.GetAsync($"cases/{reference}")).Body;

    async Task<JsonElement> PlanAsync(string reference) => (await CaseAsync(reference)).GetProperty("plan");

    /// <summary>All that tells of clocks: the case's own, the deadlines, and the year's timeliness.</summary>
    async Task<string> ClocksAsync(string reference)
    {
        var told = new List<string>();
        foreach (var route in (string[])[$"cases/{reference}/clocks", $"deadlines?reference={reference}", "reports/timeliness?year=2025-26", "reports/key-facts?year=2025-26"])
            told.Add((await app.Manager.GetAsync(route)).Text);
        return string.Join('\n', told);
    }

    static IEnumerable<string> Days(JsonElement plan, string field) =>
        plan.GetProperty("steps").EnumerateArray().Where(s => s.TryGetProperty(field, out _)).Select(s => $"{s.GetProperty("id").GetString()} {s.GetProperty(field).GetString()}");
}
