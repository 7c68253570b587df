using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>An entry as recorded, with what has become of it since.</summary>
/// <param name="StandingMarks">The codes of <see cref="Envelope.Despite"/> that still stand as now understood; the others have been cleared.</param>
/// <param name="CorrectedBy">The versions of the corrections in effect that set a field of it right.</param>
/// <param name="InErrorBy">The version of the correction in effect that says it was recorded in error.</param>
public sealed record AuditEntry(Entry Entry, ListOf<string> StandingMarks, ListOf<long> CorrectedBy, long? InErrorBy);

/// <summary>What has been recorded, by whom and when, and what has become of it? Facts only: they are worded when they are read.</summary>
public static class AuditTrail
{
    public static IReadOnlyList<AuditEntry> Of(CaseHistory history, World world) => Of(history, Marks.Standing(history, world));

    internal static IReadOnlyList<AuditEntry> Of(CaseHistory history, IReadOnlyList<Mark> marks) => Of(history, marks, static _ => true);

    internal static IReadOnlyList<AuditEntry> Of(CaseHistory history, IReadOnlyList<Mark> marks, Func<Entry, bool> which)
    {
        var marked = marks.ToLookup(m => m.Entry.Envelope.Id, m => m.Code);
        // Corrections in effect: one that was itself recorded in error corrects nothing.
        var corrected = history.Corrected.Where(e => e.Fact is RecordedWrongly).ToLookup(e => ((RecordedWrongly)e.Fact).Event, e => e.Envelope.Version);
        var inError = history.Corrected.Where(e => e.Fact is RecordedInError).ToLookup(e => ((RecordedInError)e.Fact).Event, e => e.Envelope.Version);
        return [.. history.AsRecorded.Where(which).Select(entry => new AuditEntry(
            entry, ListOf.From(marked[entry.Envelope.Id]), ListOf.From(corrected[entry.Envelope.Id]), inError[entry.Envelope.Id].Cast<long?>().FirstOrDefault()))];
    }
}
