using System.Text.Json;
using System.Text.Json.Nodes;
using Nscp.Reviews.Api.Readings;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Api.Calendar;

/// <summary>An accepted list of bank holidays, with what it changed.</summary>
/// <param name="AcceptedAt">From then on it was in force, until the next was accepted; absent for the first, which came with the program.</param>
/// <param name="Sha256">Of the bytes as they were sent, lower-case hexadecimal.</param>
/// <param name="CoversFrom">The first day covered, inclusive.</param>
/// <param name="CoversTo">The last day covered, inclusive.</param>
/// <param name="Difference">What it changed in the list before it; absent for the first.</param>
public sealed record RevisionRead(
    int Revision, bool InForce, Instant? AcceptedAt, string? AcceptedBy, string? Reason, string Source, LocalDate RetrievedOn, string Sha256, LocalDate CoversFrom, LocalDate CoversTo, CalendarDifference? Difference);

/// <param name="Offered">A list that came with a newer version of the program and was not accepted yet; absent where there is none.</param>
public sealed record RevisionsRead(IReadOnlyList<RevisionRead> Items, OfferedRead? Offered = null);

/// <summary>What accepting the offered list would change. It is accepted as any other is: by sending it in.</summary>
public sealed record OfferedRead(string Sha256, LocalDate CoversFrom, LocalDate CoversTo, CalendarDifference Difference)
{
    internal static OfferedRead? Of(CalendarProposal? proposal) =>
        proposal is null ? null : new(proposal.List.Provenance.Sha256, proposal.List.Coverage.FirstDay, proposal.List.Coverage.LastDay, proposal.Difference);
}

/// <summary>What a list changes, or would change.</summary>
/// <param name="Revision">The number that the list has, or would have.</param>
/// <param name="DryRun">Whether nothing was accepted because nothing should be.</param>
/// <param name="Accepted">Whether the list is in force now; not when the one in force says the same.</param>
/// <param name="FeedYears">The years that the list holds: these are replaced, all others are kept.</param>
/// <param name="Moves">In a dry run: the open clocks of the caller's partnership whose due date it would move. Afterwards each case tells its own.</param>
/// <param name="Elsewhere">In a dry run: how many of other partnerships; absent where this host cannot see them.</param>
public sealed record ImportRead(
    int Revision, bool DryRun, bool Accepted, string Sha256, LocalDate CoversFrom, LocalDate CoversTo, IReadOnlyList<int> FeedYears, CalendarDifference Difference,
    IReadOnlyList<MovedClock>? Moves = null, MovedElsewhere? Elsewhere = null);

/// <summary>A division of GOV.UK's feed, under its name, such as <c>england-and-wales</c>. Only England and Wales is counted by; further fields are passed over.</summary>
public sealed record FeedDivision(string Division, IReadOnlyList<BankHoliday> Events);

static class RevisionEndpoints
{
    const string UsualSource = "GOV.UK bank holidays";

    internal static void MapCalendarRevisions(this IEndpointRouteBuilder api)
    {
        api.MapGet("/calendar/revisions", ReadAsync).GuardedAs("GET calendar/revisions").Lists<RevisionsRead>("Every accepted list of bank holidays, with what it changed");
        api.MapPost("/calendar/revisions", ImportAsync).GuardedAs("POST calendar/revisions").Sends<IReadOnlyDictionary<string, FeedDivision>, ImportRead>(
            "Accepts a list of bank holidays: GOV.UK's feed as it is. With dryRun=true nothing is accepted: the answer tells what would change, and which due dates would move",
            Example(), new("dryRun", typeof(bool), "true to see only."), new("source", typeof(string), "Where the list came from, for people."), new("reason", typeof(string), "Why it is accepted; shown to everybody who sees the calendar, in every partnership."));
    }

    /// <summary>The last year of the list that the program ships.</summary>
    static JsonObject Example()
    {
        var (division, list) = (BankHolidayFeed.EnglandAndWales, CalendarList.Shipped);
        var events = list.Holidays.Where(holiday => holiday.Date.Year == list.Coverage.Last).Select(holiday => JsonSerializer.SerializeToNode(holiday, DomainJson.Stored));
        return new() { [division] = new JsonObject { ["division"] = division, ["events"] = new JsonArray([.. events]) } };
    }

    static async Task ReadAsync(HttpContext http)
    {
        if (new Query(http).Problem() is { } wrong)
        {
            await ProblemAnswer.WriteAsync(http, wrong);
            return;
        }
        var accepted = await http.RequestServices.GetRequiredService<Worlds>().RevisionsAsync(http.RequestAborted);
        var items = accepted.Select((one, i) => Read(one, i == 0 ? null : accepted[i - 1].List, i == accepted.Count - 1)).ToList();
        http.Response.SetVersion(items.Count);
        await (CsvAnswer.IsAsked(http.Request) ? CsvAnswer.WriteAsync(http, items) : JsonAnswer.WriteAsync(http, new RevisionsRead(items, OfferedRead.Of(Offered(http, accepted)))));
    }

    static CalendarProposal? Offered(HttpContext http, IEnumerable<CalendarRevision> accepted) =>
        OfferedList.Of(ShippedCalendar.NewestFeedBytes(), [.. accepted.Select(one => one.List)], http.Today());

    static RevisionRead Read(CalendarRevision one, CalendarList? before, bool inForce)
    {
        var (list, provenance) = (one.List, one.List.Provenance);
        return new(
            list.Revision, inForce, one.AcceptedAt, one.AcceptedBy, one.Reason, provenance.Source, provenance.RetrievedOn, provenance.Sha256,
            list.Coverage.FirstDay, list.Coverage.LastDay, before is null ? null : CalendarDifference.Between(before, list));
    }

    static async Task ImportAsync(HttpContext http)
    {
        var (bytes, problem) = await RequestBody.ReadBytesAsync(http, BankHolidayImport.MostBytes, CalendarProblems.TooLarge);
        var (sent, dryRun, misunderstood) = Understand(http, bytes);
        if ((problem ?? misunderstood) is { } wrong)
        {
            await ProblemAnswer.WriteAsync(http, wrong);
            return;
        }
        await (dryRun ? ProposeAsync(http, sent!) : AcceptAsync(http, sent!));
    }

    static (SentFeed? Sent, bool DryRun, Problem? Problem) Understand(HttpContext http, byte[]? bytes)
    {
        var query = new Query(http);
        var (dryRun, source, reason) = (query.YesOrNo("dryRun") ?? false, query.Text("source") ?? UsualSource, query.Text("reason", most: 1000));
        if (query.Problem() is { } wrong) return (null, dryRun, wrong);
        if (!RequestKey.IsWellFormed(http.Request)) return (null, dryRun, RequestKey.Unreadable);
        if (Expectation.Read(http.Request) is not { } expectation) return (null, dryRun, Problem4xx.BadHeader("If-Match", "must be the revision in force as its ETag gives it, or *"));
        var caller = Caller.Of(http);
        return (new SentFeed(
            caller, bytes, new ShortText(source), reason is null ? null : new ProtectedText(reason), expectation, bytes is null ? null : RequestKey.Of(http, caller, bytes), Correlation.Of(http)), dryRun, null);
    }

    static async Task ProposeAsync(HttpContext http, SentFeed sent)
    {
        var (services, ct) = (http.RequestServices, http.RequestAborted);
        var (proposal, accepted, problem) = await services.GetRequiredService<CalendarImports>().ProposeAsync(sent, ct);
        if (proposal is null)
        {
            await ProblemAnswer.WriteAsync(http, problem!);
            return;
        }
        var (moved, calendars) = (services.GetRequiredService<MovedClocks>(), CalendarRevisions.Calendars(accepted));
        http.Response.SetVersion(calendars.InForce.Revision);
        await JsonAnswer.WriteAsync(http, Told(proposal, dryRun: true, accepted: false) with
        {
            Moves = await moved.OfAsync(sent.Caller.Partnership, proposal, calendars, ct),
            Elsewhere = await moved.ElsewhereAsync(sent.Caller.Partnership, proposal, calendars, ct),
        });
    }

    static async Task AcceptAsync(HttpContext http, SentFeed sent)
    {
        switch (await http.RequestServices.GetRequiredService<CalendarImports>().AcceptAsync(sent, http.RequestAborted))
        {
            case ImportResult.Accepted yes:
                http.Response.SetVersion(yes.Proposal.List.Revision);
                if (yes.MadeAgain) RequestKey.MarkAsMadeAgain(http.Response);
                http.Response.Headers.Location = "/api/v1/calendar/revisions";
                await JsonAnswer.WriteAsync(http, Told(yes.Proposal, dryRun: false, accepted: true), StatusCodes.Status201Created);
                break;
            case ImportResult.NothingNew same:
                http.Response.SetVersion(same.InForce.Revision);
                await JsonAnswer.WriteAsync(http, Told(same.Proposal, dryRun: false, accepted: false) with { Revision = same.InForce.Revision });
                break;
            case ImportResult.Not not:
                await ProblemAnswer.WriteAsync(http, not.Problem);
                break;
            case var other:
                throw new InvalidOperationException($"{other.GetType()} is no result.");
        }
    }

    static ImportRead Told(CalendarProposal proposal, bool dryRun, bool accepted) => new(
        proposal.List.Revision, dryRun, accepted, proposal.List.Provenance.Sha256, proposal.List.Coverage.FirstDay, proposal.List.Coverage.LastDay, proposal.FeedYears, proposal.Difference);
}
