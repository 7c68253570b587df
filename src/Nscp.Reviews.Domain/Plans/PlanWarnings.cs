namespace Nscp.Reviews.Domain.Plans;

/// <summary>What is odd about a plan's steps that are still ahead. Said, and never a reason to refuse: only those who plan know why.</summary>
static class PlanWarnings
{
    public static IReadOnlyList<string> Of(IReadOnlyList<RapidReviewStep> steps, CaseClock? clock, WorkingDayCalendar calendar)
    {
        var ahead = steps.Where(step => step.AheadOn is not null).Select(step => (step.Title, On: step.AheadOn!.Value)).ToList();
        return
        [
            .. ahead.Select(step => TooLate(step.Title, step.On, clock)).OfType<string>(),
            .. ahead.Zip(ahead.Skip(1)).Where(pair => pair.Second.On < pair.First.On).Select(pair => OutOfOrder(pair.First, pair.Second)),
            .. ahead.Select(step => NobodyAtWork(step.Title, step.On, calendar)).OfType<string>(),
        ];
    }

    static string? TooLate(string title, LocalDate on, CaseClock? clock)
    {
        if (clock is not { MetOn: null }) return null;
        if (on > clock.Due?.Date) return $"“{title}” is planned for {Say.WeekdayAndDate(on)}, after the rapid review is due: {Say.WeekdayAndDate(clock.Due.Date.Value)}.";
        return on > clock.OtherReadingDue
            ? $"“{title}” is planned for {Say.WeekdayAndDate(on)}, after the rapid review is due by the other reading of the guidance: {Say.WeekdayAndDate(clock.OtherReadingDue.Value)}." : null;
    }

    static string OutOfOrder((string Title, LocalDate On) first, (string Title, LocalDate On) second) =>
        $"“{second.Title}” is planned for {Say.WeekdayAndDate(second.On)}, before “{first.Title}”: {Say.WeekdayAndDate(first.On)}.";

    static string? NobodyAtWork(string title, LocalDate on, WorkingDayCalendar calendar) =>
        calendar.IsWorkingDay(on) == false ? $"“{title}” is planned for {Say.WeekdayAndDate(on)}, which is no working day{Holiday(calendar.WhyNotWorking(on)!)}." : null;

    static string Holiday(string why) => why is "Saturday" or "Sunday" ? "" : $": {why}";
}
