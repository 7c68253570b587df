namespace Nscp.Reviews.Domain.Plans;

/// <summary>
/// A partnership's timetable with the dates of one case. It is a plan and never a clock: nothing in it is due, met, missed or late,
/// and no list, report or rule but the case's own answer knows of it. All dates are London dates.
/// </summary>
/// <param name="CountedFrom">Day 0: the day on which the partners received the SIN, or on which it was sent while their receipt is not recorded.</param>
/// <param name="Warnings">What whoever plans should know, as sentences; nothing is refused for it.</param>
public sealed record RapidReviewPlan(
    RapidReviewTimetable Timetable, LocalDate CountedFrom, bool ReceiptIsRecorded, IReadOnlyList<RapidReviewStep> Steps, IReadOnlyList<string> Warnings)
{
    /// <summary>Whether every step stands as it was proposed: nobody has given it a date of its own, or left it out.</summary>
    public bool IsProposed => Steps.All(step => step is { PlannedOn: null, LeftOut: false });

    /// <summary>Null where no rapid review is asked, and until the SIN is sent.</summary>
    public static RapidReviewPlan? Of(CaseHistory history, World world)
    {
        var state = history.State;
        if (state is not { IsSpecialNotification: false, NotNotifiableOn: null }) return null;
        if ((state.SinReceivedOn ?? state.SinSentOn) is not { } dayZero) return null;
        var timetable = world.Timetables.For(world.Partnership);
        var done = new WhatIsDone(history, world);
        IReadOnlyList<RapidReviewStep> steps =
        [
            .. timetable.Steps.Select(step => Step(step, dayZero, state.PlannedSteps.GetValueOrDefault(new(step.Id)), done, world.Calendar)),
            .. state.PlannedSteps.Values.Where(planned => timetable.Find(planned.Step.Value) is null && !planned.IsAsProposed).OrderBy(planned => planned.Step.Value, StringComparer.Ordinal).Select(Orphan),
        ];
        return new(timetable, dayZero, state.SinReceivedOn is not null, steps, PlanWarnings.Of(steps, RapidReviewClock(history, world), world.Calendar));
    }

    static RapidReviewStep Step(TimetableStep step, LocalDate dayZero, PlannedStep? planned, WhatIsDone done, WorkingDayCalendar calendar)
    {
        var proposed = Counting.Due(calendar, dayZero, Allowance.WorkingDays(step.WorkingDay));
        var (doneOn, soFar) = done.By(step.DoneWhen);
        var leftOut = planned is { LeftOut: true };
        var note = leftOut ? "Left out of the plan." : proposed is DueDate.OutsideCoverage outside ? NoDate(outside.Covered) : soFar;
        return new(step.Id, step.Title, proposed.Date, planned?.On, leftOut, doneOn, note);
    }

    /// <summary>What somebody planned stays in sight, whatever becomes of the timetable.</summary>
    static RapidReviewStep Orphan(PlannedStep planned) =>
        new(planned.Step.Value, planned.Step.Value, null, planned.On, planned.LeftOut, null, "The timetable no longer has this step.");

    static string NoDate(CoveredYears covered) => $"No date can be proposed: the bank holidays are known for {covered.First} to {covered.Last}.";

    static CaseClock? RapidReviewClock(CaseHistory history, World world) => CaseClocks.Of(history, world).FirstOrDefault(clock => clock.Definition.ClockId == ClockIds.RapidReview);
}

/// <param name="ProposedOn">By the timetable and the calendar in force, which may move it; null outside the calendar's coverage.</param>
/// <param name="PlannedOn">The day that somebody chose instead, which nothing but another choice moves.</param>
/// <param name="LeftOut">Whether this case is to do without it.</param>
/// <param name="DoneOn">The day on which the facts show it to be done, whatever was planned.</param>
/// <param name="Note">How far it has come, or why it has no date; a sentence.</param>
public sealed record RapidReviewStep(string Id, string Title, LocalDate? ProposedOn, LocalDate? PlannedOn, bool LeftOut, LocalDate? DoneOn, string? Note)
{
    /// <summary>The day for which it now stands; null where it has none, or is done or left out.</summary>
    public LocalDate? AheadOn => DoneOn is null && !LeftOut ? PlannedOn ?? ProposedOn : null;
}
