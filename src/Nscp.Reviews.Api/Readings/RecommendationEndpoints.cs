namespace Nscp.Reviews.Api.Readings;

public sealed record CompletionRead(CompletionBy By, IReadOnlyList<CompletionLine> Items);

/// <summary>A line of CSV: a recommendation with one of its actions, or with none.</summary>
public sealed record RecommendationLine(
    string Case, string Id, RecommendationSource Source, string Theme, string Wording, OrganisationCode AskedOf, RecommendationProgress State, LocalDate MadeOn, bool Overdue, ListedAction? Action)
{
    internal static IEnumerable<RecommendationLine> Of(ListedRecommendation r) =>
        r.Actions.Cast<ListedAction?>().DefaultIfEmpty().Select(a => new RecommendationLine(r.Case, r.Id, r.Source, r.Theme, r.Wording, r.AskedOf, r.State, r.MadeOn, r.Overdue, a));
}

/// <summary>All recommendations, and how far they have come.</summary>
static class RecommendationEndpoints
{
    internal static void MapRecommendations(this IEndpointRouteBuilder api)
    {
        api.MapGet("/recommendations", ListAsync).GuardedAs("GET recommendations").ListsParts<Page<ListedRecommendation>>(
            "All recommendations with their actions", new("owner", typeof(OrganisationCode), "Who owns an action, or is asked while none is assigned."),
            new("state", typeof(RecommendationProgress), "How far it has come."), new("theme", typeof(string), "Only of this theme."),
            new("source", typeof(RecommendationSource), "Only from this source."), new("case", typeof(CaseReference), "Only of this case."), new("overdue", typeof(bool), "Only those overdue, or only the others."));
        api.MapGet("/recommendations/completion", CompletionAsync).GuardedAs("GET completion").Lists<CompletionRead>(
            "How far recommendations have come; by agency, how far its actions have",
            new("by", typeof(CompletionBy), "agency when left out."), new("source", typeof(RecommendationSource), "Only from this source, such as national-review."));
    }

    static async Task ListAsync(HttpContext http)
    {
        var (query, caller) = (new Query(http), Caller.Of(http));
        var filter = new RecommendationFilter(
            query.Value<OrganisationCode>("owner"), query.Value<RecommendationProgress>("state"), query.Text("theme"), query.Value<RecommendationSource>("source"),
            query.Value<CaseReference>("case"), query.YesOrNo("overdue"));
        var (limit, after) = (ListAnswer.Limit(query), query.Text("after"));
        if (query.Problem() is { } wrong)
        {
            await ProblemAnswer.WriteAsync(http, wrong);
            return;
        }
        if (Sight.IsAgency(caller)) filter = filter with { Owner = caller.Organisation };
        var page = await ListAnswer.ReadAsync(http, () => http.AskAsync(session => RecommendationList.ReadAsync(session, http.Today(), filter, limit, after, http.RequestAborted)));
        if (page is null) return;
        if (Sight.IsAgency(caller)) page = page with { Items = [.. page.Items.Select(r => r with { Actions = [.. r.Actions.Where(a => a.Owner == caller.Organisation)] })] };
        await ListAnswer.WriteAsync(http, page, RecommendationLine.Of);
    }

    static async Task CompletionAsync(HttpContext http)
    {
        var query = new Query(http);
        var by = query.Value<CompletionBy>("by") ?? CompletionBy.Agency;
        var source = query.Value<RecommendationSource>("source");
        if (query.Problem() is { } wrong)
        {
            await ProblemAnswer.WriteAsync(http, wrong);
            return;
        }
        var calendar = (await http.CalendarsAsync()).InForce;
        var lines = await http.AskAsync(session => CompletionView.ReadAsync(session, calendar, http.Today(), by, source, http.RequestAborted));
        await (CsvAnswer.IsAsked(http.Request) ? CsvAnswer.WriteAsync(http, lines) : JsonAnswer.WriteAsync(http, new CompletionRead(by, lines)));
    }
}
