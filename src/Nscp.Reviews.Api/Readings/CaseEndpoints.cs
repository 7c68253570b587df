using Marten;

namespace Nscp.Reviews.Api.Readings;

/// <summary>A case as an agency sees it in the register.</summary>
public sealed record CaseStage(string Reference, Stage Stage);

/// <summary>The register, and one case.</summary>
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
        api.MapGet("/cases/{reference}", CaseAsync).GuardedAs("GET case").Tells<CaseView>(
            "One case: facts, stage, clocks, recommendations, open holds, irregularities, and what may be recorded next", KnownAt.Parameter);
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
        var page = await ListAnswer.ReadAsync(http, () => PartAsync(http, filter with { Text = text }, limit, after));
        if (page is null) return;
        await (Sight.IsAgency(caller)
            ? ListAnswer.WriteAsync(http, new Page<CaseStage>([.. page.Items.Select(c => new CaseStage(c.Reference, c.Stage))], page.After))
            : ListAnswer.WriteAsync(http, page));
    }

    /// <summary>Null when it has been told that the text holds no word.</summary>
    static async Task<Page<RegisteredCase>?> PartAsync(HttpContext http, RegisterFilter filter, int limit, string? after)
    {
        if (await http.AskAsync(session => RegisterList.ReadAsync(session, filter, limit, after, http.RequestAborted)) is { } found) return found;
        await ProblemAnswer.WriteAsync(http, Problem4xx.BadHeader("text", "must hold a word to look for: common words such as “the” are none, nor are words to leave out (-word) alone"));
        return null;
    }

    static async Task CaseAsync(HttpContext http)
    {
        if (await http.FoundAsync() is not { } read) return;
        var caller = Caller.Of(http);
        http.Response.SetVersion(read.History.Version);
        await (Sight.IsAgency(caller)
            ? JsonAnswer.WriteAsync(http, AgencyCase.Of(caller, read.History, read.World, read.Day))
            : JsonAnswer.WriteAsync(http, Sight.Case(caller, read.History, read.World, read.Day)));
    }
}

/// <summary>What the readings ask of the host.</summary>
static class Asking
{
    /// <summary>The caller's partnership's own way into the database, for what is no document.</summary>
    internal static NpgsqlDataSource Source(this HttpContext http) => http.RequestServices.GetRequiredService<Sessions>().SourceOf(Caller.Of(http).Tenant);

    /// <summary>Asks something of the documents of the caller's partnership.</summary>
    internal static Task<T> AskAsync<T>(this HttpContext http, Func<IQuerySession, Task<T>> ask) =>
        http.RequestServices.GetRequiredService<Sessions>().AskAsync(Caller.Of(http).Tenant, ask, http.RequestAborted);

    internal static LocalDate Today(this HttpContext http) => http.RequestServices.GetRequiredService<HostClock>().Today;

    /// <summary>One round trip: any host may have accepted a new list.</summary>
    internal static Task<Domain.Clocks.Calendars> CalendarsAsync(this HttpContext http) => http.RequestServices.GetRequiredService<Worlds>().CalendarsAsync(http.RequestAborted);
}
