using System.Text.Json;

namespace Nscp.Reviews.Api.Tests.Hindsight;

/// <summary>What the record of one case came to say between two moments.</summary>
public class AskingWhatHasChanged(HindsightCase told) : IClassFixture<HindsightCase>
{
    [Fact]
    public async Task Between_the_two_decisions_tells_what_was_learnt_corrected_decided_and_moved()
    {
        var reply = await told.GetAsync("/changes?from=2025-03-24&to=2025-04-22");
        var changes = reply.Body;

        reply.ETag.ShouldBe("\"24\"");
        (Text(changes, "from"), Text(changes, "to")).ShouldBe(("2025-03-24T23:59:59.999999Z", "2025-04-22T22:59:59.999999Z"));
        (changes.GetProperty("versionBefore").GetInt32(), changes.GetProperty("versionAfter").GetInt32(), Text(changes, "stageBefore"), Text(changes, "stageAfter")).ShouldBe((12, 24, "decided", "panel-responded"));
        Sentences(changes, "learnt").ShouldBe(
        [
            "13 Nottinghamshire County Council agreed version 1 of the rapid review report.",
            "14 Nottinghamshire Police agreed version 1 of the rapid review report.",
            "15 NHS Nottingham and Nottinghamshire Integrated Care Board agreed version 1 of the rapid review report.",
            "16 Version 1 of the rapid review report was sent to the Panel with the partners’ decision.",
            "17 Nottingham University Hospitals NHS Trust returned the information asked for (request 1).",
            "18 The Panel disagreed with the decision.",
            "19 The Independent Scrutineer made challenge 1, on the decision.",
            "21 The Development Manager answered challenge 1, on the decision.",
            "22 A rapid review meeting was held, attended by Nottinghamshire County Council (children's social care), Nottinghamshire Police, Nottingham and Nottinghamshire Integrated Care Board and Nottingham University Hospitals.",
        ]);
        Sentences(changes, "corrected").ShouldBe(
        [
            "20 A correction to entry 1 (“A serious incident was reported as case 25-7: Child R died; the local…”): the day on which the local authority became aware should read 28 February 2025, not 3 March 2025; found by Business Support.",
        ]);
        Sentences(changes, "decided").ShouldBe(
        [
            "23 The partners decided on a CSPR (decision 2), agreed by Nottinghamshire County Council and Nottingham and Nottinghamshire Integrated Care Board, with dissent from Nottinghamshire Police.",
            "24 Decision 1 was replaced by decision 2.",
        ]);
        Moved(changes).ShouldBe(
        [
            "The clock panel-referral is now counted from 28 February 2025, not from 3 March 2025.",
            "The clock panel-referral is now due on 7 March 2025, not on 10 March 2025.",
            "The clock panel-referral was met late, by 1 working day.",
            "The clock partners-informed is now counted from 28 February 2025, not from 3 March 2025.",
            "The clock partners-informed is now due on 7 March 2025, not on 10 March 2025.",
            "The clock rapid-review was met on 25 March 2025.",
            "The clock panel-response started on 25 March 2025.",
            "The clock panel-response was met on 7 April 2025.",
            "The clock agency-return (NUH) was met on 17 March 2025.",
            "The clock scrutiny-response (challenge 1) started on 10 April 2025 and is due on 28 April 2025.",
            "The clock scrutiny-response (challenge 1) was met on 17 April 2025.",
            "The clock cspr-publication (decision 2) started on 22 April 2025 and is due on 22 October 2025.",
            "The clock progress-check (decision 2) started on 22 April 2025 and is due on 22 July 2025.",
        ]);
        changes.GetProperty("irregularitiesCome").EnumerateArray().Select(i => $"{i.GetProperty("version")} {Text(i, "code")}").ShouldBe(["23 agreement-missing"]);
        changes.GetProperty("irregularitiesGone").GetArrayLength().ShouldBe(0);
        changes.GetProperty("reported").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Tells_each_event_in_exactly_one_list_whatever_the_two_moments()
    {
        string[] moments = ["2025-02-01", "2025-03-10T12:00:00Z", "2025-03-24", "2025-04-14T10:59:59Z", "2025-04-14", "2025-05-14"];
        foreach (var (i, from) in moments.Index())
            foreach (var to in moments.Skip(Math.Max(i, 1)))
            {
                var changes = (await told.GetAsync($"/changes?from={from}&to={to}")).Body;
                var versions = ((string[])["learnt", "corrected", "decided", "reported"]).SelectMany(list => changes.GetProperty(list).EnumerateArray()).Select(item => item.GetProperty("version").GetInt32());
                var (first, last) = (changes.GetProperty("versionBefore").GetInt32() + 1, changes.GetProperty("versionAfter").GetInt32());
                versions.Order().ShouldBe(Enumerable.Range(first, last - first + 1), $"{from} to {to}");
            }
    }

    [Fact]
    public async Task Tells_that_nothing_was_known_before_the_case_and_that_a_clock_has_run_out_by_time_alone()
    {
        var all = (await told.GetAsync("/changes?from=2020-01-01&to=2025-03-03")).Body;
        (all.TryGetProperty("stageBefore", out _), all.GetProperty("versionBefore").GetInt32(), all.GetProperty("versionAfter").GetInt32()).ShouldBe((false, 0, 1));
        Moved(all).ShouldBe(
        [
            "The clock panel-referral started on 3 March 2025 and is due on 10 March 2025.",
            "The clock partners-informed started on 3 March 2025 and is due on 10 March 2025.",
            "The clock rapid-review is waiting to start.",
        ]);
        Moved((await told.GetAsync("/changes?from=2025-03-17&to=2025-03-18")).Body).ShouldBe(
            ["The clock agency-return (NUH) had come to its last day.", "The clock agency-return-2 (NHCFT) had come to its last day."]);
        Moved((await told.GetAsync("/changes?from=2025-03-18&to=2025-03-19")).Body).ShouldBe(
            ["The clock agency-return (NUH) was overdue by 1 working day.", "The clock agency-return-2 (NHCFT) was overdue by 1 working day."]);
    }

    [Fact]
    public async Task Goes_on_to_now_when_no_end_is_given()
    {
        var changes = (await told.GetAsync("/changes?from=2025-04-21")).Body;
        (Text(changes, "to"), changes.GetProperty("versionBefore").GetInt32(), changes.GetProperty("versionAfter").GetInt32()).ShouldBe(("2025-05-14T11:00:00Z", 21, 24));
    }

    [Theory]
    [InlineData("", "from")]
    [InlineData("?to=2025-04-01", "from")]
    [InlineData("?from=2025-05-15", "from")]
    [InlineData("?from=2025-04-01&to=2025-05-15", "to")]
    [InlineData("?from=2025-04-02&to=2025-04-01", "from")]
    [InlineData("?from=2025-05-14&to=2025-04-01", "from")]
    [InlineData("?from=2025-04-01T00:00:01Z&to=2025-04-01T00:00:00Z", "from")]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?from=2025-04-01&to=now", "to")]
    [InlineData("?from=2025-04-01&knownAt=2025-04-02", "knownAt")]
    public async Task Between_moments_that_are_none_or_in_the_wrong_order_is_not_understood(string query, string field)
    {
        var reply = await told.GetAsync($"/changes{query}");
        (reply.Status, reply.ErrorFields.Single()).ShouldBe((400, field), reply.Text);
    }

    [Fact]
    public async Task Is_not_found_before_the_case_and_of_no_case_and_not_told_to_those_who_may_not_read_it()
    {
        (await told.GetAsync("/changes?from=2025-01-01&to=2025-03-02")).Code.ShouldBe("not-recorded-yet");
        (await told.Manager.GetAsync("cases/ZZ99/changes?from=2025-01-01")).Code.ShouldBe("case-not-found");
        (await told.App.As("development-manager", "NCSCP", "NCSCP").GetAsync("cases/25-7/changes?from=2025-01-01")).Code.ShouldBe("case-not-found");
        foreach (var role in (string[])["agency-lead", "administrator", "reminder-job"]) (await told.App.As(role).GetAsync("cases/25-7/changes?from=2025-01-01")).Status.ShouldBe(403);
        (await told.App.Nobody.GetAsync("cases/25-7/changes?from=2025-01-01")).Status.ShouldBe(401);
        var support = (await told.App.As("business-support").GetAsync("cases/25-7/changes?from=2025-01-01")).Text;
        foreach (var secret in (string[])["shared", "criminal case", "Dissent is recorded"]) support.ShouldNotContain(secret);
        support.ShouldContain("What happened, and how.");
    }

    static string? Text(JsonElement item, string field) => item.GetProperty(field).GetString();

    static IEnumerable<string> Sentences(JsonElement changes, string list) => changes.GetProperty(list).EnumerateArray().Select(item => $"{item.GetProperty("version")} {Text(item, "sentence")}").ToList();

    static IEnumerable<string> Moved(JsonElement changes) => changes.GetProperty("moved").EnumerateArray().SelectMany(clock => clock.GetProperty("sentences").EnumerateArray().Select(s => s.GetString()!)).ToList();
}
