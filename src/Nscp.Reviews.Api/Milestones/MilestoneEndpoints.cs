using System.Globalization;
using System.Text.Json;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Api.Milestones;

/// <summary>A route for every milestone of the domain's table.</summary>
static class MilestoneEndpoints
{
    const string Case = "/cases/{reference}", Recommendation = Case + "/recommendations/{recommendation}", Action = Recommendation + "/actions/{action}";

    internal static void MapMilestones(this IEndpointRouteBuilder api)
    {
        api.MapPost("/cases", OpenAsync).GuardedAs("POST cases").WithMetadata(new Openings(AllMilestones.Openings));
        foreach (var milestone in AllMilestones.OfCases) api.Map(Case, milestone);
        foreach (var milestone in AllMilestones.OfRecommendations) api.Map(Recommendation, milestone);
        foreach (var milestone in AllMilestones.OfActions) api.Map(Action, milestone);
    }

    static void Map(this IEndpointRouteBuilder api, string below, Milestone milestone) =>
        api.MapPost($"{below}/{milestone.Route}", http => StepAsync(http, milestone)).GuardedAs(Permissions.NameOf(milestone)).WithMetadata(milestone);

    static async Task OpenAsync(HttpContext http)
    {
        if (BadHeader(http, out var expectation) is { } bad)
        {
            await ProblemAnswer.WriteAsync(http, bad);
            return;
        }
        var (body, problem) = await RequestBody.ReadAsync(http);
        var milestone = problem is null ? CaseKindField.In(body!.Fields) : null;
        var (request, misunderstood) = problem is not null ? (null, problem) : Understanding.Of(body!.Fields, (milestone ?? Opening.Incident).Command, CaseKindField.Name);
        if (milestone is null && problem is null) misunderstood = CaseKindField.Unclear;
        CaseReference? reference = misunderstood is null ? ReferenceOf(body!.Fields) : null;
        await RecordAsync(http, new(
            Caller.Of(http), milestone ?? Opening.Incident, reference, new Target("", 0), request, misunderstood, expectation, KeyOf(http, body), Correlation.Of(http)));
    }

    static async Task StepAsync(HttpContext http, Milestone milestone)
    {
        var (body, problem) = await RequestBody.ReadAsync(http);
        var (request, misunderstood) = problem is null ? Understanding.Of(body!.Fields, milestone.Command) : (null, problem);
        misunderstood = BadHeader(http, out var expectation) ?? misunderstood;
        var reference = CaseReference.TryParse((string?)http.GetRouteValue("reference"), out var known) ? known : null;
        await RecordAsync(http, new(Caller.Of(http), milestone, reference, TargetOf(http), request, misunderstood, expectation, KeyOf(http, body), Correlation.Of(http)));
    }

    static async Task RecordAsync(HttpContext http, Attempted command)
    {
        var result = await http.RequestServices.GetRequiredService<RecordMilestone>().RecordAsync(command, http.RequestAborted);
        await (result switch
        {
            Result.Done done => Receipt.WriteAsync(http, command, done),
            Result.Not not => ProblemAnswer.WriteAsync(http, not.Problem),
            _ => throw new InvalidOperationException($"{result.GetType()} is no result."),
        });
    }

    static Problem? BadHeader(HttpContext http, out Expectation expectation)
    {
        var read = Expectation.Read(http.Request);
        expectation = read ?? new Expectation.Missing();
        if (read is null) return Problem4xx.BadHeader("If-Match", "must be the case's ETag with its quotation marks, such as \"12\", or *");
        return RequestKey.IsWellFormed(http.Request) ? null : RequestKey.Unreadable;
    }

    static RequestKey? KeyOf(HttpContext http, RequestBody? body) => body is null ? null : RequestKey.Of(http, Caller.Of(http), body.Bytes);

    static CaseReference ReferenceOf(JsonElement fields) => fields.GetProperty("reference").Deserialize<CaseReference>(DomainJson.Request);

    static Target TargetOf(HttpContext http) => new(
        (string?)http.GetRouteValue("recommendation") ?? "",
        int.TryParse((string?)http.GetRouteValue("action"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
}

/// <summary>The milestones that <c>POST /cases</c> chooses among.</summary>
sealed record Openings(IReadOnlyList<Milestone> Milestones);

/// <summary>The field by which <c>POST /cases</c> says what kind of case opens.</summary>
static class CaseKindField
{
    internal const string Name = "kind";

    /// <summary>An incident when left out; null when it is no kind.</summary>
    internal static Milestone? In(JsonElement fields)
    {
        if (!fields.TryGetProperty(Name, out var kind)) return Opening.Incident;
        foreach (var (known, milestone) in AllMilestones.OpeningOf)
            if (kind.ValueKind == JsonValueKind.String && kind.ValueEquals(Say.Word(known))) return milestone;
        return null;
    }

    /// <summary>Without a kind nothing else can be judged.</summary>
    internal static Problem Unclear { get; } = Problem4xx.NotUnderstood(new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [Name] = [$"must be one of {string.Join(", ", Enum.GetValues<CaseKind>().Select(Say.Word))}"],
    });
}
