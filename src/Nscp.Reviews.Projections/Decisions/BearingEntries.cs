using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>Which of a case's entries bear on one decision, by <see cref="Bearings"/>.</summary>
static class BearingEntries
{
    /// <param name="day">The day of the decision.</param>
    internal static HashSet<Guid> Of(CaseHistory history, int decision, LocalDate day)
    {
        var replaced = history.Corrected.FirstOrDefault(e => e.Fact is DecisionReplaced r && r.Decision == decision);
        var (bearing, named) = (new HashSet<Guid>(), new HashSet<(Type, int)>());
        foreach (var entry in history.AsRecorded)
        {
            if (!Bears(entry)) continue;
            bearing.Add(entry.Envelope.Id);
            if (Number(entry.Fact) is { } number) named.Add(number);
        }
        return bearing;

        bool Bears(Entry entry) => Bearings.Table[entry.Fact.GetType()].Reach switch
        {
            Reach.Never => false,
            Reach.ByItsDay => HappenedBy(entry, day),
            Reach.UntilReplaced => replaced is null || HappenedBy(entry, replaced.HappenedOn),
            Reach.ScrutinyOfIt => (replaced is null || HappenedBy(entry, replaced.HappenedOn)) && Stage(entry.Fact) is { } stage && Bearings.Stages.Contains(stage),
            Reach.WithWhatItNames => Names(entry.Fact),
            Reach.ByNumber => IsNumbered(entry.Fact),
        };

        // By either reading: what was taken to have happened by then bore on it, and so does what had.
        bool HappenedBy(Entry entry, LocalDate then) => entry.HappenedOn <= then || history.Find(entry.Envelope.Id)?.HappenedOn <= then;

        bool Names(CaseEvent fact) => fact switch
        {
            AgencyInformationReturned e => named.Contains((typeof(AgencyInformationRequested), e.Request)),
            AgencyInformationChased e => named.Contains((typeof(AgencyInformationRequested), e.Request)),
            PanelAnswered e => named.Contains((typeof(PanelAskedForInformation), e.Question)),
            ScrutinyAnswered e => named.Contains((typeof(ScrutinyChallengeMade), e.Challenge)),
            RecordedWrongly e => bearing.Contains(e.Event),
            RecordedInError e => bearing.Contains(e.Event),
            _ => throw new System.Diagnostics.UnreachableException($"{fact.GetType().Name} names nothing."),
        };

        bool IsNumbered(CaseEvent fact) => fact switch
        {
            DecisionMade e => e.Decision <= decision || e.Decision == (replaced?.Fact as DecisionReplaced)?.ReplacedBy,
            DecisionReplaced e => e.Decision == decision || e.ReplacedBy <= decision,
            DecisionUpheld e => e.Decision <= decision,
            _ => throw new System.Diagnostics.UnreachableException($"{fact.GetType().Name} tells of no decision by its number."),
        };
    }

    static (Type, int)? Number(CaseEvent fact) => fact switch
    {
        AgencyInformationRequested e => (typeof(AgencyInformationRequested), e.Request),
        PanelAskedForInformation e => (typeof(PanelAskedForInformation), e.Question),
        ScrutinyChallengeMade e => (typeof(ScrutinyChallengeMade), e.Challenge),
        _ => null,
    };

    static ScrutinyStage? Stage(CaseEvent fact) => fact switch
    {
        ScrutinyAdviceRecorded e => e.On,
        ScrutinyChallengeMade e => e.On,
        _ => null,
    };
}
