using Nscp.Reviews.Domain.Plans;

namespace Nscp.Reviews.Projections;

/// <summary>The plan for a rapid review: a proposal that may be edited, and never a clock.</summary>
/// <param name="Proposed">Whether every step stands as the timetable proposes it.</param>
/// <param name="CountedFrom">Day 0 of the proposed days.</param>
/// <param name="CountedFromReceipt">Whether that is the day on which the partners received the SIN; the day on which it was sent while their receipt is not recorded.</param>
/// <param name="Timetable">The title of the partnership's timetable.</param>
/// <param name="Warnings">Sentences about steps that are still ahead.</param>
public sealed record PlanView(bool Proposed, LocalDate CountedFrom, bool CountedFromReceipt, string Timetable, IReadOnlyList<PlanStepView> Steps, IReadOnlyList<string> Warnings)
{
    internal static PlanView? Of(RapidReviewPlan? plan) => plan is null ? null : new(
        plan.IsProposed, plan.CountedFrom, plan.ReceiptIsRecorded, plan.Timetable.Title,
        [.. plan.Steps.Select(step => new PlanStepView(step.Id, step.Title, step.ProposedOn, step.PlannedOn, step.LeftOut, step.DoneOn, step.Note))], plan.Warnings);
}

/// <param name="ProposedOn">A newer list of bank holidays may move it; absent where the calendar does not reach.</param>
/// <param name="PlannedOn">The day that somebody chose instead; no calendar moves it.</param>
public sealed record PlanStepView(string Id, string Title, LocalDate? ProposedOn, LocalDate? PlannedOn, bool LeftOut, LocalDate? DoneOn, string? Note);
