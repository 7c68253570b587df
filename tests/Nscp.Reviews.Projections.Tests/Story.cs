namespace Nscp.Reviews.Projections.Tests;

/// <summary>A case's history, told fact by fact. What is told is recorded at noon of the day on which it happened, unless said otherwise.</summary>
sealed class Story
{
    internal const string Tenant = "NSCP";

    readonly List<Entry> _entries = [];

    internal static World World { get; } = new(OrganisationRegister.Shipped, Calendars.Shipped, ClockPolicies.Shipped, Org("NSCP"));

    internal static Recorder Manager { get; } = new("u-1", "Dana Marsh", "development-manager", Org("NSCP"));

    internal IReadOnlyList<Entry> Entries => _entries;

    internal CaseHistory History => CaseHistory.Of([.. _entries]);

    internal Guid IdOf<T>() where T : CaseEvent => _entries.Last(e => e.Fact is T).Envelope.Id;

    internal Entry Last => _entries[^1];

    internal Story On(string day, params CaseEvent[] facts)
    {
        foreach (var fact in facts) Tell(day, fact);
        return this;
    }

    internal Story Tell(string day, CaseEvent fact, string by = "NSCP", string? known = null, string? recorded = null, string? reason = null, string? role = null, params string[] despite)
    {
        var (on, version) = (Day(day), _entries.Count + 1);
        var recordedAt = Day(recorded ?? known ?? day).At(new LocalTime(12, 0)).InUtc().ToInstant();
        // Within a stream recorded-at never runs backwards.
        if (_entries.Count > 0) recordedAt = Instant.Max(recordedAt, Last.Envelope.RecordedAt);
        _entries.Add(new Entry(
            new Envelope(
                new Guid(version, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1), version, Manager, new Actor(Org(by), role is null ? null : new ShortText(role), HowKnown.Minutes), on, known is null ? on : Day(known),
                recordedAt, 1, $"c-{version}", null, reason is null ? null : new ProtectedText(reason), ListOf.From(despite)),
            fact));
        return this;
    }

    /// <summary>Says that a field of the newest fact of a kind was recorded wrongly.</summary>
    internal Story Correct<T>(string day, string field, string said, string right) where T : CaseEvent =>
        Tell(day, new RecordedWrongly(IdOf<T>(), field, new FieldValue.Open(said), new FieldValue.Open(right), new("the Development Manager")), reason: "Read from the wrong line of the minutes");

    /// <summary>Says that the newest fact of a kind never happened.</summary>
    internal Story Strike<T>(string day) where T : CaseEvent =>
        Tell(day, new RecordedInError(IdOf<T>(), ErrorKind.NeverHappened, null, null, new("the Development Manager")), reason: "It was another child");

    internal static LocalDate Day(string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;

    internal static OrganisationCode Org(string code) => OrganisationCode.Parse(code);

    internal static ProtectedText Secret(string text) => new(text);

    internal static CaseReference Ref(string text) => CaseReference.Parse(text);
}
