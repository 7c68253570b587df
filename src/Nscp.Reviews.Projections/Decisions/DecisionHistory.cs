namespace Nscp.Reviews.Projections;

/// <summary>An entry that bears on a decision.</summary>
/// <param name="Bears">As what.</param>
/// <param name="Known">When it became known, as now understood: before the day of the decision, on it, or after it.</param>
/// <param name="RecordedAfter">Whether it was known by the day of the decision, and recorded only after it.</param>
public sealed record BearingEntry(Bearing Bears, KnownWhen Known, bool RecordedAfter, HistoryItem Entry);

/// <summary>How one decision came about, and what has become known of it since: who knew what and when, told from the history alone.</summary>
/// <param name="Version">The version of the case that it is told from.</param>
/// <param name="AsAt">The London day as at which "now" is understood.</param>
/// <param name="Day">The day of the decision, by which everything is judged; as now understood.</param>
/// <param name="Recorded">The decision as it was recorded: by whom, whose act, the three dates, its marks and its corrections.</param>
/// <param name="Entries">Everything that bears on it, in the order in which it became known.</param>
/// <param name="LaterCorrections">Corrections, known or recorded after it, of facts that it relied on.</param>
public sealed record DecisionHistory(
    string Reference, int Decision, long Version, LocalDate AsAt, LocalDate Day, HistoryItem Recorded, TwoReadings<DecisionTold> Told, DecisionStanding Standing, TwoReadings<MeetingTold> Meeting,
    IReadOnlyList<AgencyTold> Agencies, IReadOnlyList<ScrutinyTold> Scrutiny, IReadOnlyList<PanelTold> Panel, IReadOnlyList<ClockThatDay> Clocks, IReadOnlyList<IrregularityTold> Irregularities,
    IReadOnlyList<LaterCorrection> LaterCorrections, IReadOnlyList<BearingEntry> Entries)
{
    /// <summary>Null when the case has no such decision. One that was recorded in error is told, and told so.</summary>
    public static DecisionHistory? Of(CaseHistory history, int decision, World world, LocalDate today, OrganisationRegister organisations, bool showProtected) =>
        Of(history, decision, world, today, organisations, _ => showProtected);

    /// <param name="shows">Whether the reader may see the protected text of an entry.</param>
    public static DecisionHistory? Of(CaseHistory history, int decision, World world, LocalDate today, OrganisationRegister organisations, Predicate<Entry> shows)
    {
        if (DecisionReading.Of(history, decision, world, organisations, shows) is not { } reading) return null;
        var (onTheDay, now) = (reading.OnTheDay, reading.Now);
        var clocks = CaseClocks.OfParts(history, world, (onTheDay.Entries, onTheDay.World), (now.Entries, now.World));
        var marks = Marks.Standing(history, world, reading.Bears);
        var items = HistoryItem.Of(AuditTrail.Of(history, marks, reading.Bears), reading.Wording, shows, reading.Bears).ToDictionary(item => item.Event);
        var recorded = items[reading.Recorded.Envelope.Id];
        return new(
            history.State.Reference!.Value.Value, decision, history.Version, today, reading.Day, recorded, DecisionTold.Of(reading), DecisionStanding.Of(reading, recorded.InErrorBy), MeetingTold.Of(reading),
            AgencyTold.Of(reading, clocks[0], clocks[1]), ScrutinyTold.Of(reading), PanelTold.Of(reading), ClockThatDay.Of(reading, clocks[0], clocks[1]), IrregularityTold.Of(reading, marks),
            LaterCorrection.All(reading), [.. InOrderOfKnowing(reading).Select(entry => Bearing(reading, entry, items[entry.Envelope.Id]))]);
    }

    static IEnumerable<Entry> InOrderOfKnowing(DecisionReading reading) => reading.History.AsRecorded.Where(reading.Bears).OrderBy(reading.KnownOn).ThenBy(e => e.Envelope.Version);

    static BearingEntry Bearing(DecisionReading reading, Entry entry, HistoryItem item) => new(
        Bearings.Table[entry.Fact.GetType()].As, reading.When(entry), reading.When(entry) != KnownWhen.After && entry.Envelope.RecordedAt > reading.EndOfDay, item);
}
