using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

public sealed record RequestView(int Number, OrganisationCode Agency, LocalDate RequestedOn, LocalDate? ReturnedOn);

public sealed record MeetingView(LocalDate On, IReadOnlyList<OrganisationCode> Attended);

public sealed record AgreementView(OrganisationCode Partner, LocalDate On);

public sealed record ReportVersionView(int Version, LocalDate On, IReadOnlyList<AgreementView> AgreedBy);

public sealed record SentReportView(int Version, LocalDate On);

public sealed record RapidReviewView(
    IReadOnlyList<RequestView> InformationRequests, IReadOnlyList<MeetingView> Meetings, IReadOnlyList<ReportVersionView> Reports, SentReportView? ReportSent)
{
    internal static RapidReviewView Of(Case state) => new(
        [.. state.InformationRequests.Select(r => new RequestView(r.Number, r.Agency, r.RequestedOn, r.ReturnedOn))],
        [.. state.Meetings.Select(m => new MeetingView(m.On, m.Attended))],
        [.. state.Reports.Select(r => new ReportVersionView(r.Version, r.On, [.. r.AgreedBy.Select(a => new AgreementView(a.Partner, a.On))]))],
        state.ReportSent is { } sent ? new(sent.Version, sent.On) : null);
}

public sealed record DissentView(OrganisationCode Partner, string? View);

public sealed record CriterionView(Criterion Criterion, string? Finding);

/// <param name="Stands">Whether no other decision has replaced it.</param>
public sealed record DecisionView(
    int Number, LocalDate On, Outcome Outcome, bool Stands, LocalDate? ReplacedOn, LocalDate? UpheldOn, IReadOnlyList<OrganisationCode> AgreedBy, IReadOnlyList<DissentView> Dissent,
    IReadOnlyList<CriterionView> Criteria, string? Reasons, string? ScrutinyAdvice, NationalReviewLimb? NationalReviewSuggested)
{
    internal static IReadOnlyList<DecisionView> Of(Case state, IReadOnlyList<Entry> facts, bool showProtected)
    {
        var made = facts.Select(e => e.Fact).OfType<DecisionMade>().ToLookup(e => e.Decision);
        return [.. state.Decisions.Select(d => Of(d, made[d.Number].First(), showProtected))];
    }

    static DecisionView Of(Decision d, DecisionMade e, bool showProtected) => new(
        d.Number, d.On, d.Outcome, d.ReplacedOn is null, d.ReplacedOn, d.UpheldOn, e.AgreedBy,
        [.. e.Dissent.Select(v => new DissentView(v.Partner, Masking.Text(v.View, showProtected)))],
        [.. e.Criteria.Select(c => new CriterionView(c.Criterion, Masking.Text(c.Finding, showProtected)))],
        Masking.Text(e.Reasons, showProtected), Masking.Text(e.ScrutinyAdvice, showProtected), e.NationalReviewSuggested);
}

public sealed record PanelAnswerView(PanelView View, LocalDate On);

public sealed record PanelQuestionView(int Number, LocalDate AskedOn, LocalDate? AnsweredOn);

/// <summary>What the Panel answered and asked.</summary>
public sealed record PanelCorrespondence(IReadOnlyList<PanelAnswerView> Responses, IReadOnlyList<PanelQuestionView> Questions)
{
    internal static PanelCorrespondence Of(Case state) => new(
        [.. state.PanelResponses.Select(r => new PanelAnswerView(r.View, r.On))], [.. state.PanelQuestions.Select(q => new PanelQuestionView(q.Number, q.AskedOn, q.AnsweredOn))]);
}

public sealed record ReviewerView(string Name, LocalDate AppointedOn, LocalDate? StoodDownOn);

public sealed record DraftView(int Version, LocalDate On);

/// <param name="Decision">The decision that it follows.</param>
public sealed record CsprView(
    int Decision, LocalDate CommissionedOn, IReadOnlyList<ReviewerView> Reviewers, int TermsVersion, IReadOnlyList<DraftView> Drafts, LocalDate? ReportAcceptedOn, LocalDate? DiscontinuedOn)
{
    internal static CsprView? Of(Case state) => state.Cspr is not { } cspr ? null : new(
        cspr.Decision, cspr.On, [.. state.Reviewers.Select(r => new ReviewerView(r.Name.Value, r.AppointedOn, r.StoodDownOn))], state.LatestTerms,
        [.. state.Drafts.Select(d => new DraftView(d.Version, d.On))], state.ReportAcceptedOn, state.DiscontinuedOn);
}

public sealed record CopyView(NationalBody Recipient, LocalDate On, bool Report, bool Improvements);

public sealed record PublicationView(LocalDate? PlannedOn, PublicationForm? Form, IReadOnlyList<CopyView> Copies, LocalDate? FirstPublishedOn, bool IsPublished)
{
    internal static PublicationView Of(Case state) => new(
        state.Publication?.On, state.Publication?.Form, [.. state.Copies.Select(c => new CopyView(c.Recipient, c.On, c.Report, c.Improvements))], state.FirstPublishedOn, state.IsPublished);
}

/// <param name="ExpectedEnd">As last recorded, when it was placed or reviewed.</param>
public sealed record HoldView(int Number, HoldKind Kind, LocalDate From, LocalDate? ExpectedEnd, LocalDate? PanelToldOn, LocalDate? SecretaryOfStateToldOn, LocalDate? LastReviewedOn, string? Why)
{
    internal static IReadOnlyList<HoldView> Open(Case state, IReadOnlyList<Entry> facts, bool showProtected) => [.. state.OpenHolds.Select(h => Of(h, facts, showProtected))];

    static HoldView Of(Hold hold, IReadOnlyList<Entry> facts, bool showProtected)
    {
        var placed = facts.Select(e => e.Fact).OfType<PublicationHeld>().First(e => e.Hold == hold.Number);
        var reviews = facts.Where(e => e.Fact is HoldReviewed r && r.Hold == hold.Number).ToList();
        return new HoldView(
            hold.Number, hold.Kind, hold.From, reviews.Select(e => ((HoldReviewed)e.Fact).ExpectedEnd).LastOrDefault(end => end is not null) ?? placed.ExpectedEnd,
            placed.PanelToldOn, placed.SecretaryOfStateToldOn, reviews.Select(e => (LocalDate?)e.HappenedOn).Max(), Masking.Text(placed.Why, showProtected));
    }
}
