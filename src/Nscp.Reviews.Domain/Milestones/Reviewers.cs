using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>Who carries out a CSPR: SI 2018/789 regs 12 to 14. Several may serve.</summary>
public static class Reviewers
{
    public sealed record Appoint(ShortText Reviewer, bool IndependenceChecked);

    public sealed record StandDown(ShortText Reviewer, StoodDownBecause Because);

    public sealed record RequestInformation(ShortText Reviewer, ProtectedText Asked);

    public static Milestone<Appoint> Appointed { get; } = Cspr.Running(new Milestone<Appoint>("reviewer-appointment", "Record the appointment of a reviewer"))
        .Impossible("reviewer-already-serves", a => Serving(a.Case, a.Command.Reviewer) is not null ? "This reviewer serves already." : null, "If the date is wrong, correct the appointment.")
        .Irregular<ReviewerAppointed>("independence-not-checked", (fact, _) => fact.IndependenceChecked ? null : "A reviewer is independent of the agencies concerned, and this has not been checked.", "Check it and say so.")
        .Records(a => new ReviewerAppointed(a.Command.Reviewer, a.Command.IndependenceChecked));

    public static Milestone<StandDown> StoodDown { get; } = Cspr.Running(new Milestone<StandDown>("reviewer-stood-down", "Record that a reviewer no longer serves"))
        .NotWhen("no-reviewer", c => c.Reviewers.IsEmpty, "No reviewer is recorded.", "Record reviewer-appointment first.")
        .Impossible("unknown-reviewer", a => Serving(a.Case, a.Command.Reviewer) is null ? "No reviewer of that name serves." : null, "Check reviewer: the name as it was appointed.")
        .NotBefore("before-the-appointment", a => Serving(a.Case, a.Command.Reviewer)?.AppointedOn, "the reviewer was appointed")
        // Reg 13 limits only removal, to the time before publication.
        .Irregular<ReviewerStoodDown>("removed-after-publication", (state, fact, _) => fact.Because == StoodDownBecause.Removed && state.FirstPublishedOn is not null
            ? "A reviewer may be removed only before the report is published (SI 2018/789 reg 13)." : null, "Check because and happenedOn.")
        .Records(a => new ReviewerStoodDown(a.Command.Reviewer, a.Command.Because));

    public static Milestone<RequestInformation> InformationRequested { get; } = Cspr.Running(new Milestone<RequestInformation>("reviewer-information-request", "Record a written request for information to the reviewer (SI 2018/789 reg 14)"))
        .NotWhen("no-reviewer", c => c.Reviewers.IsEmpty, "No reviewer is recorded.", "Record reviewer-appointment first.")
        .Impossible("unknown-reviewer", a => a.Case.Reviewers.Exists(r => r.Name == a.Command.Reviewer) ? null : "No reviewer of that name is recorded.", "Check reviewer: the name as it was appointed.")
        .Records(a => new InformationRequestedFromReviewer(a.Command.Reviewer, a.Command.Asked));

    static Reviewer? Serving(Case state, ShortText name) => state.Reviewers.Find(r => r.Name == name && r.StoodDownOn is null);
}
