using NodaTime;

namespace Nscp.Reviews.Evidence;

/// <summary>
/// Who recorded an event, whose act it records, when it was true, known and recorded, and why.
/// Everything that is not nullable is mandatory: a blank text is an <see cref="ArgumentException"/> where it is set.
/// </summary>
public sealed record EventMetadata
{
    public required string RecorderId { get; init => field = Text.Mandatory(value); }

    public required string RecorderName { get; init => field = Text.Mandatory(value); }

    public required string RecorderRole { get; init => field = Text.Mandatory(value); }

    public required string RecorderOrganisation { get; init => field = Text.Mandatory(value); }

    public required string ActorOrganisation { get; init => field = Text.Mandatory(value); }

    public string? ActorRole { get; init => field = Text.Optional(value); }

    /// <summary>How the recorder knows of the act: the application's own word for it.</summary>
    public required string HowKnown { get; init => field = Text.Mandatory(value); }

    /// <summary>The local date on which the fact was true.</summary>
    public required LocalDate HappenedOn { get; init; }

    /// <summary>The local date on which it was learnt.</summary>
    public required LocalDate KnownOn { get; init; }

    /// <summary>The instant of recording by the host's own clock, in whole microseconds (an <see cref="ArgumentException"/> otherwise, because PostgreSQL would round it).</summary>
    public required Instant RecordedAt { get; init => field = SqlTime.WholeMicroseconds(value); }

    /// <summary>The calendar revision in use when it was recorded: 1 or more.</summary>
    public required int CalendarRevision
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A calendar revision is 1 or more.");
    }

    public required string CorrelationId { get; init => field = Text.Mandatory(value); }

    public string? CausationId { get; init => field = Text.Optional(value); }

    public string? Reason { get; init => field = Text.Optional(value); }

    /// <summary>The codes of the rules despite which it was recorded, in the order given; empty when it is regular. A code holds no white space.</summary>
    public IReadOnlyList<string> Despite
    {
        get => DespiteText.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        init => DespiteText = Text.Joined(value);
    }

    // Kept as stored, so that two records with the same codes are equal.
    internal string DespiteText { get; init; } = "";
}
