namespace Nscp.Reviews.Domain.Events;

public abstract partial record CaseEvent
{
    // Agency information
    public sealed record AgencyInformationRequested(int Request, OrganisationCode Agency, int WorkingDays) : CaseEvent
    {
        public override string? Contradiction() => WorkingDays is < 1 or > 60 ? "An agency is given between 1 and 60 working days." : null;
    }

    public sealed record AgencyInformationReturned(int Request, OrganisationCode Agency, bool NilReturn) : CaseEvent;

    public sealed record AgencyInformationChased(int Request, OrganisationCode Agency) : CaseEvent;

    // Rapid review
    /// <param name="Steps">Those that changed; the others stayed as they stood.</param>
    public sealed record RapidReviewPlanned(ListOf<PlannedStep> Steps) : CaseEvent
    {
        public override bool Undoes(CaseEvent earlier) => earlier is RapidReviewPlanned other && other.Steps.Any(step => Steps.Any(mine => mine.Step == step.Step));

        public override string? Contradiction() =>
            Steps.Count == 0 ? "A change of plan names at least one step."
            : Steps.Select(step => step.Step).Distinct().Count() < Steps.Count ? "A step is named twice."
            : Steps.Any(step => step is { On: not null, LeftOut: true }) ? "A step is either planned for a day or left out."
            : null;
    }

    public sealed record RapidReviewConvened(LocalDate MeetingOn, ShortText Chair, ListOf<OrganisationCode> Invited) : CaseEvent;

    public sealed record RapidReviewHeld(ListOf<Attendance> Attendance) : CaseEvent
    {
        public override string? Contradiction() => Attendance.Count == 0 ? "A meeting that nobody attended was not held." : null;
    }

    public sealed record ImmediateActionAgreed(ProtectedText Action, OrganisationCode Owner) : CaseEvent;

    public sealed record RapidReviewReportDrafted(int ReportVersion, ShortText Title, ShortText KeptAt, Sha256 Sha256) : CaseEvent;

    public sealed record RapidReviewReportAgreed(int ReportVersion, OrganisationCode Partner) : CaseEvent;

    public sealed record RapidReviewReportSent(int ReportVersion) : CaseEvent;
}
