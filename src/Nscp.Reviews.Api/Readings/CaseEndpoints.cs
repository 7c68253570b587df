using Nscp.Reviews.Api.Access;
using Nscp.Reviews.Api.OpenApi;
using Nscp.Reviews.Api.Problems;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Domain.Words;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Projections;
using Npgsql;

namespace Nscp.Reviews.Api.Readings;

/// <summary>A case as an agency sees it in the register.</summary>
public sealed record CaseStage(string Reference, Stage Stage);

public sealed record HistoryRead(string Reference, IReadOnlyList<HistoryItem> Items);

public sealed record ClocksRead(string Reference, IReadOnlyList<ClockAnswer> Items);

/// <summary>The register, one case, its history and its clocks.</summary>
static class CaseEndpoints
{
    internal static void MapCases(this IEndpointRouteBuilder api)
    {
        api.MapGet("/cases", RegisterAsync).GuardedAs("GET cases").ListsParts<Page<RegisteredCase>>(
            "The register, the newest case first",
            new(
                "text", typeof(string),
                "Only cases found by these words: in their references, the organisations that play a part, the standing decision's outcome, recommendations (theme and wording) and shared learning. All of the words; \"words in a row\"; or; -without. Protected text is never searched. Not for an agency lead."),
            new("kind", typeof(CaseKind), "Only of this kind."), new("stage", typeof(Stage), "Only at this stage."),
            new("district", typeof(District), "Only of this district."), new("outcome", typeof(Outcome), "Only with this outcome of the standing decision."),
            new("open", typeof(bool), "Only open cases, or only closed ones."));
        api.MapGet("/cases/{reference}", CaseAsync).GuardedAs("GET case").Tells<CaseView>("One case: facts, stage, clocks, recommendations, open holds, irregularities, and what may be recorded next");
        api.MapGet("/cases/{reference}/history", HistoryAsync).GuardedAs("GET history").Lists<HistoryRead>(
            "The audit trail, every event worded for a person", new Asked("by", typeof(HistoryOrder), "In the order in which things happened (usual), were known, or were recorded."));
        api.MapGet("/cases/{reference}/clocks", ClocksAsync).GuardedAs("GET clocks").Lists<ClocksRead>("The case's clocks as they stand today");
        api.MapGet("/cases/{reference}/clocks/{clock}/explanation", ExplanationAsync).GuardedAs("GET explanation").Explains<ClockExplanation>(
            "How one clock's due date was reached, day by day, and what has happened since; as a paragraph for a letter with Accept: text/plain");
    }

    static async Task RegisterAsync(HttpContext http)
    {
        var (query, caller) = (new Query(http), Caller.Of(http));
        var filter = new RegisterFilter(
            query.Value<CaseKind>("kind"), query.Value<Stage>("stage"), query.Value<District>("district"), query.Value<Outcome>("outcome"), query.YesOrNo("open"));
        var (text, limit, after) = (query.Text("text"), ListAnswer.Limit(query), query.Text("after"));
        if ((Sight.IsAgency(caller) && query.Has("text") ? Problem4xx.NoSearching : query.Problem()) is { } wrong)
        {
            await ProblemAnswer.WriteAsync(http, wrong);
            return;
        }
        var page = await ListAnswer.ReadAsync(http, () => PartAsync(http, filter, text, limit, after));
        if (page is null) return;
        await (Sight.IsAgency(caller)
            ? ListAnswer.WriteAsync(http, new Page<CaseStage>([.. page.Items.Select(c => new CaseStage(c.Reference, c.Stage))], page.After))
            : ListAnswer.WriteAsync(http, page));
    }

    /// <summary>Null when it has been told that the text holds no word.</summary>
    static async Task<Page<RegisteredCase>?> PartAsync(HttpContext http, RegisterFilter filter, string? text, int limit, string? after)
    {
        var tenant = Caller.Of(http).Tenant;
        if (text is null) return await RegisterList.ReadAsync(http.Source(), tenant, filter, limit, after, http.RequestAborted);
        if (await RegisterList.SearchAsync(http.Source(), tenant, text, filter, limit, after, http.RequestAborted) is { } found) return found;
        await ProblemAnswer.WriteAsync(http, Problem4xx.BadHeader("text", "must hold a word to look for: common words such as “the” are none, nor are words to leave out (-word) alone"));
        return null;
    }

    static async Task CaseAsync(HttpContext http)
    {
        if (await FoundAsync(http) is not var (history, world)) return;
        var (caller, today) = (Caller.Of(http), http.Today());
        http.Response.SetVersion(history.Version);
        await (Sight.IsAgency(caller)
            ? JsonAnswer.WriteAsync(http, AgencyCase.Of(caller, history, world, today))
            : JsonAnswer.WriteAsync(http, Sight.Case(caller, history, world, today)));
    }

    static async Task ClocksAsync(HttpContext http)
    {
        if (await FoundAsync(http) is not var (history, world)) return;
        var clocks = Sight.Clocks(Caller.Of(http), ClockAnswer.Of(history, world, http.Today()));
        http.Response.SetVersion(history.Version);
        await (CsvAnswer.IsAsked(http.Request) ? CsvAnswer.WriteAsync(http, clocks) : JsonAnswer.WriteAsync(http, new ClocksRead(history.State.Reference!.Value.Value, clocks)));
    }

    static async Task ExplanationAsync(HttpContext http)
    {
        if (await FoundAsync(http) is not var (history, world)) return;
        http.Response.SetVersion(history.Version);
        var id = (string)http.GetRouteValue("clock")!;
        await (ClockExplanation.Of(history, id, world, http.Today()) switch
        {
            null => ProblemAnswer.WriteAsync(http, Problem4xx.NoSuchClock),
            var explanation when http.Request.GetTypedHeaders().Accept.Any(a => a.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase)) => PlainAsync(http, explanation.Text),
            var explanation => JsonAnswer.WriteAsync(http, explanation),
        });
    }

    static Task PlainAsync(HttpContext http, string text)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text + "\n", http.RequestAborted);
    }

    static async Task HistoryAsync(HttpContext http)
    {
        var trail = Reference(http) is { } reference ? await AuditTrailList.ReadAsync(http.Source(), Caller.Of(http).Tenant, reference, http.RequestAborted) : [];
        if (trail.Count == 0)
        {
            await ProblemAnswer.WriteAsync(http, Problem4xx.NoSuchCase);
            return;
        }
        var query = new Query(http);
        var order = query.Value<HistoryOrder>("by") ?? HistoryOrder.Happened;
        if (query.Problem() is { } wrong)
        {
            await ProblemAnswer.WriteAsync(http, wrong);
            return;
        }
        var items = Sight.History(Caller.Of(http), trail, http.RequestServices.GetRequiredService<Worlds>().Organisations, order);
        http.Response.SetVersion(trail[^1].Entry.Envelope.Version);
        await (CsvAnswer.IsAsked(http.Request) ? CsvAnswer.WriteAsync(http, items) : JsonAnswer.WriteAsync(http, new HistoryRead(Reference(http)!.Value.Value, items)));
    }

    /// <summary>The case of the route; null when the problem has been told.</summary>
    static async Task<(CaseHistory History, Domain.Milestones.World World)?> FoundAsync(HttpContext http)
    {
        var read = Reference(http) is not { } reference ? null : await http.RequestServices.GetRequiredService<Store>()
            .ReadAsync(Caller.Of(http).Tenant, new StreamAddress.ByLookup(CaseReferences.Lookup, reference.Value), null, http.RequestAborted);
        var problem = read?.StreamId is null ? Problem4xx.NoSuchCase : new Query(http).Problem();
        if (problem is null) return (CaseStream.History(read!.Events), await http.RequestServices.GetRequiredService<Worlds>().OfAsync(Caller.Of(http).Partnership, read, http.RequestAborted));
        await ProblemAnswer.WriteAsync(http, problem);
        return null;
    }

    static CaseReference? Reference(HttpContext http) => CaseReference.TryParse((string?)http.GetRouteValue("reference"), out var reference) ? reference : null;
}

/// <summary>What the readings ask of the host.</summary>
static class Asking
{
    internal static NpgsqlDataSource Source(this HttpContext http) => http.RequestServices.GetRequiredService<NpgsqlDataSource>();

    internal static LocalDate Today(this HttpContext http) => http.RequestServices.GetRequiredService<HostClock>().Today;

    /// <summary>One round trip: any host may have accepted a new list.</summary>
    internal static Task<Domain.Clocks.Calendars> CalendarsAsync(this HttpContext http) => http.RequestServices.GetRequiredService<Worlds>().CalendarsAsync(http.RequestAborted);
}
