using Nscp.Reviews.Api.Milestones;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Api.Followers;

/// <summary>A case was overtaken by other writers time and again; its report is tried again.</summary>
sealed class CaseKeepsMovingException() : Exception("Others wrote to the case time and again.");

/// <summary>Records in a case the due dates that accepted lists moved, and makes its documents anew. It may be done twice: a case that holds its report is passed over.</summary>
sealed class MoveReports(RecordMilestone record, Sessions sessions, Worlds worlds, HostClock clock)
{
    /// <summary>Up to this revision, the oldest first: a report that could not be made before is made now.</summary>
    /// <exception cref="UnreadableEventException">The case, or the calendar, holds an event that is not one of this project.</exception>
    /// <exception cref="CaseKeepsMovingException">Others were faster time and again.</exception>
    internal async Task ReportAsync(string tenant, Guid stream, int upTo, CancellationToken ct)
    {
        await using var calendar = await sessions.OpenAsync(CalendarStream.Tenant, new StreamAddress.ById(CalendarStream.Id), null, ct);
        foreach (var accepted in CalendarStream.History(calendar.Read.Events).Where(entry => RevisionOf(entry) <= upTo).OrderBy(RevisionOf))
            if (await record.RunAsync<object>(tenant, new StreamAddress.ById(stream), null, session => DecideAsync(tenant, accepted, session, ct), ct) is null) throw new CaseKeepsMovingException();
    }

    static int RevisionOf(CalendarEntry entry) => ((CalendarEvent.RevisionAccepted)entry.Fact).Revision;

    async Task<Step<object>> DecideAsync(string tenant, CalendarEntry accepted, CaseSession session, CancellationToken ct)
    {
        var (revision, history) = (RevisionOf(accepted), CaseStream.History(session.Read.Events));
        if (!history.State.Exists || ClockMoves.AreReported(history, revision)) return new Step<object>.Answer(history);
        var world = await worlds.OfAsync(OrganisationCode.Parse(tenant), session.CalendarInForce, ct);
        if (!ClockMoves.KnewAnother(history, revision, world)) return new Step<object>.Answer(history);
        var at = Writing.At(clock.Now, session.Read);
        List<Entry> entries = [.. ClockMoves.Of(history, revision, world).Select((move, i) => new Entry(Envelope(accepted.Envelope, session.Read.Version + 1 + i, at, world), move))];
        var after = entries.Count == 0 ? history : history.With(entries);
        // The documents may still be those of the list before; those of a command that came between are stored once more.
        var before = world with { Calendars = world.Calendars.WithInForce(revision - 1) };
        var documents = DocumentChanges.Between(Documents.OfCase(tenant, session.Stream, history, before), Documents.OfCase(tenant, session.Stream, after, world));
        if (entries.Count == 0 && !documents.Any) return new Step<object>.Answer(history);
        return new Step<object>.Save(new ToSave(typeof(Case), [.. entries.Select(CaseStream.ToRecord)], documents, Command: null), after);
    }

    /// <summary>In the name of whoever accepted the list, whose act is the cause.</summary>
    static Envelope Envelope(Envelope accepted, long version, Instant at, World world) => new(
        Guid.CreateVersion7(), version, accepted.Recorder, accepted.By, accepted.HappenedOn, accepted.KnownOn, at,
        world.Calendar.Revision, accepted.CorrelationId, accepted.Id.ToString(), accepted.Reason, []);
}
