using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Organisations;

namespace Nscp.Reviews.Domain.Tests.Clocks;

/// <summary>A partnership's policies beside those that are shipped.</summary>
public class SettingPoliciesOfOnesOwn
{
    static readonly LocalDate FridayIn2026 = new(2026, 11, 20);

    [Fact]
    public void Sets_the_period_of_a_local_clock_for_that_partnership_alone_while_it_is_in_force()
    {
        var policies = With(Policy(Clock("progress-check", c => c["allowance"] = Months(2))));
        (Allowance? Period, string? Policy) Of(string partnership, LocalDate day) =>
            policies.For("progress-check", partnership, day) is { Allowance: ClockAllowance.Fixed { Allowance: var period }, PolicyId: var id } ? (period, id) : default;
        Of("NSCP", FridayIn2026).ShouldBe((Allowance.Months(2), "own"));
        Of("NCSCP", FridayIn2026).ShouldBe((Allowance.Months(3), "wt-2018"));
        Of("NSCP", new(2025, 12, 31)).ShouldBe((Allowance.Months(3), "wt-2018"));
        Of("NSCP", new(2026, 1, 1)).ShouldBe((Allowance.Months(2), "own"));
        Of("NSCP", new(2027, 1, 1)).ShouldBe((Allowance.Months(3), "wt-2018"));
    }

    [Fact]
    public void Sets_how_a_guidance_clock_is_read()
    {
        var policies = With(Policy(Clock("rapid-review", c => c["startFact"] = "sin-received-by-partners")));
        policies.For("rapid-review", "NSCP", FridayIn2026)!.StartFact.ShouldBe(StartFact.SinReceivedByPartners);
        policies.For("rapid-review", "NCSCP", FridayIn2026)!.StartFact.ShouldBe(StartFact.SinSent);
    }

    [Fact]
    public void Leaves_what_is_shipped_as_it_is()
    {
        With(Policy(Clock("hold-review"))).All.Take(ClockPolicies.Shipped.All.Count).ShouldBe(ClockPolicies.Shipped.All);
        With().All.ShouldBe(ClockPolicies.Shipped.All);
    }

    [Theory]
    [InlineData("pre-publication-copy")]
    [InlineData("kept-available")]
    [InlineData("panel-information")]
    [InlineData("yearly-report")]
    public void Never_replaces_a_statutory_clock(string clock) =>
        Refusal(Policy(Clock(clock))).ShouldBe($"Policies wt-2018 and own: a partnership's own policy never replaces the statutory {clock}.");

    [Theory]
    [InlineData("hold-review", "statute", "local")]
    [InlineData("hold-review", "guidance", "local")]
    [InlineData("rapid-review", "statute", "guidance")]
    [InlineData("rapid-review", "local", "guidance")]
    public void Never_changes_a_clocks_force(string clock, string force, string right) =>
        Refusal(Policy(Clock(clock, c => c["force"] = force)))
            .ShouldBe($"Policy own, clock {clock}: a partnership's own policy cannot give it the force {force}. Write \"force\": \"{right}\".");

    [Theory]
    [InlineData(16, "working-days")]
    [InlineData(14, "working-days")]
    [InlineData(15, "days")]
    public void Never_changes_the_period_of_a_guidance_clock(int n, string unit) =>
        Refusal(Policy(Clock("rapid-review", c => c["allowance"] = new JsonObject { ["n"] = n, ["unit"] = unit })))
            .ShouldBe("Policy own, clock rapid-review: a partnership's own policy says how guidance is read, and keeps its period. Write the allowance that policy panel-2025 has.");

    [Fact]
    public void Names_a_partnership_of_the_register()
    {
        const string Known = "Write \"partnership\" with one of NSCP, NCSCP, DERBYSHIRE-SCP, LEICESTER-SCP, WALTHAM-FOREST-SCP.";
        Refusal(Policy(p => p.Remove("partnership"))).ShouldBe($"Policy own: it names no partnership, and only national policies do without. {Known}");
        Refusal(Policy(p => p["partnership"] = "NSPC")).ShouldBe($"Policy own: the register has no partnership NSPC. {Known}");
        Refusal(Policy(p => p["partnership"] = "NCC")).ShouldBe($"Policy own: the register has no partnership NCC. {Known}");
    }

    [Fact]
    public void Does_not_overlap_what_the_partnership_has_already()
    {
        Refusal(Policy(p => (p["id"], p["inForceFrom"]) = ("nscp-2026", "2025-05-31"), Clock("rapid-review")))
            .ShouldBe("Policies nscp-2019 and nscp-2026 both set rapid-review for the same days.");
        Refusal(Policy(p => p["id"] = "wt-2018")).ShouldBe("Policy wt-2018 is listed more than once.");
    }

    [Theory]
    [InlineData("action", """{ "n": 10, "unit": "days" }""", "the fact that starts it gives its due date. Write \"allowance\": { \"unit\": \"given\" }.")]
    [InlineData("action", """{ "unit": "days" }""", "the fact that starts it gives its due date. Write \"allowance\": { \"unit\": \"given\" }.")]
    [InlineData("hold-review", """{ "unit": "given" }""", "it needs a number of working-days, days, months or years. Write for example \"allowance\": { \"n\": 10, \"unit\": \"working-days\" }.")]
    [InlineData("hold-review", """{ "unit": "months" }""", "it needs a number of working-days, days, months or years. Write for example \"allowance\": { \"n\": 10, \"unit\": \"working-days\" }.")]
    [InlineData("hold-review", """{ "unit": "none" }""", "the force expectation and the unit none go together: where no period is laid down nothing can be breached, and only there.")]
    [InlineData("hold-review", """{ "n": 1001, "unit": "days" }""", "an allowance is at most 1000 of its unit.")]
    [InlineData("agency-return", """{ "n": 10, "unit": "working-days" }""", "each request sets its own number of working days. Write \"allowance\": { \"unit\": \"working-days\" }.")]
    [InlineData("agency-return", """{ "unit": "days" }""", "each request sets its own number of working days. Write \"allowance\": { \"unit\": \"working-days\" }.")]
    [InlineData("panel-response", """{ "n": 10, "unit": "working-days" }""", "the force expectation and the unit none go together: where no period is laid down nothing can be breached, and only there.")]
    public void Refuses_an_allowance_that_the_clock_could_not_run_by(string clock, string allowance, string why) =>
        Refusal(Policy(Clock(clock, c => c["allowance"] = JsonNode.Parse(allowance)))).ShouldBe($"Policy own, clock {clock}: {why}");

    [Fact]
    public void Refuses_a_period_for_what_has_none() =>
        Refusal(Policy(Clock("panel-response", c => (c["allowance"], c["force"]) = (Months(1), "local"))))
            .ShouldBe("Policy own, clock panel-response: no period is laid down for it. Write \"allowance\": { \"unit\": \"none\" }.");

    [Fact]
    public void Takes_a_period_of_a_thousand_days() =>
        With(Policy(Clock("hold-review", c => c["allowance"] = new JsonObject { ["n"] = 1000, ["unit"] = "days" }))).For("hold-review", "NSCP", FridayIn2026)!
            .Allowance.ShouldBe(new ClockAllowance.Fixed(Allowance.Days(1000)));

    [Theory]
    [InlineData("hold-review", "sin-sent", "Write \"startFact\": \"publication-held-or-last-review\".")]
    [InlineData("rapid-review", "report-sent", "Write \"startFact\": \"sin-sent\" or \"sin-received-by-partners\".")]
    public void Refuses_a_start_that_the_clock_never_looks_at(string clock, string start, string instead) =>
        Refusal(Policy(Clock(clock, c => c["startFact"] = start))).ShouldBe($"Policy own, clock {clock}: it cannot start from {start}. {instead}");

    [Fact]
    public void Refuses_counting_the_wrong_way_and_a_floor_that_is_none()
    {
        Refusal(Policy(Clock("hold-review", c => c["direction"] = "back"))).ShouldBe("Policy own, clock hold-review: it cannot be counted back. Write \"direction\": \"forward\".");
        Refusal(Policy(Clock("pre-publication-copy-guidance", c => c["direction"] = "forward")))
            .ShouldBe("Policy own, clock pre-publication-copy-guidance: it cannot be counted forward. Write \"direction\": \"back\".");
        Refusal(Policy(Clock("hold-review", c => c["isFloor"] = true))).ShouldBe("Policy own, clock hold-review: it is no floor. Leave \"isFloor\" out.");
    }

    [Theory]
    [InlineData("source", " ", "source must not be empty.")]
    [InlineData("metBy", "", "metBy must not be empty.")]
    [InlineData("owedBy", "a\u0007b", "owedBy must not contain control characters.")]
    public void Refuses_a_text_that_says_nothing_or_cannot_be_shown(string field, string text, string why) =>
        Refusal(Policy(Clock("hold-review", c => c[field] = text))).ShouldBe($"Policy own, clock hold-review: {why}");

    [Fact]
    public void Refuses_a_policy_without_a_title() => Refusal(Policy(p => p["title"] = "")).ShouldBe("Policy own: title must not be empty.");

    [Theory]
    [InlineData("force", "law", "force: must be one of statute, guidance, local, expectation")]
    [InlineData("rule", "z", "rule: must be one of a, b, c")]
    [InlineData("direction", "up", "direction: must be one of forward, back")]
    [InlineData("startFact", "birth", "startFact: must be one of later-of-aware-and-suspected, aware-of-death")]
    [InlineData("colour", "red", "'colour'")]
    public void Says_by_name_where_a_word_is_not_known(string field, string word, string what)
    {
        var refusal = Refusal(Policy(Clock("hold-review", c => c[field] = word)));
        refusal.ShouldStartWith("The policies cannot be read: policy own, clock hold-review");
        refusal.ShouldContain(what);
    }

    [Fact]
    public void Says_by_name_where_an_allowance_is_not_understood()
    {
        Refusal(Policy(Clock("hold-review", c => c["allowance"] = new JsonObject { ["n"] = 1, ["unit"] = "weeks" })))
            .ShouldBe("The policies cannot be read: policy own, clock hold-review, allowance.unit: must be one of working-days, days, months, years, given, none");
        Refusal(Policy(Clock("hold-review", c => c.Remove("metBy")))).ShouldContain("policy own, clock hold-review: JSON deserialization for type");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("[{")]
    [InlineData("""[{"id":"own","title":"T","inForceFrom":"2026-01-01","clocks":[null]}]""")]
    [InlineData("""[{"id":"own","id":"own","title":"T","inForceFrom":"2026-01-01","clocks":[]}]""")]
    [InlineData("""[{"id":"\ud800","title":"T","inForceFrom":"2026-01-01","clocks":[]}]""")]
    public void Refuses_a_file_of_another_shape(string text) => RefusalOf(Encoding.UTF8.GetBytes(text)).ShouldStartWith("The policies cannot be read: ");

    [Fact]
    public void Takes_a_byte_order_mark_and_refuses_what_is_not_UTF_8()
    {
        ClockPolicies.Shipped.With([0xEF, 0xBB, 0xBF, (byte)'[', (byte)']'], OrganisationRegister.Shipped).All.Count.ShouldBe(ClockPolicies.Shipped.All.Count);
        RefusalOf(Encoding.Latin1.GetBytes("[\"é\"]")).ShouldBe("The policies are not text in UTF-8.");
    }

    [Fact]
    public void Takes_the_file_that_the_documents_show()
    {
        using var reader = new StreamReader(typeof(SettingPoliciesOfOnesOwn).Assembly.GetManifestResourceStream("operations.md")!);
        var shown = reader.ReadToEnd().Split("```json")[1].Split("```")[0];
        ClockPolicies.Shipped.With(Encoding.UTF8.GetBytes(shown), OrganisationRegister.Shipped).For("hold-review", "NSCP", new(2027, 1, 1))!
            .Allowance.ShouldBe(new ClockAllowance.Fixed(Allowance.Days(14)));
    }

    static ClockPolicies With(params JsonObject[] policies) => ClockPolicies.Shipped.With(Encoding.UTF8.GetBytes(new JsonArray([.. policies]).ToJsonString()), OrganisationRegister.Shipped);

    static string Refusal(params JsonObject[] policies) => Should.Throw<InvalidPolicyException>(() => With(policies)).Message;

    static string RefusalOf(byte[] file) => Should.Throw<InvalidPolicyException>(() => ClockPolicies.Shipped.With(file, OrganisationRegister.Shipped)).Message;

    static JsonObject Policy(params JsonObject[] clocks) => Policy(_ => { }, clocks);

    static JsonObject Policy(Action<JsonObject> change, params JsonObject[] clocks)
    {
        var policy = new JsonObject
        {
            ["id"] = "own", ["title"] = "Our own", ["partnership"] = "NSCP", ["inForceFrom"] = "2026-01-01", ["inForceTo"] = "2026-12-31", ["clocks"] = new JsonArray([.. clocks]),
        };
        change(policy);
        return policy;
    }

    /// <summary>The clock as it is shipped for today, written as a file has it.</summary>
    static JsonObject Clock(string id, Action<JsonObject>? change = null)
    {
        using var stream = typeof(ClockPolicies).Assembly.GetManifestResourceStream("policies.json")!;
        var clock = JsonNode.Parse(stream)!.AsArray().Where(policy => policy!["partnership"] is null).SelectMany(policy => policy!["clocks"]!.AsArray())
            .Last(c => c!["id"]!.GetValue<string>() == id)!.DeepClone().AsObject();
        change?.Invoke(clock);
        return clock;
    }

    static JsonObject Months(int n) => new() { ["n"] = n, ["unit"] = "months" };
}
