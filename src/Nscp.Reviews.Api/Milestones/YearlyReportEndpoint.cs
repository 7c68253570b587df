using Nscp.Reviews.Api.Readings;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Api.Milestones;

/// <summary>The answer to <c>POST /yearly-reports</c>.</summary>
/// <param name="Version">The version of the partnership's own stream.</param>
public sealed record YearlyReceipt(long Version, IReadOnlyList<RecordedEvent> Recorded, IReadOnlyList<ClockAnswer> Clocks)
{
    internal static YearlyReceipt Of(IReadOnlyList<PartnershipEntry> history, World world, long from, long to, LocalDate today)
    {
        var published = history.Where(e => e.Fact is PartnershipEvent.YearlyReportPublished).Select(e => e.Envelope.HappenedOn);
        return new(
            to, [.. history.Where(e => e.Envelope.Version >= from && e.Envelope.Version <= to).Select(RecordedEvent.Of)],
            [.. YearlyReportClock.Of(published, world).Select(c => ClockAnswer.Of(c, today))]);
    }
}

/// <summary>The yearly report is a fact of the partnership: it has a stream of its own, and no version need be named.</summary>
static class YearlyReportEndpoint
{
    internal static void MapYearlyReports(this IEndpointRouteBuilder api) =>
        api.MapPost("/yearly-reports", PublishAsync).GuardedAs("POST yearly-reports").WithMetadata(typeof(YearlyReports.Publish));

    static async Task PublishAsync(HttpContext http)
    {
        var (body, problem) = await RequestBody.ReadAsync(http);
        var (request, misunderstood) = problem is null ? Understanding.Of(body!.Fields, typeof(YearlyReports.Publish)) : (null, problem);
        if (!RequestKey.IsWellFormed(http.Request)) misunderstood ??= RequestKey.Unreadable;
        if (misunderstood is not null)
        {
            await ProblemAnswer.WriteAsync(http, misunderstood);
            return;
        }
        var (caller, ct) = (Caller.Of(http), http.RequestAborted);
        var key = RequestKey.Of(http, caller, body!.Bytes);
        var result = await http.RequestServices.GetRequiredService<RecordMilestone>().RunAsync<Published>(
            caller.Tenant, new StreamAddress.ById(PartnershipStream.Id), key?.Key, session => DecideAsync(http, session, request!, key), ct);
        await (result switch
        {
            { Problem: { } no } => ProblemAnswer.WriteAsync(http, no),
            { Receipt: { } receipt } => ReceiptAsync(http, receipt, result.MadeAgain),
            _ => ProblemAnswer.WriteAsync(http, Problem5xx.Unavailable),
        });
    }

    /// <summary>What became of it: a receipt, or why not.</summary>
    sealed record Published(YearlyReceipt? Receipt, Problem? Problem = null, bool MadeAgain = false);

    static async Task<Step<Published>> DecideAsync(HttpContext http, CaseSession session, Understood request, RequestKey? key)
    {
        var (services, caller, history) = (http.RequestServices, Caller.Of(http), PartnershipStream.History(session.Read.Events));
        var (today, now) = (http.Today(), services.GetRequiredService<HostClock>().Now);
        var world = await services.GetRequiredService<Worlds>().OfAsync(caller.Partnership, session.CalendarInForce, http.RequestAborted);
        if (session.Command is { } before)
            return Told(key!.IsOf(before) ? new(YearlyReceipt.Of(history, world, before.FromVersion, before.ToVersion, today), MadeAgain: true) : new(null, Problem4xx.KeyReused));
        var recording = Writing.Recording(caller, request, now, session.Read, world);
        var decided = YearlyReports.Decide(history, (YearlyReports.Publish)request.Command, recording);
        if (decided.Refusal is { } refusal) return Told(new(null, Problem409.Refused(new Answer.Refused([refusal]))));
        var entries = decided.Facts.Select((fact, i) => new PartnershipEntry(Writing.Envelope(recording, session.Read.Version + 1 + i, Correlation.Of(http), []), fact)).ToList();
        List<PartnershipEntry> after = [.. history, .. entries];
        var (from, to) = (session.Read.Version + 1, session.Read.Version + entries.Count);
        var told = new Published(YearlyReceipt.Of(after, world, from, to, today));
        if (entries.Count == 0 && key is null) return Told(told);
        var documents = DocumentChanges.Between(Documents.OfPartnership(caller.Tenant, history, world), Documents.OfPartnership(caller.Tenant, after, world));
        return new Step<Published>.Save(
            new ToSave(typeof(Partnership), [.. entries.Select(PartnershipStream.ToRecord)], documents, key?.Record(session.Stream, from, to, recording.RecordedAt)), told);
    }

    static Step<Published> Told(Published what) => new Step<Published>.Answer(what);

    static Task ReceiptAsync(HttpContext http, YearlyReceipt receipt, bool madeAgain)
    {
        if (madeAgain) RequestKey.MarkAsMadeAgain(http.Response);
        return JsonAnswer.WriteAsync(http, receipt);
    }
}
