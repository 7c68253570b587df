using System.Net.Http.Headers;
using System.Text.Json;
using Nscp.Reviews.Api;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Bench;

/// <summary>A case of 300 events with a decision among them, recorded over HTTP as anybody records.</summary>
static class LongCase
{
    public const int Events = 300;
    public const string Reference = "26-300";
    const string Day = "2026-06-01";
    static readonly string[] Partners = ["NCC", "NOTTS-POLICE", "NN-ICB"];

    /// <returns>Its stream.</returns>
    public static async Task<Guid> MakeAsync(BenchPlace place)
    {
        using var client = ClientOf(place);
        client.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", "*");
        await PostAsync("", new { reference = Reference, what = "serious-harm", children = new[] { new { label = "Child A", outcome = "seriously-harmed" } }, awareOn = Day, suspectedOn = Day, district = "mansfield", happenedOn = Day });
        foreach (var partner in Partners[1..]) await PostAsync("/partner-informed", new { partner, happenedOn = Day });
        await PostAsync("/panel-referral", new { happenedOn = "2026-06-02" });
        await PostAsync("/sin-received", new { happenedOn = "2026-06-02" });
        // Requests with their returns, scrutiny, and learning shared long after: about what a long review holds.
        for (var request = 1; request <= 40; request++)
        {
            await PostAsync("/information-request", new { agency = "SFHT", workingDays = request, happenedOn = "2026-06-03" });
            await PostAsync("/information-return", new { requestNumber = request, agency = "SFHT", nilReturn = false, happenedOn = "2026-06-08" });
        }
        await PostAsync("/rapid-review-held", new { attendance = Partners.Select(organisation => new { organisation, role = "Member" }), happenedOn = "2026-06-15" });
        await PostAsync("/decision", new { outcome = "cspr", reasons = "More to be learnt.", agreedBy = Partners, criteria = "abcd".Select(criterion => new { criterion = $"{criterion}", finding = "Considered." }), happenedOn = "2026-06-16" });
        for (var advice = 0; advice < 60; advice++) await PostAsync("/scrutiny-advice", new { on = "decision", advice = $"Advice {advice}. {Notes.Filling}", happenedOn = "2026-06-17", by = new { organisation = "NSCP", role = "Independent Scrutineer", howKnown = "minutes" } });
        var recorded = 5 + 80 + 2 + 60;
        for (; recorded < Events; recorded++) await PostAsync("/learning", new { channel = "briefing", findings = $"Finding {recorded}. {Notes.Filling}", happenedOn = "2026-07-01" });
        var read = await place.Store.ReadAsync("NSCP", new StreamAddress.ByLookup(CaseReferences.Lookup, Reference), null, CancellationToken.None);
        return read.Version == Events ? read.StreamId!.Value : throw new InvalidOperationException($"The case has {read.Version} events.");

        async Task PostAsync(string below, object body)
        {
            using var answer = await client.PostAsJsonAsync(below.Length == 0 ? "/api/v1/cases" : $"/api/v1/cases/{Reference}{below}", body);
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{below}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    public static HttpClient ClientOf(BenchPlace place)
    {
        var client = new HttpClient { BaseAddress = place.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", place.Token);
        return client;
    }
}

/// <summary>How the decision came about, in the process of the host: read the stream, fold it, tell, and write as JSON.</summary>
sealed class DecisionHistories(BenchPlace place, Guid stream) : IPath
{
    public string Name => $"how a decision came about, {LongCase.Events} events";

    public Task<IWorker> WorkerAsync() => Task.FromResult<IWorker>(new Worker(place, stream));

    sealed class Worker(BenchPlace place, Guid stream) : IWorker
    {
        readonly World _world = World.Shipped(OrganisationCode.Parse("NSCP"));

        public async Task WorkAsync()
        {
            var (_, history) = await place.Store.ReadCaseAsync("NSCP", new StreamAddress.ById(stream), null, CancellationToken.None);
            var told = DecisionHistory.Of(history, 1, _world, new(2026, 11, 1), _world.Organisations, showProtected: true)!;
            await JsonSerializer.SerializeAsync(Stream.Null, told, JsonAnswer.Options);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>A reading over HTTP, its record included.</summary>
sealed class ReadingOverHttp(BenchPlace place, string name, string route) : IPath
{
    public string Name => name;

    public Task<IWorker> WorkerAsync() => Task.FromResult<IWorker>(new Worker(LongCase.ClientOf(place), route));

    sealed class Worker(HttpClient client, string route) : IWorker
    {
        public async Task WorkAsync()
        {
            using var answer = await client.GetAsync(new Uri(route, UriKind.Relative));
            answer.EnsureSuccessStatusCode();
            await answer.Content.LoadIntoBufferAsync();
        }

        public ValueTask DisposeAsync()
        {
            client.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
