namespace Nscp.Reviews.Domain.Clocks;

/// <summary>
/// Every accepted revision of the bank-holiday list, one of which is in force. Nothing of an older one is lost: a clock that has ended
/// keeps the revision under which it ended, and a question asked as at an earlier instant is answered with the revision known then.
/// Immutable.
/// </summary>
public sealed class Calendars
{
    readonly IReadOnlyList<AcceptedCalendar> accepted;

    Calendars(IReadOnlyList<AcceptedCalendar> accepted, WorkingDayCalendar inForce) => (this.accepted, InForce) = (accepted, inForce);

    /// <summary>The list that this version of the project ships, alone.</summary>
    public static Calendars Shipped { get; } = Of([new(WorkingDayCalendar.Shipped, Instant.MinValue)]);

    /// <param name="accepted">Numbered from 1 without gaps, in that order; the last is in force.</param>
    /// <exception cref="ArgumentException">There is none, or their numbers have a gap.</exception>
    public static Calendars Of(IReadOnlyList<AcceptedCalendar> accepted)
    {
        if (accepted.Count == 0) throw new ArgumentException("There is no calendar.", nameof(accepted));
        for (var i = 0; i < accepted.Count; i++)
            if (accepted[i].Calendar.Revision != i + 1) throw new ArgumentException($"Revision {i + 1} is missing.", nameof(accepted));
        return new([.. accepted], accepted[^1].Calendar);
    }

    /// <summary>What clocks that run are counted by.</summary>
    public WorkingDayCalendar InForce { get; }

    /// <summary>Whether the revision was accepted.</summary>
    public bool Has(int revision) => revision >= 1 && revision <= accepted.Count;

    /// <summary>An accepted revision, also one accepted after the one in force here.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such revision was accepted.</exception>
    public WorkingDayCalendar Of(int revision) =>
        Has(revision) ? accepted[revision - 1].Calendar : throw new ArgumentOutOfRangeException(nameof(revision), revision, $"Revisions 1 to {accepted.Count} of the calendar were accepted.");

    /// <summary>
    /// The revision in force when an event was recorded: the one that it tells or, where other software recorded it and tells none, the newest
    /// that had been accepted by the instant of recording.
    /// </summary>
    public int RevisionOf(Envelope envelope) => envelope.CalendarRevision == Envelope.NotTold ? AcceptedBy(envelope.RecordedAt).Revision : envelope.CalendarRevision;

    /// <summary>The same with another of them in force.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such revision was accepted.</exception>
    public Calendars WithInForce(int revision) => new(accepted, Of(revision));

    /// <summary>The same with one more, which is in force.</summary>
    /// <exception cref="ArgumentException">Its number is not the next.</exception>
    public Calendars With(AcceptedCalendar next) => Of([.. accepted, next]);

    /// <summary>The same with the newest in force that had been accepted by the instant, inclusive. The first has always been known.</summary>
    public Calendars KnownAt(Instant instant) => new(accepted, AcceptedBy(instant));

    WorkingDayCalendar AcceptedBy(Instant instant) => accepted.Last(one => one.AcceptedAt <= instant || one.Calendar.Revision == 1).Calendar;
}

/// <summary>A revision of the list, in force from the instant at which it was accepted until the next was.</summary>
public sealed record AcceptedCalendar(WorkingDayCalendar Calendar, Instant AcceptedAt);
