using Nscp.Reviews.Api.Milestones;
using Nscp.Reviews.Domain.Clocks;

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

/// <summary>Accepting a list: read, check against the list in force, save. From the commit on it is in force on every host.</summary>
sealed class CalendarImports(RecordMilestone record, Worlds worlds, HostClock clock)
{
    internal async Task<ImportResult> AcceptAsync(SentFeed sent, CancellationToken ct) =>
        await record.RunAsync<ImportResult>(CalendarStream.Tenant, new StreamAddress.ById(CalendarStream.Id), sent.Key?.Key, session => DecideAsync(sent, session, ct), ct)
        ?? new ImportResult.Not(Problem5xx.Unavailable);

    /// <summary>The proposal against the list in force, or why there is none.</summary>
    internal async Task<(CalendarProposal? Proposal, IReadOnlyList<CalendarRevision> Accepted, Problem? Problem)> ProposeAsync(SentFeed sent, CancellationToken ct)
    {
        var accepted = await worlds.RevisionsAsync(ct);
        var (proposal, problem) = Propose(sent, accepted);
        return (proposal, accepted, problem);
    }

    (CalendarProposal?, Problem?) Propose(SentFeed sent, IReadOnlyList<CalendarRevision> accepted)
    {
        var inForce = accepted[^1].List;
        if (!Allows(sent.Expectation, inForce.Revision)) return (null, CalendarProblems.Stale);
        return BankHolidayImport.Read(sent.Bytes, inForce, sent.Source.Value, clock.Today) switch
        {
            CalendarImport.Proposed yes => (yes.Proposal, null),
            CalendarImport.Refused no => (null, CalendarProblems.NotAccepted(no)),
            var other => throw new InvalidOperationException($"{other.GetType()} is no answer."),
        };
    }

    async Task<Step<ImportResult>> DecideAsync(SentFeed sent, CaseSession session, CancellationToken ct)
    {
        var accepted = await worlds.RevisionsAsync(session.CalendarInForce, ct);
        if (session.Command is { } before) return Told(Repeat(sent, before, accepted));
        var (proposal, problem) = Propose(sent, accepted);
        if (problem is not null) return Told(new ImportResult.Not(problem));
        if (proposal!.IsNothingNew) return Told(new ImportResult.NothingNew(proposal, accepted[^1].List));
        var entry = Entry(sent, session, proposal);
        return new Step<ImportResult>.Save(
            new ToSave(typeof(Projections.Calendar), [CalendarStream.ToRecord(entry)], DocumentChanges.Between([], Documents.OfCalendar([entry])),
                sent.Key?.Record(session.Stream, entry.Envelope.Version, entry.Envelope.Version, entry.Envelope.RecordedAt)) { AcceptsNextCalendar = true },
            new ImportResult.Accepted(proposal));
    }

    CalendarEntry Entry(SentFeed sent, CaseSession session, CalendarProposal proposal)
    {
        var (caller, at) = (sent.Caller, Writing.At(clock.Now, session.Read));
        var today = London.DateOf(at);
        return new(
            new Envelope(
                Guid.CreateVersion7(), session.Read.Version + 1, caller.Recorder, new Actor(caller.Organisation, new ShortText(caller.DisplayRole)), today, today, at,
                proposal.List.Revision, sent.CorrelationId, null, sent.Reason, []),
            CalendarEvent.RevisionAccepted.Of(proposal.List));
    }

    static ImportResult Repeat(SentFeed sent, CommandRecord before, IReadOnlyList<CalendarRevision> all)
    {
        if (!sent.Key!.IsOf(before)) return new ImportResult.Not(Problem4xx.KeyReused);
        // The first list is no event: the stream's first version is the second revision.
        var (list, was) = (all[(int)before.ToVersion].List, all[(int)before.ToVersion - 1].List);
        return new ImportResult.Accepted(new CalendarProposal(list, BankHolidayImport.YearsIn(sent.Bytes, list), CalendarDifference.Between(was, list)), MadeAgain: true);
    }

    static Step<ImportResult> Told(ImportResult result) => new Step<ImportResult>.Answer(result);

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
