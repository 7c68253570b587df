namespace Nscp.Reviews.Projections;

/// <summary>How a clock stood at the end of a day.</summary>
public sealed record ClockStanding(ClockState State, int? N, string Unit, LocalDate? StartsOn, LocalDate? DueOn, LocalDate? MetOn, LocalDate? CancelledOn, LocalDate? MissedOn, int CalendarRevision)
{
    internal static ClockStanding Of(ClockAnswer clock) =>
        new(clock.State, clock.N, clock.Unit, clock.StartsOn, clock.DueOn, clock.MetOn, clock.CancelledOn, clock.MissedOn, clock.CalendarRevision);

    /// <summary>What makes it stand otherwise: time that goes by alone does not.</summary>
    internal (ClockState, LocalDate?, LocalDate?, LocalDate?, LocalDate?, LocalDate?) Read => (State, StartsOn, DueOn, MetOn, CancelledOn, MissedOn);
}

/// <summary>A clock that stands otherwise than it did.</summary>
/// <param name="Before">Null where there was no such clock yet.</param>
/// <param name="After">Null where what started it has been found to be recorded in error.</param>
/// <param name="Sentences">What has happened to it, each a sentence.</param>
public sealed record ClockChange(string Id, string Clock, string? BelongsTo, ClockStanding? Before, ClockStanding? After, IReadOnlyList<string> Sentences)
{
    internal static IReadOnlyList<ClockChange> Between(CaseStanding before, CaseStanding after)
    {
        var (was, now) = (Standing(before), Standing(after));
        return [.. now.Keys.Concat(was.Keys.Except(now.Keys)).Select(id => Of(was.GetValueOrDefault(id), now.GetValueOrDefault(id))).Where(c => c.Before?.Read != c.After?.Read)];
    }

    static OrderedDictionary<string, ClockAnswer> Standing(CaseStanding standing) =>
        new(CaseClocks.Of(standing.History, standing.World).Select(clock => KeyValuePair.Create(clock.Id, ClockAnswer.Of(clock, standing.Day))));

    static ClockChange Of(ClockAnswer? was, ClockAnswer? now)
    {
        var (clock, before, after) = ((now ?? was)!, was is null ? null : ClockStanding.Of(was), now is null ? null : ClockStanding.Of(now));
        var name = $"The clock {clock.Id}{(clock.BelongsTo is { } what ? $" ({what})" : "")}";
        return new(clock.Id, clock.Clock, clock.BelongsTo, before, after, [.. ClockChangeWords.Of(before, after, clock.Because).Select(words => $"{name} {words}.")]);
    }
}

/// <summary>What has happened to a clock, each the end of a sentence that begins with its name.</summary>
static class ClockChangeWords
{
    internal static IEnumerable<string> Of(ClockStanding? before, ClockStanding? after, string? because)
    {
        if (after is null) return ["is gone: what began it was found to be recorded in error"];
        List<string?> words =
        [
            Start(before, after), Due(before, after), Ended(before?.MetOn, after.MetOn, "was met", "is no longer taken as met"),
            Ended(before?.CancelledOn, after.CancelledOn, "was cancelled", "is no longer cancelled", because), Ended(before?.MissedOn, after.MissedOn, "could no longer be met from", "can be met again", because),
            before?.State == after.State ? null : State(after),
        ];
        return words.OfType<string>();
    }

    static string? Start(ClockStanding? before, ClockStanding after) => (before?.StartsOn, after.StartsOn) switch
    {
        (null, null) => before is null ? "is waiting to start" : null,
        (null, { } now) => $"started on {Say.Date(now)}{(after.DueOn is { } due ? $" and is due on {Say.Date(due)}" : "")}",
        ({ } was, null) => $"was counted from {Say.Date(was)}, and has not started as now understood",
        ({ } was, { } now) => was == now ? null : $"is now counted from {Say.Date(now)}, not from {Say.Date(was)}",
    };

    static string? Due(ClockStanding? before, ClockStanding after) => before?.StartsOn is null || after.StartsOn is null ? null : (before.DueOn, after.DueOn) switch
    {
        ({ } was, { } now) => was == now ? null : $"is now due on {Say.Date(now)}, not on {Say.Date(was)}",
        (null, { } now) => $"had no due date and is now due on {Say.Date(now)}",
        ({ } was, null) => $"was due on {Say.Date(was)} and has no due date now",
        (null, null) => null,
    };

    static string? Ended(LocalDate? before, LocalDate? after, string ended, string undone, string? because = null)
    {
        var on = ended.EndsWith("from", StringComparison.Ordinal) ? "" : " on";
        return (before, after) switch
        {
            (null, { } now) => $"{ended}{on} {Say.Date(now)}{(because is null ? "" : $", because {because}")}",
            ({ } was, null) => $"{undone}; it was read as {Say.Date(was)}",
            ({ } was, { } now) when was != now => $"{ended}{on} {Say.Date(now)}, not {Say.Date(was)}",
            _ => null,
        };
    }

    static string? State(ClockStanding after) => after.State switch
    {
        ClockState.DueToday => "had come to its last day",
        ClockState.Overdue => $"was overdue{(after.N is { } n ? $" by {Count(n, after.Unit)}" : "")}",
        ClockState.MetLate => $"was met late{(after.N is { } n ? $", by {Count(n, after.Unit)}" : "")}",
        ClockState.OutsideCoverage => "cannot be judged: the bank holidays are not known so far ahead",
        ClockState.Met when after.MetOn is null => "has been met, its day having passed",
        ClockState.NotStarted or ClockState.Running or ClockState.Met or ClockState.Missed or ClockState.Cancelled => null,
    };

    static string Count(int n, string unit) => (n, unit) switch
    {
        (1, "working-days") => "1 working day",
        (_, "working-days") => $"{n} working days",
        (1, _) => "1 day",
        _ => $"{n} days",
    };
}
