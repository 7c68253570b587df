using System.Text.Json;
using NodaTime;

namespace Nscp.Reviews.Api.Tests.Hindsight;

/// <summary>
/// A case that was told day by day, with the host's clock on each of those days: awareness recorded as Monday 3 March 2025 when it was
/// Friday 28 February; an agency's information that came before the decision and was recorded after it; a Panel that disagreed; the
/// mistake found; a new decision.
/// </summary>
public sealed class HindsightCase : IAsyncLifetime
{
    internal const string Reference = "25-7";

    static readonly object[] Criteria = [.. "abcd".Select(c => new { criterion = $"{c}", finding = $"Finding for {c}." })];

    internal ReviewsApp App { get; } = new();

    internal Client Manager => App.Manager;

    /// <summary>The version after each day's telling.</summary>
    internal Dictionary<string, int> Versions { get; } = [];

    internal Task<Reply> GetAsync(string below, string? accept = null) => Manager.GetAsync($"cases/{Reference}{below}", accept);

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        var scrutineer = App.As("independent-scrutineer");

        await On("2025-03-03");
        (await Manager.PostAsync("cases", new
        {
            reference = Reference, kind = "incident", happenedOn = "2025-03-03", what = "death", awareOn = "2025-03-03", suspectedOn = "2025-02-27", limb = "a", district = "bassetlaw",
            children = new[] { new { label = "Child R", outcome = "died", ageBand = "under-one" } }, circumstances = "What happened, and how.",
        }, null)).Status.ShouldBe(201);
        await On("2025-03-04", ("partner-informed", new { partner = "NOTTS-POLICE" }), ("partner-informed", new { partner = "NN-ICB" }));
        await On("2025-03-10", ("panel-referral", new { panelReference = "SIN-77" }), ("sin-received", new { }));
        await On("2025-03-11", ("information-request", new { agency = "NUH", workingDays = 5 }), ("information-request", new { agency = "NHCFT", workingDays = 5 }));
        await On("2025-03-20", ("information-return", new { agency = "NHCFT", nilReturn = false, by = new { organisation = "NHCFT", howKnown = "e-mail" } }));
        await On("2025-03-20", scrutineer, ("scrutiny-advice", new { on = "rapid-review", advice = "Look at the earlier injuries." }));
        await On(
            "2025-03-24", ("rapid-review-held", new { attendance = Attended("NCC-CSC", "NOTTS-POLICE", "NN-ICB") }),
            ("report-draft", new { reportVersion = 1, title = "Rapid review report", keptAt = "Records system", sha256 = new string('a', 64) }),
            ("decision", new { outcome = "no-further-review", reasons = "The learning is <identified> & shared.", agreedBy = (string[])["NCC", "NOTTS-POLICE", "NN-ICB"], criteria = Criteria, by = new { organisation = "NSCP-CSPR", howKnown = "minutes" } }));
        await On(
            "2025-03-25", ("report-agreement", new { reportVersion = 1, partner = "NCC" }), ("report-agreement", new { reportVersion = 1, partner = "NOTTS-POLICE" }),
            ("report-agreement", new { reportVersion = 1, partner = "NN-ICB" }), ("report-sent", new { reportVersion = 1 }));
        await On("2025-03-26", ("information-return", new { agency = "NUH", nilReturn = false, happenedOn = "2025-03-17", knownOn = "2025-03-17", by = new { organisation = "NUH", howKnown = "e-mail" } }));
        await On("2025-04-08", ("panel-response", new { response = "disagrees", panelReference = "SIN-77", happenedOn = "2025-04-07", knownOn = "2025-04-08" }));
        await On("2025-04-10", scrutineer, ("scrutiny-challenge", new { on = "decision", text = "Why was nothing further needed?" }));
        var opening = (await App.TextsAsync("select id::text from mt_events where type = 'incident_reported'")).Single();
        await On("2025-04-14", ("correction", new { @event = opening, field = "awareOn", right = "2025-02-28", foundBy = "Business Support", reason = "The strategy meeting's minutes." }));
        await On("2025-04-17", ("scrutiny-response", new { response = "The group will meet again." }));
        await On(
            "2025-04-22", ("rapid-review-held", new { attendance = Attended("NCC-CSC", "NOTTS-POLICE", "NN-ICB", "NUH") }),
            ("decision", new
            {
                outcome = "cspr", reasons = "The delay shows more to learn.", agreedBy = (string[])["NCC", "NN-ICB"], criteria = Criteria, dissent = new[] { new { partner = "NOTTS-POLICE", view = "The criminal case comes first." } },
                replaces = 1, whyReplaced = "The Panel disagreed, and awareness was earlier.", despite = (string[])["agreement-missing"], reason = "Dissent is recorded.", by = new { organisation = "NSCP-CSPR", howKnown = "minutes" },
            }));
        App.Clock.Now = Instant.FromUtc(2025, 5, 14, 11, 0);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    static object[] Attended(params string[] organisations) => [.. organisations.Select(o => new { organisation = o, role = "Designated lead" })];

    Task On(string day, params (string Milestone, object Body)[] told) => On(day, Manager, told);

    /// <summary>Told at noon of the day, about that day unless the body says otherwise.</summary>
    async Task On(string day, Client by, params (string Milestone, object Body)[] told)
    {
        var date = NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value;
        App.Clock.Now = date.AtStartOfDayInZone(DateTimeZoneProviders.Tzdb["Europe/London"]).ToInstant() + Duration.FromHours(12);
        foreach (var (milestone, body) in told)
        {
            var fields = JsonSerializer.SerializeToNode(body)!.AsObject();
            fields.TryAdd("happenedOn", day);
            var reply = await by.PostAsync($"cases/{Reference}/{milestone}", fields.ToJsonString());
            reply.Status.ShouldBe(200, $"{day} {milestone}: {reply.Text}");
            Versions[day] = reply.Body.GetProperty("version").GetInt32();
        }
    }
}
