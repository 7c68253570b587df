using System.Text.Json;

namespace Nscp.Reviews.Api.Tests.Hindsight;

/// <summary>The facts and the clocks of one case, as the record stood at the end of each of its days.</summary>
public class AskingAsAtAnEarlierDay(HindsightCase told) : IClassFixture<HindsightCase>
{
    /// <summary>
    /// The day of the report · the Panel told on what was taken for the last day · both agencies overdue · the decision, NUH still overdue in the record ·
    /// NUH's information recorded nine days after it was known · the Panel's answer known · the mistake found, and the clocks judged again · the new decision · today.
    /// </summary>
    [Theory]
    [InlineData("2025-03-03", """
        version 1, reported, aware 2025-03-03, suspected 2025-02-27
        panel-referral: running, due 2025-03-10, 5 working-days
        partners-informed: running, due 2025-03-10, 5 working-days
        rapid-review: not-started
        """)]
    [InlineData("2025-03-10", """
        version 5, referred, aware 2025-03-03, suspected 2025-02-27
        panel-referral: met, due 2025-03-10, met 2025-03-10
        partners-informed: met, due 2025-03-10, met 2025-03-04
        rapid-review: running, due 2025-03-31, 15 working-days
        """)]
    [InlineData("2025-03-19", """
        version 7, rapid-review, aware 2025-03-03, suspected 2025-02-27
        panel-referral: met, due 2025-03-10, met 2025-03-10
        partners-informed: met, due 2025-03-10, met 2025-03-04
        rapid-review: running, due 2025-03-31, 8 working-days
        agency-return: overdue, due 2025-03-18, 1 working-days
        agency-return-2: overdue, due 2025-03-18, 1 working-days
        """)]
    [InlineData("2025-03-24", """
        version 12, decided, aware 2025-03-03, suspected 2025-02-27
        panel-referral: met, due 2025-03-10, met 2025-03-10
        partners-informed: met, due 2025-03-10, met 2025-03-04
        rapid-review: running, due 2025-03-31, 5 working-days
        agency-return: overdue, due 2025-03-18, 4 working-days
        agency-return-2: met-late, due 2025-03-18, met 2025-03-20, 2 working-days
        """)]
    [InlineData("2025-03-26", """
        version 17, report-sent, aware 2025-03-03, suspected 2025-02-27
        panel-referral: met, due 2025-03-10, met 2025-03-10
        partners-informed: met, due 2025-03-10, met 2025-03-04
        rapid-review: met, due 2025-03-31, met 2025-03-25
        panel-response: running, 1 working-days
        agency-return: met, due 2025-03-18, met 2025-03-17
        agency-return-2: met-late, due 2025-03-18, met 2025-03-20, 2 working-days
        """)]
    [InlineData("2025-04-08", """
        version 18, panel-responded, aware 2025-03-03, suspected 2025-02-27
        panel-referral: met, due 2025-03-10, met 2025-03-10
        partners-informed: met, due 2025-03-10, met 2025-03-04
        rapid-review: met, due 2025-03-31, met 2025-03-25
        panel-response: met, met 2025-04-07, 9 working-days
        agency-return: met, due 2025-03-18, met 2025-03-17
        agency-return-2: met-late, due 2025-03-18, met 2025-03-20, 2 working-days
        """)]
    [InlineData("2025-04-14", """
        version 20, panel-responded, aware 2025-02-28, suspected 2025-02-27
        panel-referral: met-late, due 2025-03-07, met 2025-03-10, 1 working-days, read otherwise before
        partners-informed: met, due 2025-03-07, met 2025-03-04, read otherwise before
        rapid-review: met, due 2025-03-31, met 2025-03-25
        panel-response: met, met 2025-04-07, 9 working-days
        agency-return: met, due 2025-03-18, met 2025-03-17
        agency-return-2: met-late, due 2025-03-18, met 2025-03-20, 2 working-days
        scrutiny-response: running, due 2025-04-28, 8 working-days
        """)]
    [InlineData("2025-04-22", """
        version 24, panel-responded, aware 2025-02-28, suspected 2025-02-27
        panel-referral: met-late, due 2025-03-07, met 2025-03-10, 1 working-days, read otherwise before
        partners-informed: met, due 2025-03-07, met 2025-03-04, read otherwise before
        rapid-review: met, due 2025-03-31, met 2025-03-25
        panel-response: met, met 2025-04-07, 9 working-days
        agency-return: met, due 2025-03-18, met 2025-03-17
        agency-return-2: met-late, due 2025-03-18, met 2025-03-20, 2 working-days
        scrutiny-response: met, due 2025-04-28, met 2025-04-17
        cspr-publication: running, due 2025-10-22, 183 days
        progress-check: running, due 2025-07-22, 91 days
        """)]
    [InlineData("2025-05-14", """
        version 24, panel-responded, aware 2025-02-28, suspected 2025-02-27
        panel-referral: met-late, due 2025-03-07, met 2025-03-10, 1 working-days, read otherwise before
        partners-informed: met, due 2025-03-07, met 2025-03-04, read otherwise before
        rapid-review: met, due 2025-03-31, met 2025-03-25
        panel-response: met, met 2025-04-07, 9 working-days
        agency-return: met, due 2025-03-18, met 2025-03-17
        agency-return-2: met-late, due 2025-03-18, met 2025-03-20, 2 working-days
        scrutiny-response: met, due 2025-04-28, met 2025-04-17
        cspr-publication: running, due 2025-10-22, 161 days
        progress-check: running, due 2025-07-22, 69 days
        """)]
    public async Task Tells_the_facts_and_what_was_due_and_late_as_they_were_then(string day, string expected)
    {
        var reply = await told.GetAsync($"?knownAt={day}");
        Summary(reply.Body).ShouldBe(expected.ReplaceLineEndings("\n"));
        reply.ETag.ShouldBe($"\"{reply.Body.GetProperty("version")}\"");
        var clocks = await told.GetAsync($"/clocks?knownAt={day}");
        clocks.Body.GetProperty("items").GetRawText().ShouldBe(reply.Body.GetProperty("clocks").GetRawText());
        clocks.ETag.ShouldBe(reply.ETag);
    }

    /// <summary>The last of 26 March, when NUH's information was recorded at noon; London was an hour ahead of UTC from 30 March.</summary>
    [Theory]
    [InlineData("2025-03-26T11:59:59.999999Z", 16)]
    [InlineData("2025-03-26T12:00:00Z", 17)]
    [InlineData("2025-03-26T13:00:00%2B01:00", 17)]
    [InlineData("2025-04-14T10:59:59Z", 19)]
    [InlineData("2025-04-14T11:00:00Z", 20)]
    [InlineData("2025-05-14", 24)]
    [InlineData("2025-05-14T11:00:00Z", 24)]
    public async Task Tells_what_had_been_recorded_by_an_instant_inclusive(string instant, int version)
    {
        foreach (var below in (string[])["", "/clocks", "/history", "/clocks/panel-referral/explanation"]) (await told.GetAsync($"{below}?knownAt={instant}")).ETag.ShouldBe($"\"{version}\"", below);
    }

    [Fact]
    public async Task Tells_the_history_in_each_order_without_what_was_recorded_later_and_without_its_corrections()
    {
        (await VersionsAsync("known", "2025-03-26")).ShouldBe([1, 2, 3, 4, 5, 6, 7, 17, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
        (await VersionsAsync("happened", "2025-03-26")).ShouldBe([1, 2, 3, 4, 5, 6, 7, 17, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
        (await VersionsAsync("recorded", "2025-03-26")).ShouldBe(Enumerable.Range(1, 17));
        (await VersionsAsync("known", "2025-04-08")).ShouldBe([1, 2, 3, 4, 5, 6, 7, 17, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18]);

        var before = (await told.GetAsync("/history?by=recorded&knownAt=2025-04-13")).Body.GetProperty("items")[0];
        before.GetProperty("correctedBy").GetArrayLength().ShouldBe(0);
        var after = (await told.GetAsync("/history?by=recorded&knownAt=2025-04-14")).Body.GetProperty("items")[0];
        after.GetProperty("correctedBy")[0].GetProperty("version").GetInt32().ShouldBe(20);
        after.GetProperty("sentence").GetString().ShouldBe(before.GetProperty("sentence").GetString());

        async Task<IEnumerable<int>> VersionsAsync(string order, string day) =>
            (await told.GetAsync($"/history?by={order}&knownAt={day}")).Body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("version").GetInt32()).ToList();
    }

    [Fact]
    public async Task Is_the_same_as_the_history_of_now_when_asked_as_at_now() =>
        (await told.GetAsync("/history?knownAt=2025-05-14T11:00:00Z")).Text.ShouldBe((await told.GetAsync("/history")).Text);

    [Fact]
    public async Task Explains_a_clock_without_what_was_learnt_later()
    {
        var then = (await told.GetAsync("/clocks/panel-referral/explanation?knownAt=2025-03-24", "text/plain")).Text;
        then.ShouldEndWith("It is due on Monday 10 March 2025, to the end of that day in London, by calendar revision 1. It was met on Monday 10 March 2025.\n");
        then.ShouldNotContain("28 February");
        var after = (await told.GetAsync("/clocks/panel-referral/explanation?knownAt=2025-04-14", "text/plain")).Text;
        after.ShouldEndWith(
            "It is due on Friday 7 March 2025, to the end of that day in London, by calendar revision 1. Until it was corrected on 14 April 2025 it read: counted from 3 March 2025, due on 10 March 2025, met on 10 March 2025. "
            + "It was met on Monday 10 March 2025, late by 1 working day.\n");
        (await told.GetAsync("/clocks/rapid-review/explanation?knownAt=2025-03-24", "text/plain")).Text.ShouldEndWith("As at 24 March 2025 5 working days are left.\n");
        (await told.GetAsync("/clocks/cspr-publication/explanation?knownAt=2025-04-21")).Code.ShouldBe("clock-not-found");
        (await told.GetAsync("/clocks/cspr-publication/explanation?knownAt=2025-04-22")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("2025-05-15")]
    [InlineData("2025-05-14T11:00:00.000001Z")]
    [InlineData("9999-12-31")]
    [InlineData("tomorrow")]
    [InlineData("2025-02-30")]
    [InlineData("2025-03-24T10:00")]
    [InlineData("2025-03-24&knownAt=2025-03-25")]
    [InlineData("%00")]
    public async Task That_is_none_or_in_the_future_is_not_understood(string knownAt)
    {
        foreach (var below in (string[])["", "/history", "/clocks", "/clocks/panel-referral/explanation", "/decisions/1/history"])
        {
            var reply = await told.GetAsync($"{below}?knownAt={knownAt}");
            (reply.Status, reply.ErrorFields.Single()).ShouldBe((400, "knownAt"), below);
        }
    }

    [Theory]
    [InlineData("2025-03-02")]
    [InlineData("2025-03-03T11:59:59.999999Z")]
    [InlineData("1999-12-31")]
    public async Task Before_the_case_was_recorded_is_told_from_when_there_is_a_record(string knownAt)
    {
        foreach (var below in (string[])["", "/history", "/clocks", "/clocks/panel-referral/explanation", "/decisions/1/history"])
        {
            var reply = await told.GetAsync($"{below}?knownAt={knownAt}");
            (reply.Status, reply.Code).ShouldBe((404, "not-recorded-yet"), below);
            reply.Body.GetProperty("detail").GetString().ShouldBe("The record of this case begins on 3 March 2025, with the instant 2025-03-03T12:00:00Z.");
        }
        (await told.GetAsync("/clocks?knownAt=2025-03-03T12:00:00Z")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Opens_nothing_that_is_closed()
    {
        (await told.App.As("development-manager", "NCSCP", "NCSCP").GetAsync("cases/25-7?knownAt=2025-03-24")).Code.ShouldBe("case-not-found");
        (await told.App.As("agency-lead", "NUH").GetAsync("cases/25-7/history?knownAt=2025-03-24")).Status.ShouldBe(403);
        (await told.App.Nobody.GetAsync("cases/25-7?knownAt=2025-03-24")).Status.ShouldBe(401);
        var support = (await told.App.As("business-support").GetAsync("cases/25-7/history?knownAt=2025-03-24")).Text;
        support.ShouldNotContain("shared");
        support.ShouldContain("What happened, and how.");
        var agency = (await told.App.As("agency-lead", "NUH").GetAsync("cases/25-7?knownAt=2025-03-24")).Body;
        agency.GetProperty("clocks").EnumerateArray().Single().GetProperty("state").GetString().ShouldBe("overdue");
        agency.GetProperty("version").GetInt32().ShouldBe(12);
    }

    [Fact]
    public async Task Is_given_as_CSV_too() => (await told.GetAsync("/clocks?knownAt=2025-03-19", "text/csv")).Text.Split("\r\n").Count(line => line.Contains("overdue")).ShouldBe(2);

    static string Summary(JsonElement one)
    {
        var opening = one.GetProperty("opening");
        var lines = one.GetProperty("clocks").EnumerateArray().Select(Line).Prepend(
            $"version {one.GetProperty("version")}, {one.GetProperty("stage")}, aware {opening.GetProperty("awareOn")}, suspected {opening.GetProperty("suspectedOn")}");
        return string.Join('\n', lines);
    }

    static string Line(JsonElement clock)
    {
        return $"{clock.GetProperty("id")}: {clock.GetProperty("state")}{Field("dueOn", v => $", due {v}")}{Field("metOn", v => $", met {v}")}{Field("n", v => $", {v} {clock.GetProperty("unit")}")}{Field("earlier", _ => ", read otherwise before")}";

        string Field(string name, Func<JsonElement, string> words) => clock.TryGetProperty(name, out var value) ? words(value) : "";
    }
}
