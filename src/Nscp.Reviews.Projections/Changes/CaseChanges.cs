using System.Collections.Frozen;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>What the record of a case came to say between two instants.</summary>
/// <param name="From">Exclusive: what had been recorded by then is not told.</param>
/// <param name="To">Inclusive.</param>
/// <param name="VersionBefore">0 where nothing of the case had been recorded yet.</param>
/// <param name="StageBefore">Null where nothing of the case had been recorded yet.</param>
/// <param name="Learnt">Facts recorded between the two, worded as at the second; each event is in exactly one list.</param>
/// <param name="Corrected">Corrections recorded between the two.</param>
/// <param name="Decided">What the partners decided, recorded between the two.</param>
/// <param name="Reported">Reports of due dates that a new list of bank holidays moved.</param>
/// <param name="Moved">Clocks that stood otherwise at the end of the second day than at the end of the first.</param>
/// <param name="IrregularitiesCome">What is irregular as at the second and was not as at the first.</param>
/// <param name="IrregularitiesGone">What was irregular as at the first and is not as at the second.</param>
public sealed record CaseChanges(
    string Reference, Instant From, Instant To, long VersionBefore, long VersionAfter, Stage? StageBefore, Stage StageAfter,
    IReadOnlyList<HistoryItem> Learnt, IReadOnlyList<HistoryItem> Corrected, IReadOnlyList<HistoryItem> Decided, IReadOnlyList<HistoryItem> Reported, IReadOnlyList<ClockChange> Moved,
    IReadOnlyList<IrregularityView> IrregularitiesCome, IReadOnlyList<IrregularityView> IrregularitiesGone)
{
    /// <summary>What is no new fact learnt: everything else is.</summary>
    static readonly FrozenDictionary<Type, Kind> Others = new Dictionary<Type, Kind>
    {
        [typeof(FoundNotNotifiable)] = Kind.Decided,
        [typeof(DecisionMade)] = Kind.Decided,
        [typeof(DecisionReplaced)] = Kind.Decided,
        [typeof(DecisionUpheld)] = Kind.Decided,
        [typeof(CsprDiscontinued)] = Kind.Decided,
        [typeof(RecordedWrongly)] = Kind.Corrected,
        [typeof(RecordedInError)] = Kind.Corrected,
        [typeof(DueDateMoved)] = Kind.Reported,
    }.ToFrozenDictionary();

    enum Kind { Learnt, Corrected, Decided, Reported }

    /// <param name="before">As it stood at the first instant; empty where nothing had been recorded.</param>
    /// <param name="after">As it stood at the second: goes on from the first.</param>
    /// <param name="shows">Whether the reader may see the protected text of an entry.</param>
    public static CaseChanges Of(CaseStanding before, CaseStanding after, Predicate<Entry> shows)
    {
        var (marksBefore, marksAfter) = (before.Marks(), after.Marks());
        var trail = AuditTrail.Of(after.History, marksAfter);
        var items = HistoryItem.Of(trail, new Wording(after.World.Organisations, after.History.AsRecorded), shows, e => e.Envelope.Version > before.History.Version);
        var lists = items.ToLookup(item => Others.GetValueOrDefault(EventCatalogue.TypeOf(item.Type)));
        return new(
            after.History.State.Reference!.Value.Value, before.At, after.At, before.History.Version, after.History.Version,
            before.History.State.Exists ? Stages.Of(before.History.State) : null, Stages.Of(after.History.State),
            [.. lists[Kind.Learnt]], [.. lists[Kind.Corrected]], [.. lists[Kind.Decided]], [.. lists[Kind.Reported]], ClockChange.Between(before, after),
            Without(marksAfter, marksBefore), Without(marksBefore, marksAfter));

        IReadOnlyList<IrregularityView> Without(IReadOnlyList<Mark> marks, IReadOnlyList<Mark> others)
        {
            var there = others.Select(Identity).ToHashSet();
            return [.. marks.Where(m => !there.Contains(Identity(m))).Select(m => IrregularityView.Of(m, shows(m.Entry)))];
        }
    }

    static (Guid, string) Identity(Mark mark) => (mark.Entry.Envelope.Id, mark.Code);
}

/// <summary>A case as it stood at an instant, and the London day at whose end its clocks are judged.</summary>
public sealed record CaseStanding(CaseHistory History, World World, Instant At, LocalDate Day)
{
    internal IReadOnlyList<Mark> Marks() => Domain.Milestones.Marks.Standing(History, World);
}
