using System.Text.Json;

namespace Nscp.Reviews.Api.Tests;

public class AskingForThePolicies(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    static readonly string[] National = ["local-defaults", "panel-2025", "wt-2018", "wt-2023"];

    [Fact]
    public async Task Gives_the_national_ones_and_those_of_ones_own_partnership()
    {
        Ids(await app.As("reminder-job").GetAsync("policies")).ShouldBe(["local-defaults", "nscp-2019", "panel-2025", "wt-2018", "wt-2023"]);
        Ids(await app.As("administrator", "NCSCP", "NCSCP").GetAsync("policies")).ShouldBe(National);
    }

    [Fact]
    public async Task Tells_all_that_a_policy_sets()
    {
        var policy = (await app.Manager.GetAsync("policies?clock=rapid-review")).Body.GetProperty("items").EnumerateArray().Single(p => p.GetProperty("id").GetString() == "nscp-2019");
        (Text(policy, "title"), Text(policy, "partnership"), Text(policy, "inForceFrom"), Text(policy, "inForceTo"))
            .ShouldBe(("NSCP's own reading of the rapid review's start", "NSCP", "2019-01-01", "2025-05-31"));
        Text(policy, "note").ShouldNotBeNull().ShouldContain("our reading");
        var clock = policy.GetProperty("clocks").EnumerateArray().Single();
        (Text(clock, "clock"), Text(clock, "startFact"), Text(clock, "direction"), Text(clock, "rule"), Text(clock, "force")).ShouldBe(("rapid-review", "sin-received-by-partners", "forward", "A", "guidance"));
        (Text(clock, "owedBy"), Text(clock, "owedTo"), Text(clock, "metBy"), Text(clock, "source"))
            .ShouldBe(("safeguarding partners", "Panel", "the agreed report and decision are sent to the Panel", "NSCP Annual Report 2019/20"));
        clock.GetProperty("allowance").GetRawText().ShouldBe("""{"n":15,"unit":"working-days"}""");
        clock.GetProperty("isFloor").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("wt-2018", "pre-publication-copy", """{"n":7,"unit":"days"}""", "statute")]
    [InlineData("wt-2018", "panel-response", """{"unit":"none"}""", "expectation")]
    [InlineData("wt-2018", "panel-information", """{"unit":"given"}""", "statute")]
    [InlineData("local-defaults", "agency-return", """{"unit":"working-days"}""", "local")]
    public async Task Tells_where_a_clocks_time_comes_from_and_its_force(string policy, string clock, string allowance, string force)
    {
        var definition = (await app.Manager.GetAsync("policies")).Body.GetProperty("items").EnumerateArray().Single(p => Text(p, "id") == policy)
            .GetProperty("clocks").EnumerateArray().Single(c => Text(c, "clock") == clock);
        (definition.GetProperty("allowance").GetRawText(), Text(definition, "force")).ShouldBe((allowance, force));
    }

    [Fact]
    public async Task Gives_a_line_of_CSV_for_each_clock_that_a_policy_sets()
    {
        var lines = (await app.As("business-support").GetAsync("policies", "text/csv")).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldStartWith("id,title,partnership,inForceFrom,inForceTo,note,clock.clock,clock.owedBy,clock.owedTo,clock.startFact,clock.allowance.n,clock.allowance.unit,");
        lines.Skip(1).Select(line => line.Split(',')[0]).CountBy(id => id).ShouldBe(
            [new("local-defaults", 5), new("nscp-2019", 1), new("panel-2025", 1), new("wt-2018", 12), new("wt-2023", 2)]);
    }

    [Fact]
    public async Task Gives_them_in_parts()
    {
        var first = await app.Manager.GetAsync("policies?limit=3");
        Ids(first).ShouldBe(["local-defaults", "nscp-2019", "panel-2025"]);
        Ids(await app.Manager.GetAsync($"policies?limit=3&after={Text(first.Body, "after")}")).ShouldBe(["wt-2018", "wt-2023"]);
    }

    [Theory]
    [InlineData("clock=rapid-revue", "clock")]
    [InlineData("limit=0", "limit")]
    [InlineData("after=nonsense!", "after")]
    [InlineData("colour=red", "colour")]
    public async Task Is_not_understood_with_a_wrong_parameter(string query, string field)
    {
        var reply = await app.Manager.GetAsync($"policies?{query}");
        (reply.Status, reply.ErrorFields.Single()).ShouldBe((400, field));
    }

    [Fact]
    public async Task Needs_somebody_signed_in() => (await app.Nobody.GetAsync("policies")).Status.ShouldBe(401);

    internal static string?[] Ids(Reply reply) => [.. reply.Body.GetProperty("items").EnumerateArray().Select(p => Text(p, "id"))];

    static string? Text(JsonElement of, string field) => of.TryGetProperty(field, out var value) ? value.GetString() : null;
}
