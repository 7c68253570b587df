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
        var words = ReferenceEquals(reading.OnTheDay.History, reading.History) ? reading.Wording : new Wording(reading.Organisations, reading.OnTheDay.History.AsRecorded);
        var reference = reading.History.State.Reference!.Value.Value;
        var (then, today) = (onTheDay.ToDictionary(c => c.Id), now.ToDictionary(c => c.Id));
        return [.. onTheDay.Concat(now).Select(c => c.Id).Distinct().Select(id => Told(
            Explained(then.GetValueOrDefault(id), reading.OnTheDay.History, words), Explained(today.GetValueOrDefault(id), reading.History, reading.Wording)))];

        ClockExplanation? Explained(CaseClock? clock, CaseHistory history, Wording wording) =>
            clock is null ? null : ClockExplanation.Of(reference, history, clock, ClockAnswer.Of(clock, reading.Day), wording, reading.Day);
    }

    static ClockThatDay Told(ClockExplanation? then, ClockExplanation? now)
    {
        var clock = (then ?? now)!.Clock;
        var same = then is not null && now is not null && Read(then) == Read(now);
        return new(clock.Id, clock.Clock, clock.BelongsTo, then, same ? null : now, !same, (then, now) switch
        {
            _ when same => "As now understood it stood the same.",
            (null, _) => "On the day nobody knew that it ran; it is told as now understood.",
            (_, null) => "It is told as it was understood on the day; as now understood it did not run.",
            _ => "It is told twice, since as now understood it stood otherwise.",
        });
    }

    /// <summary>What of a clock makes a difference: neither the list of bank holidays that gives the same date, nor the reports of lists.</summary>
    static (LocalDate?, LocalDate?, LocalDate?, ClockState, int?, LocalDate?, LocalDate?, LocalDate?, string, string?) Read(ClockExplanation e)
    {
        var c = e.Clock;
        return (c.StartsOn, c.DueOn, c.OtherReadingDue, c.State, c.N, c.MetOn, c.CancelledOn, c.MissedOn, c.Policy, e.Start?.Sentence);
    }
}
