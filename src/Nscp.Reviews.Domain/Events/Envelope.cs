namespace Nscp.Reviews.Domain.Events;

/// <summary>The signed-in person who records. Taken from the token, never from the request.</summary>
public sealed record Recorder(string Id, string Name, string Role, OrganisationCode Organisation);

/// <summary>The person or body whose act is recorded, and how the recorder knows of it.</summary>
public sealed record Actor(OrganisationCode Organisation, ShortText? Role = null, HowKnown HowKnown = HowKnown.InPerson);

public enum HowKnown { InPerson, Minutes, EMail }

/// <summary>
/// What rides with every event, once. <paramref name="HappenedOn"/> and <paramref name="KnownOn"/> are London dates that people
/// give; <paramref name="RecordedAt"/> is the host's clock. <paramref name="Despite"/> holds the codes of the irregularities
/// that the recorder acknowledged. <paramref name="CalendarRevision"/> is the one in force when it was recorded, or
/// <see cref="NotTold"/>: see <see cref="Clocks.Calendars.RevisionOf"/>.
/// </summary>
public sealed record Envelope(
    Guid Id, long Version, Recorder Recorder, Actor By, LocalDate HappenedOn, LocalDate KnownOn, Instant RecordedAt,
    int CalendarRevision, string CorrelationId, string? CausationId, ProtectedText? Reason, ListOf<string> Despite)
{
    /// <summary>In place of a calendar revision, where other software recorded the event.</summary>
    public const int NotTold = 0;
}

/// <summary>One entry of a case's history: a fact and what rides with it.</summary>
public sealed record Entry(Envelope Envelope, CaseEvent Fact)
{
    public LocalDate HappenedOn => Envelope.HappenedOn;
}
