using System.Text.RegularExpressions;

namespace Nscp.Reviews.Api.Tests;

public class SearchingTheRegister(SearchedCases app) : IClassFixture<SearchedCases>
{
    [Theory]
    [InlineData("24-2", "24-2")]
    [InlineData("bruised babies", "24-3 24-2")]
    [InlineData("\"safe sleeping\"", "24-1")]
    [InlineData("sleeping or dentists", "24-3 24-1")]
    [InlineData("babies -sleeping", "24-3 24-2")]
    [InlineData("Sherwood Forest Hospitals", "24-2")]
    [InlineData("NCC-PH", "24-3")]
    [InlineData("retford", "")]
    [InlineData("24-22", "")]
    public async Task Finds_the_cases_that_hold_the_words_the_newest_first(string text, string references) =>
        References(await app.Manager.GetAsync($"cases?text={Uri.EscapeDataString(text)}")).ShouldBe(references.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public async Task Finds_no_protected_text()
    {
        (await app.Manager.GetAsync("cases/24-1")).Text.ShouldContain("Retford");
        (await app.App.TextsAsync("select data ->> 'words' from mt_doc_words")).ShouldAllBe(words => !words.Contains("Retford"));
    }

    [Fact]
    public async Task Can_be_narrowed_by_the_registers_filters()
    {
        References(await app.Manager.GetAsync("cases?text=babies&district=mansfield")).ShouldBe(["24-2"]);
        References(await app.Manager.GetAsync("cases?text=babies&open=false")).ShouldBeEmpty();
        References(await app.Manager.GetAsync("cases?text=24-1&district=mansfield")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Comes_in_parts_that_neither_repeat_nor_skip_nor_lose_the_text()
    {
        var (seen, route) = (new List<string>(), "/api/v1/cases?text=babies%20%22or%22%20or%20dentists%20or%20sleeping&limit=1");
        // Bounded, so that a cursor that does not move on fails instead of going round.
        for (var part = 0; part < 10 && route is not null; part++)
        {
            var reply = await app.Manager.GetAsync(route);
            seen.AddRange(References(reply));
            route = reply.Raw.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
        }
        seen.ShouldBe(["24-3", "24-2", "24-1"]);
    }

    [Fact]
    public async Task Comes_as_CSV_too() =>
        Regex.Matches((await app.Manager.GetAsync("cases?text=bruised", "text/csv")).Text, "^24-[0-9]+", RegexOptions.Multiline).Select(m => m.Value).ShouldBe(["24-3", "24-2"]);

    [Theory]
    [InlineData("")]
    [InlineData("%01")]
    [InlineData("a%00b")]
    [InlineData("a&text=b")]
    [InlineData("%20%20")]
    [InlineData("the%20and%20of")]
    [InlineData("-")]
    [InlineData("%22%22")]
    [InlineData("-babies")]
    [InlineData("!%26|()")]
    public async Task Needs_a_text_that_can_be_looked_for(string text)
    {
        var reply = await app.Manager.GetAsync($"cases?text={text}");
        (reply.Status, reply.ErrorFields.Single()).ShouldBe((400, "text"), reply.Text);
    }

    [Fact]
    public async Task Takes_two_hundred_characters_and_no_more()
    {
        References(await app.Manager.GetAsync($"cases?text=sleeping{new string(' ', 192).Replace(" ", "%20")}")).ShouldBe(["24-1"]);
        (await app.Manager.GetAsync($"cases?text=sleeping{new string(' ', 193).Replace(" ", "%20")}")).ErrorFields.ShouldBe(["text"]);
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_text_of_common_words() =>
        (await app.Manager.GetAsync("cases?text=the")).Body.GetProperty("errors").GetProperty("text")[0].GetString()
            .ShouldBe("must hold a word to look for: common words such as “the” are none, nor are words to leave out (-word) alone");

    [Theory]
    [InlineData("text=24-1")]
    [InlineData("text=")]
    [InlineData("text=babies&kind=murder")]
    public async Task Is_not_for_an_agency_lead_who_sees_no_text_of_cases(string query)
    {
        var reply = await app.App.As("agency-lead", "SFHT").GetAsync($"cases?{query}");
        (reply.Status, reply.Code, reply.Body.GetProperty("detail").GetString()).ShouldBe((403, "not-allowed", "Your role sees no text of cases, and so cannot search in it."));
        (await app.App.As("agency-lead", "SFHT").GetAsync("cases")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Is_for_those_who_read_the_register()
    {
        foreach (var role in (string[])["development-manager", "business-support", "partner-delegate", "independent-scrutineer"])
            References(await app.App.As(role).GetAsync("cases?text=sleeping")).ShouldBe(["24-1"], role);
        foreach (var role in (string[])["administrator", "reminder-job"]) (await app.App.As(role).GetAsync("cases?text=sleeping")).Status.ShouldBe(403, role);
        (await app.App.Nobody.GetAsync("cases?text=sleeping")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Finds_no_case_of_another_partnership() => References(await app.App.As("development-manager", "NCSCP", "NCSCP").GetAsync("cases?text=babies")).ShouldBe(["24-1"]);

    [Fact]
    public async Task Follows_corrections()
    {
        References(await app.Manager.GetAsync("cases?text=toddlers")).ShouldBe(["24-4"]);
        References(await app.Manager.GetAsync("cases?text=infants")).ShouldBeEmpty();
        References(await app.Manager.GetAsync("cases?text=mistaken")).ShouldBeEmpty();
    }

    static IEnumerable<string> References(Reply reply) => reply.Body.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("reference").GetString()!);
}

/// <summary>Cases with recommendations, one of them set right since and one of them struck, and a case of another partnership.</summary>
public sealed class SearchedCases : IAsyncLifetime
{
    internal ReviewsApp App { get; } = new();

    internal Client Manager => App.Manager;

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        await OpenAsync(Manager, "24-1", "2024-04-01", "bassetlaw", "NCC", "Safe sleeping");
        await OpenAsync(Manager, "24-2", "2024-04-02", "mansfield", "SFHT", "Bruising in babies");
        await OpenAsync(Manager, "24-3", "2024-04-03", "bassetlaw", "NCC-PH", "Dentists who see bruised babies");
        await OpenAsync(Manager, "24-4", "2024-04-04", "bassetlaw", "NCC", "Weigh all infants", "A mistaken one");
        await OpenAsync(App.As("development-manager", "NCSCP", "NCSCP"), "24-1", "2024-04-01", "gedling", "NCC", "Other babies");
        var made = await App.TextsAsync("select e.id::text from mt_events e join mt_doc_reference r on r.case_id = e.stream_id where r.id = '24-4' and e.type = 'recommendation_made' order by version");
        await SentAsync(Manager, "cases/24-4/correction", new { @event = made[0], field = "wording", right = "Weigh all toddlers", foundBy = "Development Manager", reason = "Misread" });
        await SentAsync(Manager, "cases/24-4/correction", new { @event = made[1], inError = "never-happened", foundBy = "Development Manager", reason = "Another case" });
    }

    static async Task OpenAsync(Client client, string reference, string aware, string district, string askedOf, params string[] wordings)
    {
        var incident = new
        {
            reference, what = "death", children = new[] { new { label = "Child R", outcome = "died" } }, awareOn = aware, suspectedOn = aware, district,
            circumstances = "Found at a farm near Retford", happenedOn = aware,
        };
        await SentAsync(client, "cases", incident);
        await SentAsync(client, $"cases/{reference}/recommendations", new { happenedOn = "2024-09-02", recommendations = wordings.Select(wording => new { wording, source = "rapid-review", theme = "Health", askedOf }) });
    }

    static async Task SentAsync(Client client, string route, object body)
    {
        var reply = await client.PostAsync(route, body, ifMatch: route == "cases" ? null : "*");
        reply.Status.ShouldBeLessThan(300, reply.Text);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
