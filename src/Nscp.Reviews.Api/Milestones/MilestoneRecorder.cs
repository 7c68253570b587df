using Nscp.Reviews.Api.Access;
using Nscp.Reviews.Api.Problems;
using Nscp.Reviews.Api.Requests;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Api.Milestones;

/// <summary>The one write step of every milestone: read and fold, decide, append with the rows that readers ask. One round trip each way.</summary>
sealed class MilestoneRecorder(Store store, Worlds worlds, HostClock clock, Turns turns)
{
    // In turn, only those overtake who come for the first time, or to another host.
    const int MostInTurn = 50;

    internal async Task<Result> RecordAsync(Attempted command, CancellationToken ct)
    {
        if (await TryAsync(command, ct) is { } first) return first;
        using var turn = await turns.TakeAsync(command.Caller.Tenant, command.Reference?.Value ?? "", ct);
        for (var attempt = 1; attempt <= MostInTurn; attempt++)
            if (await TryAsync(command, ct) is { } result) return result;
        return new Result.Not(Problem5xx.Unavailable);
    }

    /// <summary>Null when somebody else wrote first and the command means any version: then it is decided again.</summary>
    async Task<Result?> TryAsync(Attempted command, CancellationToken ct)
    {
        if (command.Reference is not { } reference) return new Result.Not(command.Opens ? command.Misunderstood! : Problem4xx.NoSuchCase);
        var (read, history) = await store.ReadCaseAsync(command.Caller.Tenant, new StreamAddress.ByLookup(CaseReferences.Lookup, reference.Value), command.Key?.Key, ct);
        var world = await worlds.OfAsync(command.Caller.Partnership, read, ct);
        if (read.Command is null && NotFound(command, history) is { } missing) return new Result.Not(missing);
        if ((command.Misunderstood ?? OwnOnly.JudgeCommand(command.Caller, command.Milestone, command.Request!)) is { } no) return new Result.Not(no);
        if (read.Command is { } before) return await RepeatAsync(command, before, history, ct);
        if ((OwnOnly.JudgeCase(command.Caller, command.Milestone, history.State, command.Target) ?? VersionMismatch(command, read.Version)) is { } not) return new Result.Not(not);
        return await DecideAsync(command, history, read, world, ct);
    }

    static Problem? NotFound(Attempted command, CaseHistory history)
    {
        if (command.Opens) return null;
        if (!history.State.Exists) return Problem4xx.NoSuchCase;
        var (scope, target) = (command.Milestone.Scope, command.Target);
        if (scope is Scope.Opening or Scope.Case) return null;
        if (history.State.Find(target.Recommendation) is not { } recommendation) return Problem4xx.NoSuchRecommendation;
        if (scope == Scope.Recommendation || recommendation.Actions.Exists(a => a.Number == target.Action)) return null;
        var isNext = target.Action == recommendation.Actions.Count + 1;
        return isNext && command.Milestone == RecommendedActions.Assigned ? null : Problem4xx.NoSuchAction;
    }

    static Problem? VersionMismatch(Attempted command, long version)
    {
        if (command.Opens) return null;
        if (command.Expectation is Expectation.Missing) return Problem4xx.PreconditionMissing;
        return command.Expectation.Allows(version) ? null : Problem4xx.Stale;
    }

    async Task<Result?> DecideAsync(Attempted command, CaseHistory history, StreamRead read, World world, CancellationToken ct)
    {
        var last = history.AsRecorded.Count == 0 ? (Instant?)null : history.AsRecorded[^1].Envelope.RecordedAt;
        var recording = Writing.Recording(command.Caller, command.Request!, clock.Now, last, world);
        var target = command.Target with { Recommendation = history.State.Find(command.Target.Recommendation)?.Id ?? "" };
        return command.Milestone.Decide(history, target, command.Request!.Command, recording) switch
        {
            Answer.Refused refused => new Result.Not(Problem409.Refused(refused)),
            Answer.Recorded yes => await AppendAsync(
                command, history, [.. yes.Facts.Select((fact, i) => new Entry(Writing.Envelope(recording, read.Version + 1 + i, command.CorrelationId, yes.Despite), fact))], read, recording, ct),
            var other => throw new InvalidOperationException($"{other.GetType()} is no answer."),
        };
    }

    async Task<Result?> AppendAsync(Attempted command, CaseHistory history, List<Entry> entries, StreamRead read, Recording recording, CancellationToken ct)
    {
        var (tenant, stream, after) = (command.Caller.Tenant, read.StreamId ?? Guid.CreateVersion7(), entries.Count == 0 ? history : history.With(entries));
        var (from, to) = (read.Version + 1, read.Version + entries.Count);
        if (entries.Count == 0 && command.Key is null) return new Result.Done(history, recording.World, from, to);
        var record = command.Key is { } key ? new CommandRecord(key.Key, key.Digest, stream, from, to, recording.RecordedAt) : null;
        var rows = entries.Count == 0 ? [] : CaseRows.Changes(tenant, stream, history, after, recording.World);
        var append = new Append(tenant, stream, CaseStream.Type, read.Expected, [.. entries.Select(CaseStream.ToStore)], record, rows)
        {
            Condition = CalendarRevisions.RestsOn(recording.World.Calendar),
        };
        return await store.AppendAsync(append, ct) switch
        {
            AppendOutcome.Appended => new Result.Done(after, recording.World, from, to),
            AppendOutcome.AlreadyRecorded told => await RepeatAsync(command, told.Record, history, ct),
            AppendOutcome.KeyReused => new Result.Not(Problem4xx.KeyReused),
            AppendOutcome.Conflict => command.Opens || command.Expectation is Expectation.AnyVersion ? null : new Result.Not(Problem4xx.Stale),
            // Another list of bank holidays was accepted meanwhile, which is no change of the case: decided again by it.
            AppendOutcome.Outdated => null,
            // Somebody opened a case under this reference meanwhile: decided again, it may stand already.
            AppendOutcome.Clash => command.Opens ? null : new Result.Not(Problem409.Refused(new Answer.Refused([EveryMilestone.ReferenceUsed]))),
            var other => throw new InvalidOperationException($"{other.GetType()} is no outcome."),
        };
    }

    /// <summary>The answer is made again from what was recorded then; the case may have got another reference since.</summary>
    async Task<Result> RepeatAsync(Attempted command, CommandRecord before, CaseHistory history, CancellationToken ct)
    {
        if (!before.Digest.Span.SequenceEqual(command.Key!.Digest.Span)) return new Result.Not(!command.Opens && !history.State.Exists ? Problem4xx.NoSuchCase : Problem4xx.KeyReused);
        var (read, then) = await store.ReadCaseAsync(command.Caller.Tenant, new StreamAddress.ById(before.StreamId), null, ct);
        return new Result.Done(then, await worlds.OfAsync(command.Caller.Partnership, read, ct), before.FromVersion, before.ToVersion, MadeAgain: true);
    }
}
