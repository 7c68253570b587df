using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>How one clock stood at the end of the day of the decision, with its working.</summary>
/// <param name="Clock">Its kind; <paramref name="Id"/> is this one in this case.</param>
/// <param name="OnTheDay">By the facts known, the list of bank holidays accepted and the policies in force by then; null where nobody knew of it.</param>
/// <param name="AsNowUnderstood">By what is known today of what had happened by then; null where it is the same, or where the clock did not run.</param>
/// <param name="Says">Whether the two differ, as a sentence.</param>
public sealed record ClockThatDay(string Id, string Clock, string? BelongsTo, ClockExplanation? OnTheDay, ClockExplanation? AsNowUnderstood, bool Differ, string Says)
{
    internal static IReadOnlyList<ClockThatDay> Of(DecisionReading reading, IReadOnlyList<CaseClock> onTheDay, IReadOnlyList<CaseClock> now)
    {
        var (known, corrected) = (Understood.Of(reading.OnTheDay.History, new Wording(reading.Organisations, reading.OnTheDay.History.AsRecorded)), Understood.Of(reading.History, reading.Wording));
        var then = onTheDay.ToDictionary(clock => clock.Id, clock => new Side(clock, ClockAnswer.Of(clock, reading.Day), known));
        var today = now.ToDictionary(clock => clock.Id, clock => new Side(clock, ClockAnswer.Of(clock, reading.Day), corrected));
        return [.. onTheDay.Concat(now).Select(c => c.Id).Distinct().Select(id => Told(reading, then.GetValueOrDefault(id), today.GetValueOrDefault(id)))];
    }

    static ClockThatDay Told(DecisionReading reading, Side? then, Side? now)
    {
        var clock = (then ?? now)!.Answer;
        var same = then is not null && now is not null && then.Read == now.Read && then.StartsAlike(now);
        // The working is written out once where both sides have the same.
        return new(clock.Id, clock.Clock, clock.BelongsTo, then?.Explained(reading), same ? null : now?.Explained(reading), !same, (then, now) switch
        {
            _ when same => "As now understood it stood the same.",
            (null, _) => "On the day nobody knew of it; it is told as now understood.",
            (_, null) => "It is told as it was understood on the day; as now understood there was none.",
            _ => "It is told twice, since as now understood it stood otherwise.",
        });
    }

    /// <summary>What clocks are told from, looked up once for all of them.</summary>
    sealed record Understood(CaseHistory History, ILookup<string, Entry> Moves, Wording Wording)
    {
        internal static Understood Of(CaseHistory history, Wording wording) => new(
            history, history.AsRecorded.Where(entry => entry.Fact is DueDateMoved).ToLookup(entry => ((DueDateMoved)entry.Fact).Clock), wording);

        internal Entry? StartOf(CaseClock clock) => clock is { StartsOn: not null, StartedBy: { } started } ? History.Find(started) : null;
    }

    /// <summary>A clock as one of the two readings has it.</summary>
    sealed record Side(CaseClock Clock, ClockAnswer Answer, Understood Understood)
    {
        Entry? Start => Understood.StartOf(Clock);

        /// <summary>What of a clock makes a difference: neither the list of bank holidays that gives the same date, nor the reports of lists.</summary>
        internal (LocalDate?, LocalDate?, LocalDate?, ClockState, int?, LocalDate?, LocalDate?, LocalDate?, string) Read => (
            Answer.StartsOn, Answer.DueOn, Answer.OtherReadingDue, Answer.State, Answer.N, Answer.MetOn, Answer.CancelledOn, Answer.MissedOn, Answer.Policy);

        /// <summary>Whether the fact that it is counted from reads the same in both; it is worded only where it may not.</summary>
        internal bool StartsAlike(Side other) => ReferenceEquals(Start, other.Start) || Told(this) == Told(other);

        internal ClockExplanation Explained(DecisionReading reading) => ClockExplanation.Of(
            reading.History.State.Reference!.Value.Value, Clock, Answer, ClockExplanation.StartOf(Clock, Start, Understood.Wording), Understood.Moves[Clock.Id].Select(ClockExplanation.MoveOf), reading.Day);

        static string? Told(Side side) => side.Start is { } start ? side.Understood.Wording.Of(start) : null;
    }
}
