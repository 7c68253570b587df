using System.Text;
using NodaTime;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class ReadingPolicies
{
    [Fact]
    public void Lets_a_relaxation_hold_until_its_end_date_and_no_longer()
    {
        var policies = Read(
            Policy("national", null, "2018-06-29", null, Clock("rapid-review")),
            Policy("relaxed", null, "2020-03-30", "2020-09-30", Clock("rapid-review")));
        string? On(int month, int day) => policies.For(ClockIds.RapidReview, "NSCP", new LocalDate(2020, month, day))?.PolicyId;
        On(3, 29).ShouldBe("national");
        On(3, 30).ShouldBe("relaxed");
        On(9, 30).ShouldBe("relaxed");
        On(10, 1).ShouldBe("national");
    }

    [Fact]
    public void Prefers_a_partnerships_own_policy_to_a_later_national_one()
    {
        var policies = Read(
            Policy("own", "NSCP", "2019-01-01", null, Clock("rapid-review")),
            Policy("national", null, "2023-01-01", null, Clock("rapid-review")));
        (policies.For(ClockIds.RapidReview, "NSCP", new LocalDate(2024, 1, 2))?.PolicyId).ShouldBe("own");
        (policies.For(ClockIds.RapidReview, "NCSCP", new LocalDate(2024, 1, 2))?.PolicyId).ShouldBe("national");
    }

    [Fact]
    public void Lets_a_partnerships_policies_follow_one_another() =>
        Read(
            Policy("first", "NSCP", "2019-01-01", "2019-12-31", Clock("rapid-review")),
            Policy("second", "NSCP", "2020-01-01", null, Clock("rapid-review"))).All.Count.ShouldBe(2);

    [Fact]
    public void Holds_a_partnerships_reading_to_the_period_in_force_when_it_begins()
    {
        const string Eight = "{ \"n\": 8, \"unit\": \"working-days\" }";
        string[] national = [Policy("national", null, "2018-06-29", null, Clock("rapid-review")), Policy("relaxed", null, "2020-03-30", "2020-09-30", Clock("rapid-review", Eight))];
        Read([.. national, Policy("own", "NSCP", "2020-10-01", null, Clock("rapid-review"))]).All.Count.ShouldBe(3);
        Refusal([.. national, Policy("own", "NSCP", "2020-09-30", null, Clock("rapid-review"))]).ShouldEndWith("Write the allowance that policy relaxed has.");
        Refusal([.. national, Policy("own", "NSCP", "2020-10-01", null, Clock("rapid-review", Eight))]).ShouldEndWith("Write the allowance that policy national has.");
    }

    [Fact]
    public void Refuses_a_clock_that_does_not_exist() =>
        Refusal(Policy("p", null, "2019-01-01", null, Clock("rapid-revue"))).ShouldBe("Policy p sets rapid-revue, which is not a clock.");

    [Fact]
    public void Refuses_a_clock_set_twice() =>
        Refusal(Policy("p", null, "2019-01-01", null, Clock("action"), Clock("action"))).ShouldBe("Policy p sets action more than once.");

    [Fact]
    public void Refuses_a_policy_listed_twice() =>
        Refusal(Policy("p", null, "2019-01-01", null), Policy("p", null, "2020-01-01", null)).ShouldBe("Policy p is listed more than once.");

    [Fact]
    public void Refuses_a_policy_that_ends_before_it_begins() =>
        Refusal(Policy("p", null, "2019-01-02", "2019-01-01")).ShouldBe("Policy p ends on 2019-01-01, before it begins on 2019-01-02.");

    [Fact]
    public void Refuses_overlapping_policies_of_one_partnership() =>
        Refusal(
            Policy("one", "NSCP", "2019-01-01", "2020-01-01", Clock("rapid-review")),
            Policy("other", "NSCP", "2020-01-01", null, Clock("rapid-review")))
            .ShouldBe("Policies one and other both set rapid-review for the same days.");

    [Fact]
    public void Refuses_overlapping_policies_whichever_is_listed_first() =>
        Refusal(
            Policy("other", "NSCP", "2020-01-01", null, Clock("rapid-review")),
            Policy("one", "NSCP", "2019-01-01", "2020-01-01", Clock("rapid-review")))
            .ShouldBe("Policies other and one both set rapid-review for the same days.");

    [Fact]
    public void Refuses_two_national_policies_of_the_same_day() =>
        Refusal(
            Policy("one", null, "2019-01-01", null, Clock("rapid-review")),
            Policy("other", null, "2019-01-01", null, Clock("rapid-review")))
            .ShouldBe("Policies one and other both set rapid-review for the same days.");

    [Fact]
    public void Refuses_a_partnerships_own_version_of_a_statutory_clock() =>
        Refusal(
            Policy("own", "NSCP", "2019-01-01", null, Clock("yearly-report")),
            Policy("law", null, "2018-06-29", null, Clock("yearly-report", force: "statute")))
            .ShouldBe("Policies own and law: a partnership's own policy never replaces the statutory yearly-report.");

    [Theory]
    [InlineData("""{ "n": -1, "unit": "days" }""", "Policy p, clock action: an allowance is never negative")]
    [InlineData("""{ "n": 3, "unit": "given" }""", "Policy p, clock action: this unit takes no number")]
    [InlineData("""{ "n": 3, "unit": "none" }""", "Policy p, clock action: this unit takes no number")]
    [InlineData("""{ "n": 3, "unit": "weeks" }""", "allowance.unit")]
    [InlineData("""{ "n": 3 }""", "unit")]
    public void Refuses_an_allowance_that_says_nothing_countable(string allowance, string refusal) =>
        Refusal(Policy("p", null, "2019-01-01", null, Clock("action", allowance))).ShouldContain(refusal);

    [Theory]
    [InlineData("a", false, CountingRule.A)]
    [InlineData("b", true, CountingRule.B)]
    [InlineData("c", false, CountingRule.C)]
    public void Takes_the_rule_and_clear_days_as_data(string rule, bool clearDays, CountingRule expected)
    {
        var definition = Read(Policy("p", null, "2019-01-01", null, Clock("rapid-review", rule: rule, more: clearDays ? ", \"clearDays\": true" : ""))).All[0].Clocks[0];
        (definition.Rule, definition.ClearDays).ShouldBe((expected, clearDays));
    }

    [Theory]
    [InlineData("d")]
    [InlineData("0")]
    public void Refuses_a_rule_that_it_does_not_know(string rule) =>
        Refusal(Policy("p", null, "2019-01-01", null, Clock("action", rule: rule))).ShouldContain("rule: must be one of a, b, c");

    [Theory]
    [InlineData("months", "b", "")]
    [InlineData("years", "c", "")]
    [InlineData("days", "a", ", \"clearDays\": true")]
    [InlineData("given", "b", "")]
    [InlineData("none", "a", ", \"clearDays\": true")]
    public void Refuses_a_rule_that_says_nothing_about_the_unit(string unit, string rule, string more) =>
        Refusal(Policy("p", null, "2019-01-01", null, Clock("action", $$"""{ "unit": "{{unit}}" }""", rule: rule, more: more)))
            .ShouldStartWith("Policy p, clock action: rules b and c and clear days are about working days only");

    [Theory]
    [InlineData("2019-02-30")]
    [InlineData("1 January 2019")]
    public void Refuses_a_date_that_is_none(string date) =>
        Refusal(Policy("p", null, date, null)).ShouldBe("The policies cannot be read: policy p, inForceFrom: must be a date, written YYYY-MM-DD");

    [Fact]
    public void Refuses_a_word_that_it_does_not_know() =>
        Refusal(Policy("p", null, "2019-01-01", null, Clock("action", force: "custom")))
            .ShouldBe("The policies cannot be read: policy p, clock action, force: must be one of statute, guidance, local, expectation");

    static ClockPolicies Read(params string[] policies) => ClockPolicies.Parse(Encoding.UTF8.GetBytes($"[{string.Join(',', policies)}]"));

    static string Refusal(params string[] policies) => Should.Throw<InvalidPolicyException>(() => Read(policies)).Message;

    static string Policy(string id, string? partnership, string from, string? to, params string[] clocks) =>
        $$"""
        { "id": "{{id}}", "title": "T", "partnership": {{Quoted(partnership)}}, "inForceFrom": "{{from}}", "inForceTo": {{Quoted(to)}}, "clocks": [{{string.Join(',', clocks)}}] }
        """;

    static string Clock(string id, string allowance = """{ "n": 5, "unit": "working-days" }""", string force = "guidance", string rule = "a", string more = "") =>
        $$"""
        { "id": "{{id}}", "owedBy": "a", "owedTo": "b", "startFact": "sin-sent", "allowance": {{allowance}}, "direction": "forward",
          "rule": "{{rule}}", "metBy": "m", "force": "{{force}}", "source": "s"{{more}} }
        """;

    static string Quoted(string? text) => text is null ? "null" : $"\"{text}\"";
}
