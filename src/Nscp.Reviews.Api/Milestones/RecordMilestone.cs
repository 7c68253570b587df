using Nscp.Reviews.Domain.Cases;

namespace Nscp.Reviews.Api.Milestones;

/// <summary>What a writer makes of a stream that it has read.</summary>
/// <typeparam name="T">What the writer answers.</typeparam>
abstract record Step<T>
{
    Step()
    {
    }

    /// <summary>There is nothing to save.</summary>
    internal sealed record Answer(T Told) : Step<T>;

    /// <summary>To be saved, and then answered so.</summary>
    /// <param name="ReferenceTaken">The answer where another case has the reference; null to read and decide again.</param>
    internal sealed record Save(ToSave What, T Told, T? ReferenceTaken = default) : Step<T>;
}

/// <summary>
/// The one write step, of every kind of stream: read, judge, decide, save; and again where somebody else was faster. Whoever is answered was decided on what
/// stood in the database when it was saved.
/// </summary>
sealed class RecordMilestone(Sessions sessions, Worlds worlds, HostClock clock, Turns turns)
{
    // In turn, only those overtake who come for the first time, or to another host.
    const int MostInTurn = 50;

    /// <param name="decide">Pure but for what it reads; called again whenever what it decided on has changed.</param>
    /// <returns>Null when others were faster time and again.</returns>
    internal async Task<T?> RunAsync<T>(string tenant, StreamAddress address, CommandKey? key, Func<CaseSession, Task<Step<T>>> decide, CancellationToken ct) where T : class
    {
        if (await TryAsync(tenant, address, key, decide, ct) is { } first) return first;
        using var turn = await turns.TakeAsync(tenant, address, ct);
        for (var attempt = 1; attempt <= MostInTurn; attempt++)
            if (await TryAsync(tenant, address, key, decide, ct) is { } told) return told;
        return null;
    }

    async Task<T?> TryAsync<T>(string tenant, StreamAddress address, CommandKey? key, Func<CaseSession, Task<Step<T>>> decide, CancellationToken ct) where T : class
    {
        await using var session = await sessions.OpenAsync(tenant, address, key, ct);
        return await decide(session) switch
        {
            Step<T>.Answer answer => answer.Told,
            Step<T>.Save save => await session.SaveAsync(save.What, ct) switch
            {
                SaveOutcome.Saved => save.Told,
                SaveOutcome.Overtaken => null,
                SaveOutcome.ReferenceTaken => save.ReferenceTaken,
            },
            var other => throw new InvalidOperationException($"{other.GetType()} is no step."),
        };
    }

    /// <summary>A milestone of a case.</summary>
    internal async Task<Result> RecordAsync(Attempted command, CancellationToken ct)
    {
        if (command.Reference is not { } reference) return new Result.Not(command.Opens ? command.Misunderstood! : Problem4xx.NoSuchCase);
        var address = new StreamAddress.ByReference(reference);
        return await RunAsync<Result>(command.Caller.Tenant, address, command.Key?.Key, session => DecideAsync(command, session, ct), ct) ?? new Result.Not(Problem5xx.Unavailable);
    }

    /// <summary>The same, but that nothing is kept.</summary>
    internal async Task<Result> RehearseAsync(Attempted command, CancellationToken ct)
    {
        await using var session = await sessions.OpenAsync(command.Caller.Tenant, new StreamAddress.ByReference(command.Reference!.Value), command.Key?.Key, ct);
        var step = await DecideAsync(command, session, ct);
        if (step is not Step<Result>.Save save) return ((Step<Result>.Answer)step).Told;
        await session.RehearseAsync(save.What, ct);
        return save.Told;
    }

    async Task<Step<Result>> DecideAsync(Attempted command, CaseSession session, CancellationToken ct)
    {
        var history = CaseStream.History(session.Read.Events);
        if (session.Command is null && NotFound(command, history) is { } missing) return Not(missing);
        if ((command.Misunderstood ?? OwnOnly.JudgeCommand(command.Caller, command.Milestone, command.Request!)) is { } no) return Not(no);
        if (session.Command is { } before) return new Step<Result>.Answer(await RepeatAsync(command, before, history, ct));
        if ((OwnOnly.JudgeCase(command.Caller, command.Milestone, history.State, command.Target) ?? VersionMismatch(command, session.Read.Version)) is { } not) return Not(not);
        var world = await worlds.OfAsync(command.Caller.Partnership, session.CalendarInForce, ct);
        var recording = Writing.Recording(command.Caller, command.Request!, clock.Now, session.Read, world);
        var target = command.Target with { Recommendation = history.State.Find(command.Target.Recommendation)?.Id ?? "" };
        return command.Milestone.Decide(history, target, command.Request!.Command, recording) switch
        {
            Answer.Refused refused => Not(Problem409.Refused(refused)),
            Answer.Recorded yes => Recorded(
                command, session, history, [.. yes.Facts.Select((fact, i) => new Entry(Writing.Envelope(recording, session.Read.Version + 1 + i, command.CorrelationId, yes.Despite), fact))], recording),
            var other => throw new InvalidOperationException($"{other.GetType()} is no answer."),
        };
    }

    static Step<Result> Recorded(Attempted command, CaseSession session, CaseHistory history, List<Entry> entries, Recording recording)
    {
        var (tenant, stream, world) = (command.Caller.Tenant, session.Stream, recording.World);
        var (from, to) = (session.Read.Version + 1, session.Read.Version + entries.Count);
        if (entries.Count == 0 && command.Key is null) return new Step<Result>.Answer(new Result.Done(history, world, from, to));
        var after = entries.Count == 0 ? history : history.With(entries);
        var documents = entries.Count == 0 ? DocumentChanges.None : DocumentChanges.Between(Documents.OfCase(tenant, stream, history, world), Documents.OfCase(tenant, stream, after, world));
        // Somebody opened a case under this reference meanwhile: decided again, it may stand already.
        var taken = command.Opens ? null : new Result.Not(Problem409.Refused(new Answer.Refused([EveryMilestone.ReferenceUsed])));
        return new Step<Result>.Save(
            new ToSave(typeof(Case), [.. entries.Select(CaseStream.ToRecord)], documents, command.Key?.Record(stream, from, to, recording.RecordedAt)),
            new Result.Done(after, world, from, to), taken);
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

    /// <summary>The answer is made again from what was recorded then; the case may have got another reference since.</summary>
    async Task<Result> RepeatAsync(Attempted command, CommandRecord before, CaseHistory history, CancellationToken ct)
    {
        if (!command.Key!.IsOf(before)) return new Result.Not(!command.Opens && !history.State.Exists ? Problem4xx.NoSuchCase : Problem4xx.KeyReused);
        await using var then = await sessions.OpenAsync(command.Caller.Tenant, new StreamAddress.ById(before.StreamId), null, ct);
        var world = await worlds.OfAsync(command.Caller.Partnership, then.CalendarInForce, ct);
        return new Result.Done(CaseStream.History(then.Read.Events), world, before.FromVersion, before.ToVersion, MadeAgain: true);
    }

    static Step<Result> Not(Problem problem) => new Step<Result>.Answer(new Result.Not(problem));
}
