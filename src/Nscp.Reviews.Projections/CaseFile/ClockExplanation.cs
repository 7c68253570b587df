using System.Text.Json.Serialization;

namespace Nscp.Reviews.Projections;

/// <summary>The fact that a clock is counted from.</summary>
/// <param name="Event">The event's id; the fact is told as it is now understood.</param>
public sealed record ExplainedStart(LocalDate On, Guid Event, string Type, string Sentence);

/// <summary>A day on the way to the due date.</summary>
/// <param name="Number">Which day counted it is; absent where it is passed over.</param>
/// <param name="PassedOver">Why it is not counted: <c>Saturday</c>, <c>Sunday</c> or the bank holiday's title; absent where it is.</param>
public readonly record struct ExplainedDay(LocalDate Date, int? Number, string? PassedOver);

/// <summary>A due date that a new list of bank holidays moved.</summary>
public sealed record ExplainedMove(long Version, LocalDate On, LocalDate? From, LocalDate? To, int Revision, string Why);

/// <summary>How a clock's due date was reached, and what has happened since.</summary>
/// <param name="Start">Null while it has not started.</param>
/// <param name="Allowance">As words: 5 working days; a date that the start fact gave; no period laid down.</param>
/// <param name="Rule">A, B or C: how the start day is treated.</param>
/// <param name="Direction"><c>after</c> or <c>before</c> the start.</param>
/// <param name="Days">In the order in which the count meets them; empty for months and years, and where nothing is counted.</param>
/// <param name="MovedTo">Rule B: the day taken as day 0 instead.</param>
/// <param name="ClearDay">Clear days: the day beyond the last one counted.</param>
/// <param name="Clamped">Whether the month had no such day and its last day was taken.</param>
/// <param name="CoversFrom">The first day that the list of bank holidays covers.</param>
/// <param name="CoversTo">The last.</param>
/// <param name="Moves">Reports of lists that moved it.</param>
/// <param name="Text">All of it as a paragraph that can be pasted into a letter.</param>
public sealed record ClockExplanation(
    string Reference, ClockAnswer Clock, ExplainedStart? Start, string Allowance, string Rule, string Direction, bool ClearDays, [property: JsonConverter(typeof(ExplainedDays))] IReadOnlyList<ExplainedDay> Days,
    LocalDate? MovedTo, LocalDate? ClearDay, bool Clamped, int CalendarRevision, LocalDate CoversFrom, LocalDate CoversTo, IReadOnlyList<ExplainedMove> Moves, string Text)
{
    /// <summary>Null when the case has no such clock.</summary>
    /// <param name="id">The clock in its case, such as <c>agency-return-2</c>.</param>
    public static ClockExplanation? Of(CaseHistory history, string id, World world, LocalDate today)
    {
        if (CaseClocks.Of(history, world).FirstOrDefault(one => one.Id == id) is not { } clock) return null;
        var answer = ClockAnswer.Of(history, world, today).Single(one => one.Id == id);
        return Of(history.State.Reference!.Value.Value, history, clock, answer, new Wording(world.Organisations, history.AsRecorded), today);
    }

    static ClockExplanation Of(string reference, CaseHistory history, CaseClock clock, ClockAnswer answer, Wording wording, LocalDate today) =>
        Of(reference, clock, answer, StartOf(clock, clock.StartedBy is { } started ? history.Find(started) : null, wording), MovesOf(clock.Id, history), today);

    /// <param name="moves">Reports of lists that moved it.</param>
    internal static ClockExplanation Of(string reference, CaseClock clock, ClockAnswer answer, ExplainedStart? start, IEnumerable<ExplainedMove> moves, LocalDate today)
    {
        var (working, definition) = (clock.Working(), clock.Definition);
        var explanation = new ClockExplanation(
            reference, answer, start, ExplanationWords.Allowance(clock),
            definition.Rule.ToString(), definition.Direction == Domain.Clocks.Direction.Forward ? "after" : "before", definition.ClearDays, InOrder(working, definition.Direction),
            working?.MovedTo, working?.ClearDay, working?.Clamped ?? false, clock.Calendar.Revision, clock.Calendar.Coverage.FirstDay, clock.Calendar.Coverage.LastDay, [.. moves], "");
        return explanation with { Text = ExplanationWords.Paragraph(explanation, today) };
    }

    /// <param name="startedBy">The entry that started it, as understood; null where there is none.</param>
    internal static ExplainedStart? StartOf(CaseClock clock, Entry? startedBy, Wording wording) =>
        clock.StartsOn is { } on && startedBy is { } entry ? new(on, entry.Envelope.Id, EventCatalogue.NameOf(entry.Fact), wording.Of(entry)) : null;

    /// <summary>Both are in the order in which the count meets them, so they only have to be put into each other.</summary>
    static ExplainedDay[] InOrder(Working? working, Direction direction)
    {
        if (working is not { Counted: var counted, Skipped: var skipped }) return [];
        var days = new ExplainedDay[counted.Count + skipped.Count];
        for (int i = 0, j = 0; i + j < days.Length;)
        {
            var isCounted = j == skipped.Count || (i < counted.Count && counted[i].Date < skipped[j].Date == (direction == Domain.Clocks.Direction.Forward));
            days[i + j] = isCounted ? new(counted[i].Date, counted[i++].Number, null) : new(skipped[j].Date, null, skipped[j++].Why);
        }
        return days;
    }

    static IEnumerable<ExplainedMove> MovesOf(string id, CaseHistory history) => history.AsRecorded.Where(entry => entry.Fact is CaseEvent.DueDateMoved move && move.Clock == id).Select(MoveOf);

    internal static ExplainedMove MoveOf(Entry entry) =>
        entry.Fact is CaseEvent.DueDateMoved move ? new(entry.Envelope.Version, entry.HappenedOn, move.From, move.To, move.ToRevision, move.Why.Value)
            : throw new System.Diagnostics.UnreachableException("Not a report of a list.");
}
