using System.Text.Json;

namespace Nscp.Reviews.Api.Tests;

public class AskingWhatMayBeRecordedNext(OneCase app) : IClassFixture<OneCase>
{
    [Fact]
    public async Task Tells_first_what_may_be_and_then_what_may_not_and_why()
    {
        var read = (await app.Manager.GetAsync("cases/24-3")).Body;
        foreach (var next in Lists(read))
        {
            var may = next.EnumerateArray().Select(n => n.GetProperty("may").GetBoolean()).ToArray();
            may.SequenceEqual(may.OrderByDescending(m => m)).ShouldBeTrue(next.GetRawText());
            next.EnumerateArray().Select(n => !n.TryGetProperty("whyNot", out _)).ShouldBe(may);
        }
        Lists(read).Count().ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Is_told_by_a_receipt_with_what_may_be_only()
    {
        var receipt = (await app.Manager.PostAsync("cases/24-3/learning", new { channel = "briefing", findings = "What next" })).Body;
        receipt.GetProperty("next").GetArrayLength().ShouldBeGreaterThan(0);
        receipt.GetProperty("next").EnumerateArray().ShouldAllBe(n => n.GetProperty("may").GetBoolean());
    }

    [Fact]
    public async Task Tells_the_Development_Manager_of_the_next_action_too() => (await PathsAsync(app.Manager)).ShouldContain("/api/v1/cases/24-3/recommendations/R2/actions/1/assignment");

    [Fact]
    public async Task Tells_an_agency_of_its_own_actions() => (await PathsAsync(app.As("agency-lead", "SFHT"))).Where(path => path.Contains("/actions/", StringComparison.Ordinal)).ShouldBe(
        ["/api/v1/cases/24-3/recommendations/R1/actions/1/claim", "/api/v1/cases/24-3/recommendations/R1/actions/1/progress"]);

    [Theory]
    [InlineData("development-manager", "NSCP")]
    [InlineData("business-support", "NSCP")]
    [InlineData("partner-delegate", "NOTTS-POLICE")]
    [InlineData("agency-lead", "SFHT")]
    [InlineData("agency-lead", "NUH")]
    [InlineData("independent-scrutineer", "NSCP")]
    public async Task Names_nothing_that_the_role_may_not_record(string role, string organisation)
    {
        var client = app.As(role, organisation);
        foreach (var path in await PathsAsync(client))
        {
            // Not understood, but let through: the table is asked before the body.
            var reply = await client.PostAsync(path, new { nonsense = 1 });
            reply.Code.ShouldBe("not-understood", $"{role}: {path}");
        }
    }

    static async Task<IReadOnlyList<string>> PathsAsync(Client client) =>
        [.. Lists((await client.GetAsync("cases/24-3")).Body).SelectMany(next => next.EnumerateArray()).Select(n => n.GetProperty("path").GetString()!).Order(StringComparer.Ordinal)];

    /// <summary>Every <c>next</c> in the answer: the case's own, its recommendations' and their actions'.</summary>
    static IEnumerable<JsonElement> Lists(JsonElement read) => read.ValueKind switch
    {
        JsonValueKind.Object => read.EnumerateObject().SelectMany(p => p.Name == "next" ? [p.Value] : Lists(p.Value)),
        JsonValueKind.Array => read.EnumerateArray().SelectMany(Lists),
        _ => [],
    };
}
