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
        var words = new Wording(reading.Organisations, reading.OnTheDay.History.AsRecorded);
        var then = onTheDay.ToDictionary(clock => clock.Id, clock => Side.Of(clock, reading.OnTheDay.History, words, reading.Day));
        var today = now.ToDictionary(clock => clock.Id, clock => Side.Of(clock, reading.History, reading.Wording, reading.Day));
        return [.. onTheDay.Concat(now).Select(c => c.Id).Distinct().Select(id => Told(reading, then.GetValueOrDefault(id), today.GetValueOrDefault(id)))];
    }

    static ClockThatDay Told(DecisionReading reading, Side? then, Side? now)
    {
        var clock = (then ?? now)!.Answer;
        var same = then is not null && now is not null && then.Read == now.Read;
        // The working is written out once where both sides have the same.
        return new(clock.Id, clock.Clock, clock.BelongsTo, then?.Explained(reading), same ? null : now?.Explained(reading), !same, (then, now) switch
        {
            _ when same => "As now understood it stood the same.",
            (null, _) => "On the day nobody knew of it; it is told as now understood.",
            (_, null) => "It is told as it was understood on the day; as now understood there was none.",
            _ => "It is told twice, since as now understood it stood otherwise.",
        });
    }

    /// <summary>A clock as one of the two readings has it.</summary>
    sealed record Side(CaseClock Clock, ClockAnswer Answer, ExplainedStart? Start, CaseHistory History)
    {
        internal static Side Of(CaseClock clock, CaseHistory history, Wording wording, LocalDate day) => new(clock, ClockAnswer.Of(clock, day), ClockExplanation.StartOf(clock, history, wording), history);

        /// <summary>What of a clock makes a difference: neither the list of bank holidays that gives the same date, nor the reports of lists.</summary>
        internal (LocalDate?, LocalDate?, LocalDate?, ClockState, int?, LocalDate?, LocalDate?, LocalDate?, string, string?) Read => (
            Answer.StartsOn, Answer.DueOn, Answer.OtherReadingDue, Answer.State, Answer.N, Answer.MetOn, Answer.CancelledOn, Answer.MissedOn, Answer.Policy, Start?.Sentence);

        internal ClockExplanation Explained(DecisionReading reading) => ClockExplanation.Of(reading.History.State.Reference!.Value.Value, History, Clock, Answer, Start, reading.Day);
    }
}
