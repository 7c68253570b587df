namespace Nscp.Reviews.Projections;

/// <summary>What rides with an event, between the store's metadata and the domain's envelope.</summary>
static class Envelopes
{
    /// <summary>Who is shown as the recorder of what other software recorded.</summary>
    internal static Recorder OtherSoftware { get; } = new("other-software", "Other software", "other-software", OrganisationCode.Parse("OTHER-SOFTWARE"));

    internal static Envelope FromStore(StoredEvent stored) => stored.Metadata is { } metadata ? Ours(stored, metadata) : Foreign(stored);

    internal static EventMetadata ToStore(Envelope envelope) => new()
    {
        RecorderId = envelope.Recorder.Id,
        RecorderName = envelope.Recorder.Name,
        RecorderRole = envelope.Recorder.Role,
        RecorderOrganisation = envelope.Recorder.Organisation.ToString(),
        ActorOrganisation = envelope.By.Organisation.ToString(),
        ActorRole = envelope.By.Role?.Value,
        HowKnown = Say.Word(envelope.By.HowKnown),
        HappenedOn = envelope.HappenedOn,
        KnownOn = envelope.KnownOn,
        RecordedAt = envelope.RecordedAt,
        CalendarRevision = envelope.CalendarRevision,
        CorrelationId = envelope.CorrelationId,
        CausationId = envelope.CausationId,
        Reason = envelope.Reason?.Value,
        Despite = [.. envelope.Despite],
    };

    static Envelope Ours(StoredEvent stored, EventMetadata metadata)
    {
        var recorder = new Recorder(metadata.RecorderId, metadata.RecorderName, metadata.RecorderRole, OrganisationCode.Parse(metadata.RecorderOrganisation));
        var by = new Actor(OrganisationCode.Parse(metadata.ActorOrganisation), metadata.ActorRole is { } role ? new ShortText(role) : null, Known(metadata.HowKnown));
        return new(
            stored.Id,
            stored.Version,
            recorder,
            by,
            metadata.HappenedOn,
            metadata.KnownOn,
            metadata.RecordedAt,
            metadata.CalendarRevision,
            metadata.CorrelationId,
            metadata.CausationId,
            metadata.Reason is { } reason ? new ProtectedText(reason) : null,
            ListOf.From(metadata.Despite));
    }

    /// <exception cref="FormatException">It is no word of ours.</exception>
    static HowKnown Known(string word) => Enum.GetValues<HowKnown>().Cast<HowKnown?>().FirstOrDefault(known => Say.Word(known!.Value) == word) ?? throw new FormatException("That is no way of knowing.");

    // Other software says neither when a thing happened nor whose act it was: the day of recording is the only one there is.
    static Envelope Foreign(StoredEvent stored)
    {
        var on = Domain.Time.London.DateOf(stored.Timestamp);
        return new Envelope(
            stored.Id, stored.Version, OtherSoftware, new Actor(OtherSoftware.Organisation), on, on, stored.Timestamp,
            CalendarRevision: Envelope.NotTold, CorrelationId: "none", CausationId: null, Reason: null, Despite: []);
    }
}
