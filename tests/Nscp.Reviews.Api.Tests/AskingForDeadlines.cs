using System.Text.Json;

namespace Nscp.Reviews.Api.Tests;

public class AskingForDeadlines(OneCase app) : IClassFixture<OneCase>
{
    const string Header = "X-As-If-Today";

    [Fact]
    public async Task Gives_every_open_clock_with_its_force_and_what_it_is_over_by()
    {
        var reply = await app.As("reminder-job").GetAsync("deadlines");
        Clocks(reply).ShouldBe(["partners-informed", "agency-return", "rapid-review", "action"]);
        var review = reply.Body.GetProperty("items")[2];
        (review.GetProperty("dueOn").GetString(), review.GetProperty("state").GetString(), review.GetProperty("force").GetString()).ShouldBe(("2024-03-27", "overdue", "guidance"));
        // From Wednesday 27 March 2024 to Wednesday 14 May 2025, less eleven bank holidays.
        review.GetProperty("n").GetInt32().ShouldBe(284);
        reply.Body.TryGetProperty("asIfToday", out _).ShouldBeFalse();
        reply.Raw.Headers.Contains(Header).ShouldBeFalse();
    }

    [Theory]
    [InlineData("clock=agency-return", "agency-return")]
    [InlineData("force=local", "agency-return, action")]
    [InlineData("organisation=SFHT&force=local&state=overdue", "agency-return, action")]
    [InlineData("organisation=NUH", "")]
    [InlineData("reference=24-3&state=running", "")]
    [InlineData("reference=24-4", "")]
    [InlineData("today=2024-03-14&within=1", "partners-informed, agency-return")]
    [InlineData("today=2024-03-15&state=due-today", "agency-return")]
    [InlineData("state=outside-coverage", "")]
    public async Task Can_be_narrowed(string query, string clocks) => Clocks(await app.Manager.GetAsync($"deadlines?{query}")).ShouldBe(clocks.Split(", ", StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public async Task As_if_it_were_another_day_is_marked_as_a_what_if()
    {
        const string route = "deadlines?today=2024-03-14";
        var reply = await app.As("reminder-job").GetAsync(route);
        reply.Body.GetProperty("asIfToday").GetString().ShouldBe("2024-03-14");
        reply.Body.GetProperty("items").EnumerateArray().Select(d => (d.GetProperty("clock").GetString(), d.GetProperty("state").GetString(), d.GetProperty("n").GetInt32()))
            .ShouldBe([("partners-informed", "overdue", 3), ("agency-return", "running", 1), ("rapid-review", "running", 9)]);
        foreach (var accept in (string[])["application/json", "text/csv"])
            (await app.Manager.GetAsync(route, accept)).Raw.Headers.GetValues(Header).ShouldBe(["2024-03-14"], accept);
        (await app.Manager.GetAsync("deadlines", "text/csv")).Raw.Headers.Contains(Header).ShouldBeFalse();
        // The SIN went on the 6th, and on the 5th the referral was still open.
        Clocks(await app.Manager.GetAsync("deadlines?today=2024-03-05")).ShouldBe(["panel-referral", "partners-informed"]);
    }

    [Theory]
    [InlineData("today=2011-12-31")]
    [InlineData("today=2029-01-01")]
    [InlineData("today=2028-12-29&within=1")]
    [InlineData("today=2028-06-01&within=250")]
    public async Task Beyond_the_calendar_gives_no_guess(string query)
    {
        var reply = await app.Manager.GetAsync($"deadlines?{query}");
        (reply.Status, reply.Code).ShouldBe((422, "outside-calendar-coverage"));
        reply.Body.GetProperty("detail").GetString()!.ShouldContain("from 1 January 2012 to 31 December 2028");
    }

    [Fact]
    public async Task Before_the_record_begins_says_when_that_was() =>
        (await app.Manager.GetAsync("deadlines?today=2024-03-03")).Body.GetProperty("errors").GetProperty("today")[0].GetString()!.ShouldContain("4 March 2024");

    [Fact]
    public async Task Warns_when_the_calendar_runs_out()
    {
        (await app.Manager.GetAsync("deadlines")).Body.GetProperty("warnings").GetArrayLength().ShouldBe(0);
        (await app.Manager.GetAsync("deadlines?today=2028-10-02")).Body.GetProperty("warnings").EnumerateArray().Single().GetString()!.ShouldContain("2029");
    }

    [Fact]
    public async Task Goes_on_part_by_part_with_the_same_question()
    {
        var (clocks, route) = (new List<string>(), "/api/v1/deadlines?today=2024-03-14&limit=1");
        // Bounded, so that a cursor that does not move on fails instead of going round.
        for (var part = 0; part < 10 && route is not null; part++)
        {
            var reply = await app.Manager.GetAsync(route);
            clocks.AddRange(Clocks(reply));
            route = reply.Raw.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
        }
        clocks.ShouldBe(["partners-informed", "agency-return", "rapid-review"]);
    }

    [Theory]
    [InlineData("agency-lead", "deadlines"), InlineData("administrator", "deadlines"), InlineData("agency-lead", "reports/timeliness?year=2023-24")]
    [InlineData("administrator", "reports/timeliness?year=2023-24"), InlineData("reminder-job", "reports/timeliness?year=2023-24")]
    public async Task Or_for_timeliness_is_not_for_every_role(string role, string route) => (await app.As(role, "SFHT").GetAsync(route)).Status.ShouldBe(403);

    static IEnumerable<string> Clocks(Reply reply)
    {
        reply.Status.ShouldBe(200, reply.Text);
        return reply.Body.GetProperty("items").EnumerateArray().Select(d => d.GetProperty("clock").GetString()!);
    }
}

public class AskingForAReport(OneCase app) : IClassFixture<OneCase>
{
    [Fact]
    public async Task Of_timeliness_tells_each_clock_with_its_force_and_never_two_forces_in_one_line()
    {
        var report = (await app.Manager.GetAsync("reports/timeliness?year=2023-24")).Body;
        (Text(report, "year"), Text(report, "from"), Text(report, "to"), Text(report, "asAt")).ShouldBe(("2023-24", "2023-04-01", "2024-03-31", "2025-05-14"));
        report.GetProperty("items").EnumerateArray().Select(l => (Text(l, "clock"), Text(l, "force"), l.GetProperty("metInTime").GetInt32(), l.GetProperty("overdue").GetInt32())).ShouldBe(
            [("panel-referral", "guidance", 1, 0), ("partners-informed", "guidance", 0, 1), ("rapid-review", "guidance", 0, 1), ("agency-return", "local", 0, 1)]);
        var review = report.GetProperty("items")[2];
        review.GetProperty("overdueBy").GetRawText().ShouldBe("""{"median":284,"most":284}""");
        (Text(review, "unit"), review.TryGetProperty("lateBy", out _)).ShouldBe(("working-days", false));
    }

    [Fact]
    public async Task Of_timeliness_between_two_days_takes_what_fell_due_on_them_and_as_at_a_day_what_had_happened()
    {
        Clocks(await app.Manager.GetAsync("reports/timeliness?from=2024-03-11&to=2024-03-15")).ShouldBe(["panel-referral", "partners-informed", "agency-return"]);
        Clocks(await app.Manager.GetAsync("reports/timeliness?from=2024-03-12&to=2024-03-14")).ShouldBeEmpty();
        var before = (await app.Manager.GetAsync("reports/timeliness?year=2023-24&asAt=2024-03-05")).Body;
        before.TryGetProperty("year", out _).ShouldBeTrue();
        before.GetProperty("items").EnumerateArray().Select(l => (Text(l, "clock"), l.GetProperty("notYetDue").GetInt32())).ShouldBe([("panel-referral", 1), ("partners-informed", 1)]);
    }

    [Fact]
    public async Task Of_timeliness_as_CSV_has_a_line_for_each() =>
        (await app.Manager.GetAsync("reports/timeliness?year=2023-24", "text/csv")).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')[0])
            .ShouldBe(["clock", "panel-referral", "partners-informed", "rapid-review", "agency-return"]);

    [Fact]
    public async Task Of_key_facts_between_two_days_counts_them_both_and_names_them()
    {
        var (sent, before) = ((await app.Manager.GetAsync("reports/key-facts?from=2024-03-06&to=2024-03-06")).Body, (await app.Manager.GetAsync("reports/key-facts?from=2024-03-01&to=2024-03-05")).Body);
        (sent.GetProperty("notifications").GetInt32(), before.GetProperty("notifications").GetInt32()).ShouldBe((1, 0));
        (Text(sent, "from"), Text(sent, "to"), Text(sent, "asAt"), sent.TryGetProperty("year", out _)).ShouldBe(("2024-03-06", "2024-03-06", "2024-03-06", false));
        // As it stood on the last day, unless another is named.
        Text((await app.Manager.GetAsync("reports/key-facts?from=2024-03-01&to=2024-03-05&asAt=2024-04-30")).Body, "asAt").ShouldBe("2024-04-30");
    }

    static string? Text(JsonElement item, string field) => item.GetProperty(field).GetString();

    static IEnumerable<string> Clocks(Reply reply) => reply.Body.GetProperty("items").EnumerateArray().Select(l => Text(l, "clock")!);
}
