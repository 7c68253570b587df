using System.Text.Json.Nodes;

namespace Nscp.Reviews.Api.Tests.Hindsight;

/// <summary>A reading below a case costs one round trip besides its record, and another only when a list of bank holidays was accepted that the host has not seen.</summary>
public class CountingTheQueriesOfAReading(HindsightCase told) : IClassFixture<HindsightCase>
{
    [Fact]
    public async Task Takes_one_and_a_second_once_after_a_new_list_of_bank_holidays()
    {
        await using var proxy = new CountingProxy(told.App.ApplicationConnectionString);
        await using var counted = await told.App.SecondHostAsync(proxy.ConnectionString);
        // Opens the connection.
        (await counted.Manager.GetAsync("cases/ZZ1/clocks")).Status.ShouldBe(404);
        await proxy.BeginAsync();
        foreach (var below in (string[])["", "/clocks", "/clocks/panel-referral/explanation", "/decisions/1/history", "/changes?from=2025-03-24", "/history?knownAt=2025-03-24", "/decisions/1/history?knownAt=2025-03-24"])
        {
            (await counted.Manager.GetAsync($"cases/25-7{below}")).Status.ShouldBe(200, below);
            proxy.Take().ShouldBe(2, below);
        }

        (await told.App.As("administrator").PostAsync("calendar/revisions", NewList(), null)).Status.ShouldBe(201);
        (await counted.Manager.GetAsync("cases/25-7/decisions/1/history")).Status.ShouldBe(200);
        proxy.Take().ShouldBe(3);
        (await counted.Manager.GetAsync("cases/25-7/decisions/1/history")).Status.ShouldBe(200);
        proxy.Take().ShouldBe(2);
    }

    /// <summary>The shipped list with one bank holiday more.</summary>
    static string NewList()
    {
        using var file = typeof(Domain.Clocks.ShippedCalendar).Assembly.GetManifestResourceStream("bank-holidays.json")!;
        var feed = JsonNode.Parse(file)!;
        var days = feed["england-and-wales"]!["events"]!.AsArray();
        var at = days.Index().First(day => string.CompareOrdinal((string)day.Item!["date"]!, "2026-07-13") > 0).Index;
        days.Insert(at, new JsonObject { ["title"] = "A day more", ["date"] = "2026-07-13", ["notes"] = "", ["bunting"] = true });
        return feed.ToJsonString();
    }
}
