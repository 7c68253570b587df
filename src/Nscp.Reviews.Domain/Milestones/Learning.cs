using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>Learning that is passed on, and its summary for the public.</summary>
public static class Learning
{
    /// <param name="HidesCase">Whether what was shared must not be traced to this case.</param>
    public sealed record Share(LearningChannel Channel, LongText Findings, bool HidesCase = false);

    public sealed record Summarise(LongText Circumstances, LongText Learning, LongText PartnershipWill);

    public static Milestone<Share> Shared { get; } = new Milestone<Share>("learning", "Record how and with whom learning was shared")
        .AlsoOnClosedCases()
        .Irregular<LearningShared>(IdentifyingText.Code, (fact, o) => IdentifyingText.Sentence(o, ("findings", fact.Findings.Value)), IdentifyingText.ToDo)
        .Records(a => new LearningShared(a.Command.Channel, a.Command.Findings, a.Command.HidesCase));

    public static Milestone<Summarise> Summarised { get; } = new Milestone<Summarise>("learning-summary", "Record the learning summary for the public")
        .AlsoOnClosedCases()
        .Irregular<LearningSummarised>(IdentifyingText.Code, (fact, o) => IdentifyingText.Sentence(
            o, ("circumstances", fact.Circumstances.Value), ("learning", fact.Learning.Value), ("partnershipWill", fact.PartnershipWill.Value)), IdentifyingText.ToDo)
        .Records(a => new LearningSummarised(a.Command.Circumstances, a.Command.Learning, a.Command.PartnershipWill));
}
