using Nscp.Reviews.Api.Access;
using Nscp.Reviews.Api.Problems;
using Nscp.Reviews.Api.Requests;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Words;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Api.Calendar;

/// <summary>A list of bank holidays that an administrator sends in.</summary>
/// <param name="Expectation">The revision in force that the sender meant; missing when it does not matter.</param>
sealed record SentFeed(Caller Caller, ReadOnlyMemory<byte> Bytes, ShortText Source, ProtectedText? Reason, Expectation Expectation, RequestKey? Key, string CorrelationId);

/// <summary>What became of it.</summary>
abstract record ImportResult
{
    ImportResult()
    {
    }

    /// <summary>In force.</summary>
    /// <param name="MadeAgain">Whether it was accepted when the same key was sent before.</param>
    internal sealed record Accepted(CalendarProposal Proposal, bool MadeAgain = false) : ImportResult;

    /// <summary>The list in force says the same.</summary>
    internal sealed record NothingNew(CalendarProposal Proposal, CalendarList InForce) : ImportResult;

    internal sealed record Not(Problem Problem) : ImportResult;
}

/// <summary>Accepting a list: read, check against the list in force, append. From the commit on it is in force on every host.</summary>
sealed class CalendarImports(Store store, Worlds worlds, HostClock clock)
{
    const int MostTries = 20;

    internal async Task<ImportResult> AcceptAsync(SentFeed sent, CancellationToken ct)
    {
        for (var attempt = 1; attempt <= MostTries; attempt++)
            if (await TryAsync(sent, ct) is { } result) return result;
        return new ImportResult.Not(Problem5xx.Unavailable);
    }

    /// <summary>The proposal against the list in force, or why there is none.</summary>
    internal async Task<(CalendarProposal? Proposal, IReadOnlyList<CalendarRevision> Accepted, Problem? Problem)> ProposeAsync(SentFeed sent, CancellationToken ct)
    {
        var accepted = await worlds.RevisionsAsync(ct);
        var inForce = accepted[^1].List;
        if (!Allows(sent.Expectation, inForce.Revision)) return (null, accepted, CalendarProblems.Stale);
        return BankHolidayImport.Read(sent.Bytes, inForce, sent.Source.Value, clock.Today) switch
        {
            CalendarImport.Proposed yes => (yes.Proposal, accepted, null),
            CalendarImport.Refused no => (null, accepted, CalendarProblems.NotAccepted(no)),
            var other => throw new InvalidOperationException($"{other.GetType()} is no answer."),
        };
    }

    /// <summary>Null when another list was accepted meanwhile: then this one is checked against it.</summary>
    async Task<ImportResult?> TryAsync(SentFeed sent, CancellationToken ct)
    {
        var read = await store.ReadAsync(CalendarStream.Tenant, new StreamAddress.ById(CalendarStream.Id), sent.Key?.Key, ct);
        if (read.Command is { } before) return await RepeatAsync(sent, before, ct);
        var (proposal, accepted, problem) = await ProposeAsync(sent, ct);
        if (problem is not null) return new ImportResult.Not(problem);
        var inForce = accepted[^1].List;
        if (proposal!.IsNothingNew) return new ImportResult.NothingNew(proposal, inForce);
        if (inForce.Revision != read.Standing) return null;
        return await store.AppendAsync(Append(sent, read, proposal, inForce), ct) switch
        {
            AppendOutcome.Appended => new ImportResult.Accepted(proposal),
            AppendOutcome.KeyReused => new ImportResult.Not(Problem4xx.KeyReused),
            // A repeat that overtook us is found by its key when read again.
            AppendOutcome.Conflict or AppendOutcome.Outdated or AppendOutcome.AlreadyRecorded => null,
            var other => throw new InvalidOperationException($"{other.GetType()} is no outcome of a list."),
        };
    }

    Append Append(SentFeed sent, StreamRead read, CalendarProposal proposal, CalendarList inForce)
    {
        var last = read.Events.Count == 0 ? (Instant?)null : read.Events[^1].Timestamp;
        var (version, at) = (read.Version + 1, last is { } before ? Instant.Max(clock.Now, before) : clock.Now);
        var (caller, today) = (sent.Caller, London.DateOf(at));
        var envelope = new Envelope(
            Guid.CreateVersion7(), version, caller.Recorder, new Actor(caller.Organisation, new ShortText(caller.DisplayRole)), today, today, at,
            proposal.List.Revision, sent.CorrelationId, null, sent.Reason, []);
        var entry = new CalendarEntry(envelope, CalendarEvent.RevisionAccepted.Of(proposal.List));
        return new(
            CalendarStream.Tenant, CalendarStream.Id, CalendarStream.Type, read.Expected, [CalendarStream.ToStore(entry)],
            sent.Key is { } key ? new CommandRecord(key.Key, key.Digest, CalendarStream.Id, version, version, at) : null,
            [.. CalendarRevisions.Rows([entry]).Select(row => new RowChange.Insert(row))])
        {
            Condition = CalendarRevisions.Follows(inForce.Calendar),
        };
    }

    async Task<ImportResult> RepeatAsync(SentFeed sent, CommandRecord before, CancellationToken ct)
    {
        if (!before.Digest.Span.SequenceEqual(sent.Key!.Digest.Span)) return new ImportResult.Not(Problem4xx.KeyReused);
        var all = await worlds.RevisionsAsync(ct);
        // The first list is no event: the stream's first version is the second revision.
        var (list, was) = (all[(int)before.ToVersion].List, all[(int)before.ToVersion - 1].List);
        return new ImportResult.Accepted(new CalendarProposal(list, BankHolidayImport.YearsIn(sent.Bytes, list), CalendarDifference.Between(was, list)), MadeAgain: true);
    }

    static bool Allows(Expectation expectation, int revision) => expectation is Expectation.Missing || expectation.Allows(revision);
}

static class CalendarProblems
{
    internal static Problem Stale { get; } = Problem.Of(
        412, "stale-version", "The calendar has changed meanwhile", "Another list was accepted after the revision that If-Match names.", "Look at the difference again with dryRun=true, and send the list again if it is still right.");

    internal static Problem TooLarge { get; } = Problem.Of(
        413, "too-large", "The list is too large", $"A list of bank holidays has at most {BankHolidayImport.MostBytes / 1024} kilobytes.", "Send GOV.UK's bank-holidays.json as it is; nothing was accepted.");

    internal static Problem NotAccepted(CalendarImport.Refused refused) => Problem.Of(
        400, "calendar-list-refused", "The list of bank holidays cannot be accepted", "See errors for what is wrong with it.", "Put the list right, or fetch it again from GOV.UK; nothing was accepted.")
        with { Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["list"] = [.. refused.Problems] } };
}
