using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

public enum HistoryOrder { Happened, Known, Recorded }

/// <summary>An organisation by code and name.</summary>
public sealed record NamedOrganisation(OrganisationCode Code, string Name);

/// <summary>Who recorded it.</summary>
public sealed record RecorderShown(string Name, string Role, NamedOrganisation Organisation);

/// <summary>Whose act it was, and how that is known.</summary>
public sealed record ActorShown(NamedOrganisation Organisation, string? Role, HowKnown HowKnown);

/// <summary>Something irregular: it stands until the missing fact has been recorded or the wrong one corrected.</summary>
public sealed record MarkShown(string Code, bool Stands);

/// <summary>A correction, beside what it corrects.</summary>
public sealed record CorrectionShown(long Version, string Sentence, string? Reason);

/// <summary>One entry of a case's history, worded for a person. Its facts are as they were recorded; what is now right is said by the corrections beside them.</summary>
/// <param name="RecordedDaysLater">Days from <paramref name="KnownOn"/> to the London day of recording; null when it was recorded on that day.</param>
/// <param name="RecordedLater">The same as words, no finer than one would say it: "recorded 3 days later", "recorded 7 years later".</param>
public sealed record HistoryItem(
    long Version, Guid Event, string Type, string Sentence, RecorderShown Recorder, ActorShown By,
    LocalDate HappenedOn, LocalDate KnownOn, Instant RecordedAt, int? RecordedDaysLater, string? RecordedLater, string? Reason,
    IReadOnlyList<MarkShown> Irregular, IReadOnlyList<CorrectionShown> CorrectedBy, CorrectionShown? InErrorBy, ShownFacts Facts)
{
    /// <summary>A case's audit trail in the order asked for; entries of one day in the order of recording.</summary>
    public static IReadOnlyList<HistoryItem> Of(IReadOnlyList<AuditEntry> trail, OrganisationRegister organisations, HistoryOrder order, bool showProtected) =>
        Of(trail, organisations, order, _ => showProtected);

    /// <param name="shows">Whether the reader may see the protected text of an entry.</param>
    public static IReadOnlyList<HistoryItem> Of(IReadOnlyList<AuditEntry> trail, OrganisationRegister organisations, HistoryOrder order, Predicate<Entry> shows)
    {
        var items = Of(trail, new Wording(organisations, [.. trail.Select(t => t.Entry)]), shows, static _ => true);
        return order switch
        {
            HistoryOrder.Happened => [.. items.OrderBy(i => i.HappenedOn).ThenBy(i => i.Version)],
            HistoryOrder.Known => [.. items.OrderBy(i => i.KnownOn).ThenBy(i => i.Version)],
            HistoryOrder.Recorded => [.. items.OrderBy(i => i.Version)],
        };
    }

    /// <summary>Some of a trail's entries, in its order.</summary>
    internal static IEnumerable<HistoryItem> Of(IReadOnlyList<AuditEntry> trail, Wording wording, Predicate<Entry> shows, Func<Entry, bool> which)
    {
        var corrections = trail.Where(t => t.Entry.Fact is RecordedWrongly or RecordedInError)
            .ToDictionary(t => t.Entry.Envelope.Version, t => new Lazy<CorrectionShown>(() => Correction(t.Entry, wording, shows(t.Entry))));
        return trail.Where(t => which(t.Entry)).Select(t => Of(t, wording, corrections, shows(t.Entry)));
    }

    static HistoryItem Of(AuditEntry audited, Wording wording, Dictionary<long, Lazy<CorrectionShown>> corrections, bool showProtected)
    {
        var (envelope, fact) = audited.Entry;
        var recordedOn = Domain.Time.London.DateOf(envelope.RecordedAt);
        var later = Period.DaysBetween(envelope.KnownOn, recordedOn);
        return new HistoryItem(
            envelope.Version, envelope.Id, EventCatalogue.NameOf(fact), wording.Of(audited.Entry),
            new(envelope.Recorder.Name, envelope.Recorder.Role, wording.Named(envelope.Recorder.Organisation)),
            new(wording.Named(envelope.By.Organisation), envelope.By.Role?.Value, envelope.By.HowKnown),
            envelope.HappenedOn, envelope.KnownOn, envelope.RecordedAt, later > 0 ? later : null, later > 0 ? $"recorded {Later(envelope.KnownOn, recordedOn)} later" : null,
            Masking.Text(envelope.Reason, showProtected), Marks(audited), audited.CorrectedBy.Count == 0 ? [] : Corrections(audited, corrections),
            audited.InErrorBy is { } by ? corrections[by].Value : null, new ShownFacts(fact, showProtected));
    }

    static CorrectionShown[] Corrections(AuditEntry audited, Dictionary<long, Lazy<CorrectionShown>> corrections) => [.. audited.CorrectedBy.Select(version => corrections[version].Value)];

    /// <summary>As one would say it: in days up to two months, then in whole months, from two years on in whole years.</summary>
    static string Later(LocalDate known, LocalDate recorded)
    {
        var (months, days) = (Period.Between(known, recorded, PeriodUnits.Months).Months, Period.DaysBetween(known, recorded));
        return months >= 24 ? $"{months / 12} years" : months >= 2 ? $"{months} months" : days == 1 ? "1 day" : $"{days} days";
    }

    /// <summary>What stands, then what was acknowledged when it was recorded and has been cleared since.</summary>
    static MarkShown[] Marks(AuditEntry audited) => audited is { StandingMarks.Count: 0, Entry.Envelope.Despite.Count: 0 } ? [] :
    [
        .. audited.StandingMarks.Select(code => new MarkShown(code, Stands: true)),
        .. audited.Entry.Envelope.Despite.Except(audited.StandingMarks).Select(code => new MarkShown(code, Stands: false)),
    ];

    static CorrectionShown Correction(Entry entry, Wording wording, bool showProtected) =>
        new(entry.Envelope.Version, wording.Of(entry), Masking.Text(entry.Envelope.Reason, showProtected));
}
