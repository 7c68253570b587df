namespace Nscp.Reviews.Domain.Plans;

/// <summary>The recorded fact that shows a step to be done.</summary>
public enum PlannedFact { InformationRequested, AllReturnsIn, RapidReviewHeld, ReportDrafted, ReportAgreed, ReportSent }

/// <summary>How a partnership means to spend the working days of a rapid review. Its own choice: neither law nor guidance sets any of it.</summary>
/// <param name="Partnership">Null for the one that holds where a partnership has none of its own.</param>
public sealed record RapidReviewTimetable(string Title, OrganisationCode? Partnership, IReadOnlyList<TimetableStep> Steps)
{
    public TimetableStep? Find(string id) => Steps.FirstOrDefault(step => step.Id == id);
}

/// <param name="Id">Known by it in plans, so it keeps its meaning.</param>
/// <param name="WorkingDay">The Nth working day after the SIN was received, which is day 0 and never counted (rule A).</param>
public sealed record TimetableStep(string Id, string Title, int WorkingDay, PlannedFact DoneWhen);
