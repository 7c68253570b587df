using Nscp.Reviews.Api.Access;
using Nscp.Reviews.Api.Problems;
using Nscp.Reviews.Api.Requests;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Api.Milestones;

/// <summary>The answer to <c>POST /yearly-reports</c>.</summary>
/// <param name="Version">The version of the partnership's own stream.</param>
public sealed record YearlyReceipt(long Version, IReadOnlyList<RecordedEvent> Recorded, IReadOnlyList<ClockAnswer> Clocks);

/// <summary>The yearly report is a fact of the partnership: it has a stream of its own, and no version need be named.</summary>
static class YearlyReportEndpoint
{
    const int MostInTurn = 50;

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
        var key = RequestKey.Of(http, Caller.Of(http), body!.Bytes);
        if (await TryAsync(http, request!, key)) return;
        using var turn = await http.RequestServices.GetRequiredService<Turns>().TakeAsync(Caller.Of(http).Tenant, PartnershipStream.Type, http.RequestAborted);
        for (var attempt = 1; attempt <= MostInTurn; attempt++)
            if (await TryAsync(http, request!, key)) return;
        await ProblemAnswer.WriteAsync(http, Problem5xx.Unavailable);
    }

    /// <summary>False when somebody else wrote first: then it is decided again.</summary>
    static async Task<bool> TryAsync(HttpContext http, Understood request, RequestKey? key)
    {
        var (services, caller, ct) = (http.RequestServices, Caller.Of(http), http.RequestAborted);
        var read = await services.GetRequiredService<Store>().ReadAsync(caller.Tenant, new StreamAddress.ById(PartnershipStream.Id), key?.Key, ct);
        var world = await services.GetRequiredService<Worlds>().OfAsync(caller.Partnership, read, ct);
        var history = PartnershipStream.History(read.Events);
        if (read.Command is { } before) return await RepeatAsync(http, history, world, before, key!);
        var recording = Writing.Recording(caller, request, services.GetRequiredService<HostClock>().Now, history.Count == 0 ? null : history[^1].Envelope.RecordedAt, world);
        var decided = YearlyReports.Decide(history, (YearlyReports.Publish)request.Command, recording);
        if (decided.Refusal is { } refusal) return await AnswerAsync(ProblemAnswer.WriteAsync(http, Problem409.Refused(new Answer.Refused([refusal]))));
        var entries = decided.Facts.Select((fact, i) => new PartnershipEntry(Writing.Envelope(recording, read.Version + 1 + i, Correlation.Of(http), []), fact)).ToList();
        return await AppendAsync(http, history, entries, read, key, recording);
    }

    static async Task<bool> AppendAsync(HttpContext http, IReadOnlyList<PartnershipEntry> history, List<PartnershipEntry> entries, StreamRead read, RequestKey? key, Recording recording)
    {
        var (tenant, from, to) = (Caller.Of(http).Tenant, read.Version + 1, read.Version + entries.Count);
        List<PartnershipEntry> after = [.. history, .. entries];
        if (entries.Count == 0 && key is null) return await AnswerAsync(ReceiptAsync(http, after, recording.World, from, to));
        var record = key is null ? null : new CommandRecord(key.Key, key.Digest, PartnershipStream.Id, from, to, recording.RecordedAt);
        var rows = RowChanges.Between(PartnershipRows.Of(tenant, history, recording.World), PartnershipRows.Of(tenant, after, recording.World));
        var append = new Append(tenant, PartnershipStream.Id, PartnershipStream.Type, read.Expected, [.. entries.Select(PartnershipStream.ToStore)], record, rows)
        {
            Condition = CalendarRevisions.RestsOn(recording.World.Calendar),
        };
        return await http.RequestServices.GetRequiredService<Store>().AppendAsync(append, http.RequestAborted) switch
        {
            AppendOutcome.Appended => await AnswerAsync(ReceiptAsync(http, after, recording.World, from, to)),
            AppendOutcome.KeyReused => await AnswerAsync(ProblemAnswer.WriteAsync(http, Problem4xx.KeyReused)),
            // A repeat that overtook us is found by its key when read again.
            AppendOutcome.Conflict or AppendOutcome.AlreadyRecorded or AppendOutcome.Outdated => false,
            var other => throw new InvalidOperationException($"{other.GetType()} is no outcome of a yearly report."),
        };
    }

    static Task<bool> RepeatAsync(HttpContext http, IReadOnlyList<PartnershipEntry> history, World world, CommandRecord before, RequestKey key)
    {
        if (!before.Digest.Span.SequenceEqual(key.Digest.Span)) return AnswerAsync(ProblemAnswer.WriteAsync(http, Problem4xx.KeyReused));
        RequestKey.MarkAsMadeAgain(http.Response);
        return AnswerAsync(ReceiptAsync(http, history, world, before.FromVersion, before.ToVersion));
    }

    static Task ReceiptAsync(HttpContext http, IReadOnlyList<PartnershipEntry> history, World world, long from, long to)
    {
        var today = http.RequestServices.GetRequiredService<HostClock>().Today;
        var published = history.Where(e => e.Fact is PartnershipEvent.YearlyReportPublished).Select(e => e.Envelope.HappenedOn);
        return JsonAnswer.WriteAsync(http, new YearlyReceipt(
            to, [.. history.Where(e => e.Envelope.Version >= from && e.Envelope.Version <= to).Select(RecordedEvent.Of)],
            [.. YearlyReportClock.Of(published, world).Select(c => ClockAnswer.Of(c, today))]));
    }

    static async Task<bool> AnswerAsync(Task answer)
    {
        await answer;
        return true;
    }
}
