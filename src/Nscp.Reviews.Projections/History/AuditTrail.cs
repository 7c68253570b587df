using System.Text;
using NpgsqlTypes;
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
    public static ProjectionTable Table { get; } = new(
        "audit_trail",
        [
            Columns.Tenant, Columns.Stream, new("version", NpgsqlDbType.Bigint), new("event_id", NpgsqlDbType.Uuid), Columns.Text("type"),
            Columns.Date("happened_on"), Columns.Date("known_on"), new("recorded_at", NpgsqlDbType.TimestampTz),
            Columns.Text("recorder_id"), Columns.Text("recorder_name"), Columns.Text("recorder_role"), Columns.Text("recorder_organisation"),
            Columns.Text("actor_organisation"), Columns.Text("actor_role"), Columns.Text("how_known"), Columns.Text("reason"), Columns.Texts("despite"),
            Columns.Texts("marks"), Columns.Text("correlation_id"), Columns.Text("causation_id"), Columns.Int("calendar_revision"), new("facts", NpgsqlDbType.Jsonb),
            new("corrected_by", NpgsqlDbType.Array | NpgsqlDbType.Bigint), new("in_error_by", NpgsqlDbType.Bigint),
        ],
        keyLength: 3);

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

    /// <summary>The entries of two histories, of which the second goes on from the first, that are not the same in both.</summary>
    internal static (IEnumerable<AuditEntry> Before, IEnumerable<AuditEntry> After) Differing(IReadOnlyList<AuditEntry> before, IReadOnlyList<AuditEntry> after)
    {
        var differing = Enumerable.Range(0, before.Count).Where(i => !Same(before[i], after[i])).ToList();
        return (differing.Select(i => before[i]), differing.Select(i => after[i]).Concat(after.Skip(before.Count)));
    }

    // An entry is never another; what has become of it may be.
    static bool Same(AuditEntry one, AuditEntry other) =>
        ReferenceEquals(one.Entry, other.Entry) && one.StandingMarks == other.StandingMarks && one.CorrectedBy == other.CorrectedBy && one.InErrorBy == other.InErrorBy;

    internal static ProjectionRow Row(string tenant, Guid stream, AuditEntry audited)
    {
        var ((envelope, fact), by) = (audited.Entry, audited.Entry.Envelope.By);
        return new ProjectionRow(
            Table, tenant, stream, envelope.Version, envelope.Id, EventCatalogue.NameOf(fact), envelope.HappenedOn, envelope.KnownOn, envelope.RecordedAt,
            envelope.Recorder.Id, envelope.Recorder.Name, envelope.Recorder.Role, envelope.Recorder.Organisation.ToString(),
            by.Organisation.ToString(), by.Role?.Value, Say.Word(by.HowKnown), envelope.Reason?.Value, envelope.Despite.ToArray(),
            audited.StandingMarks.ToArray(), envelope.CorrelationId, envelope.CausationId, envelope.CalendarRevision, Encoding.UTF8.GetString(EventCatalogue.ToJson(fact)),
            audited.CorrectedBy.ToArray(), audited.InErrorBy);
    }
}
