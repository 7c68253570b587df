using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>Choosing other days for a rapid review than its timetable proposes. A plan is not a clock: an odd one is shown with a warning, not refused.</summary>
public static class RapidReviewPlanning
{
    /// <param name="Steps">Those that change; the others stay as they stand.</param>
    public sealed record Change(ListOf<PlannedStep> Steps);

    public static Milestone<Change> Planned { get; } = RapidReview.Asked(new Milestone<Change>("rapid-review-plan", "Record other days than were proposed for steps of the rapid review, or that it goes without one"))
        .NotWhen("sin-not-sent", c => c.SinSentOn is null && c.SinReceivedOn is null, "The serious incident notification has not been recorded as sent, and a rapid review is planned from there.", "Record panel-referral first, with the date on which it was sent.")
        .NotFrom("report-already-sent", c => c.ReportSent?.On, "The report has been sent to the Panel: there is nothing left to plan.", "A change that was made before then is recorded with its own date.")
        .Impossible("steps-unclear", a => new RapidReviewPlanned(a.Command.Steps).Contradiction(), "Name each step once; give on, or leftOut, or neither to plan it as proposed.")
        .Impossible("unknown-step", a => Unknown(a), "Check step; the case's plan lists them.")
        .NotBefore("before-the-referral", a => DayOfTheSin(a.Case), "the notification was sent")
        .Impossible("planned-before-the-referral", a => a.Command.Steps.Any(step => step.On < DayOfTheSin(a.Case))
            ? $"Nothing of a rapid review is planned for a day before the notification was sent, {Say.Date(DayOfTheSin(a.Case)!.Value)}." : null, "Check on. If the date of the notification is wrong, correct that first.")
        .RecordsMany(WhatChanges, typeof(RapidReviewPlanned));

    static string? Unknown(Attempt<Change> a)
    {
        var timetable = a.Recording.World.Timetables.For(a.Recording.World.Partnership);
        return a.Command.Steps.All(step => timetable.Find(step.Step.Value) is not null || a.Case.PlannedSteps.ContainsKey(step.Step)) ? null
            : $"The timetable has the steps {Say.List(timetable.Steps.Select(step => step.Id))}.";
    }

    /// <summary>Only what differs from the plan as it stands, so that a whole plan sent back records what was changed in it.</summary>
    static IEnumerable<CaseEvent> WhatChanges(Attempt<Change> a)
    {
        var whole = new RapidReviewPlanned(a.Command.Steps);
        if (a.Stands(whole)) return [whole];
        var changed = ListOf.From(a.Command.Steps.Where(step => step != a.Case.StandingPlan(step.Step)));
        return changed.Count == 0 ? [] : [new RapidReviewPlanned(changed)];
    }

    static LocalDate? DayOfTheSin(Case state) => state.SinSentOn ?? state.SinReceivedOn;
}
