using System.Diagnostics;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>
/// What an entry says, as one plain sentence. Worded when it is read and never stored; it holds no protected text, so every
/// reader of a case may see it.
/// </summary>
/// <param name="others">The case's entries as recorded: a correction is worded with what it corrects.</param>
public sealed class Wording(OrganisationRegister organisations, IReadOnlyList<Entry> others)
{
    public string Of(Entry entry)
    {
        var who = Name(entry.Envelope.By.Organisation);
        return entry.Fact switch
        {
            IncidentReported e => $"A serious incident was reported as case {e.Reference}: {Say.List(e.Children.Select(Phrases.Of))}; the local authority became aware on {Say.Date(e.Aware)}{Suspected(e)}.",
            ContributionCaseOpened e => $"Case {e.Reference} was opened to contribute to a review by {Name(e.ForPartnership)}.",
            LocalLearningOpened e => $"Case {e.Reference} was opened for local learning: {e.Subject}.",
            SeriousCaseReviewCarriedOver e => $"The serious case review {e.Reference} was carried over: {e.Subject}.",

            PartnerInformed e => $"{Name(e.Partner)} was informed of the incident.",
            PanelReferralSent e => $"The serious incident notification was sent to the Panel{With(e.PanelReference, ", which gave it the reference ")}.",
            SinReceivedByPartners => "The safeguarding partners received the serious incident notification.",
            FoundNotNotifiable e => $"{Name(e.DeterminedBy)} found that the incident does not meet the criteria{On(e.PanelToldOn, "; the Panel was told on ")}.",

            AgencyInformationRequested e => $"{Name(e.Agency)} was asked for information, within {Count(e.WorkingDays, "working day")} (request {e.Request}).",
            AgencyInformationReturned e => $"{Name(e.Agency)} {(e.NilReturn ? "made a nil return" : "returned its information")} (request {e.Request}).",
            AgencyInformationChased e => $"{Name(e.Agency)} was chased for its information (request {e.Request}).",

            RapidReviewConvened e => $"A rapid review meeting was called for {Say.Date(e.MeetingOn)}, to be chaired by {e.Chair}; {Invited(e.Invited)}.",
            RapidReviewHeld e => $"A rapid review meeting was held, attended by {Attended(e.Attendance)}.",
            ImmediateActionAgreed e => $"An immediate action for children’s safety was agreed, to be taken by {Name(e.Owner)}.",
            RapidReviewReportDrafted e => $"Version {e.ReportVersion} of the rapid review report was drafted: “{e.Title}”.",
            RapidReviewReportAgreed e => $"{Name(e.Partner)} agreed version {e.ReportVersion} of the rapid review report.",
            RapidReviewReportSent e => $"Version {e.ReportVersion} of the rapid review report was sent to the Panel with the partners’ decision.",

            DecisionRecommended e => $"{Phrases.Of(e.Outcome).ToSentence()} was recommended to those who decide.",
            DecisionMade e => $"The partners made decision {e.Decision}: {Phrases.Of(e.Outcome)}; agreed by {Names(e.AgreedBy)}{Dissent(e)}{Suggestion(e)}.",
            DecisionReplaced e => $"Decision {e.Decision} was replaced by decision {e.ReplacedBy}.",
            DecisionUpheld e => $"Decision {e.Decision} was upheld by {Names(e.AgreedBy)}.",
            PanelResponded e => $"The Panel {Phrases.Of(e.View)}.",
            PanelAskedForInformation e => $"The Panel asked for information by {Say.Date(e.AnswerBy)} (question {e.Question}).",
            PanelAnswered e => $"The Panel’s question {e.Question} was answered: {e.Sent}.",

            CsprCommissioned e => $"A CSPR{With(e.CsprReference, ", ", ",")} was commissioned following decision {e.Decision}{On(e.WorkBeganOn, "; work began on ")}.",
            ReviewerAppointed e => $"The reviewer {e.Reviewer} was appointed{(e.IndependenceChecked ? ", with independence checked" : "; independence was not checked")}.",
            ReviewerStoodDown e => $"The reviewer {e.Reviewer} {Phrases.Of(e.Because)}.",
            CaseEvent.NationalBodyInformed e => $"{Phrases.Of(e.Body).ToSentence()} was told of {Phrases.Of(e.Of)}.",
            TermsOfReferenceAgreed e => $"Version {e.TermsVersion} of the terms of reference was agreed.",
            ProgressChecked e => $"The CSPR’s progress was checked: {(e.OnTime ? "on time" : "behind time")}, {(e.GoodQuality ? "of good quality" : "not of good quality")}.",
            InformationRequestedFromReviewer e => $"Information was requested in writing from the reviewer {e.Reviewer}.",
            FamilyTold e => $"The family was told of {Phrases.Of(e.About)}.",
            FamilyViewsGathered e => $"The family’s views on {Phrases.Of(e.About)} were gathered.",
            FamilyDeclined e => $"The family declined contact about {Phrases.Of(e.About)}.",
            FamilyNotApproached e => $"The family was not approached about {Phrases.Of(e.About)}, on the advice of {e.OnAdviceOf}.",
            PractitionerEventHeld e => $"An event was held with practitioners, attended by {Attended(e.Attendance)}.",
            DraftReportReceived e => $"Draft {e.DraftVersion} of the CSPR report was received: “{e.Title}”.",
            CsprReportAccepted e => $"The partners accepted draft {e.DraftVersion} of the CSPR report, {Contents(e)}.",
            CsprDiscontinued e => $"The CSPR was discontinued{On(e.PanelToldOn, "; the Panel was told on ")}.",

            PublicationPlanned e => e.Form == PublicationForm.NotPublished
                ? $"It was planned not to publish the review, and to provide the report by {Say.Date(e.On)}." : $"Publication of {Phrases.Of(e.Form)} was planned for {Say.Date(e.On)}.",
            PrePublicationCopySent e => $"A copy of {Copy(e)} was sent to {Phrases.Of(e.Recipient)} before publication.",
            PublicationHeld e => $"Publication was held because of {Phrases.Of(e.Kind)}{On(e.ExpectedEnd, ", expected to end on ")} (hold {e.Hold}).",
            HoldReviewed e => $"Hold {e.Hold} was reviewed{On(e.ExpectedEnd, "; it is expected to end on ")}.",
            HoldLifted e => $"Hold {e.Hold} was lifted.",
            Published e => $"The review was published: {Phrases.Of(e.Form)}, at {e.Where}.",
            TakenDown e => $"The published review was taken down {Phrases.Of(e.Because)}.",
            AvailabilityChecked e => $"The published review was {(e.Available ? "found to be available" : "found not to be available")} at {e.Where}.",

            RecommendationMade e => $"Recommendation {e.Recommendation} was made {Phrases.Of(e.Source)}{With(e.CarriedOverFrom, " ")}, to {Name(e.AskedOf)}: {e.Wording.Value.Trim().TrimEnd('.')}.",
            RecommendationAccepted e => $"{AskedOf(e.Recommendation)} accepted recommendation {e.Recommendation}.",
            RecommendationRejected e => $"{AskedOf(e.Recommendation)} rejected recommendation {e.Recommendation}.",
            RecommendationSuperseded e => $"Recommendation {e.Recommendation} was superseded by {e.By}{With(e.InCase, " of case ")}.",
            RecommendationClosed e => $"Recommendation {e.Recommendation} was closed without completion, as agreed by {Name(e.AgreedBy)}.",
            RecommendationReopened e => $"Recommendation {e.Recommendation} was reopened.",
            ActionAssigned e => $"{Action(e)} was assigned to {Name(e.Owner)} ({e.OwnerRole}), due on {Say.Date(e.DueOn)}.",
            ProgressReported e => $"{who} reported progress on {Action(e).ToMiddle()}: {Say.Plain(e.Rag)}.",
            ActionClaimedComplete e => $"{who} claimed {Action(e).ToMiddle()} complete.",
            ActionVerifiedComplete e => $"{who} verified {Action(e).ToMiddle()} complete.",
            ActionReturned e => $"{who} returned {Action(e).ToMiddle()} as not complete.",
            CaseEvent.ImpactReviewed e => $"The impact of {Action(e).ToMiddle()} was reviewed.",
            ActionRescheduled e => $"{Action(e)} was rescheduled to {Say.Date(e.DueOn)}, as approved by {e.Approver}.",
            ActionTransferred e => $"{Action(e)} was transferred to {Name(e.To)} ({e.OwnerRole}).",
            ActionClosedWithoutCompletion e => $"{Action(e)} was closed without completion, as agreed by {Name(e.AgreedBy)}.",
            ActionReopened e => $"{Action(e)} was reopened.",

            LearningShared e => $"Learning was shared {Phrases.Of(e.Channel)}{(e.HidesCase ? ", without naming the case" : "")}.",
            LearningSummarised => "A learning summary for the public was written.",
            ScrutinyAdviceRecorded e => $"{who} gave scrutiny advice on {Phrases.Of(e.On)}.",
            ScrutinyChallengeMade e => $"{who} challenged {Phrases.Of(e.On)} (challenge {e.Challenge}).",
            ScrutinyAnswered e => $"{who} answered challenge {e.Challenge}.",
            ContributionRequested e => $"A contribution was requested: {e.What}.",
            ContributionMade e => $"The partnership contributed {Phrases.Of(e.Form)}: {e.What}.",
            ContributionOutcomeKnown e => e.Result == ContributionResult.Published
                ? $"The other area’s review was published{With(e.Where, ", at ")}." : "The other area’s review was signed off, with publication pending.",
            RecordedWrongly e => $"A correction to {Which(e.Event)}: {new CorrectedField(e, organisations)} (found by {e.FoundBy}).",
            RecordedInError e => $"A correction to {Which(e.Event)}: it was recorded in error, because {Phrases.Of(e.Kind)}{With(e.BelongsTo, ", ")} (found by {e.FoundBy}).",
            CaseClosed => "The case was closed.",
            CaseReopened => "The case was reopened.",
            _ => throw new UnreachableException($"There is no wording for {entry.Fact.GetType().Name}."),
        };
    }

    public string Name(OrganisationCode code) => organisations.Find(code)?.Name ?? code.ToString();

    string Names(IEnumerable<OrganisationCode> codes) => codes.Any() ? Say.List(codes.Select(Name)) : "nobody";

    string Attended(IEnumerable<Attendance> attendance) => Names(attendance.Select(a => a.Organisation).Distinct());

    string Invited(ListOf<OrganisationCode> invited) => invited.Count == 1 ? $"{Names(invited)} was invited" : $"{Names(invited)} were invited";

    string Dissent(DecisionMade e) => e.Dissent.Count == 0 ? "" : $", with dissent from {Names(e.Dissent.Select(d => d.Partner))}";

    string AskedOf(string recommendation) =>
        others.Select(o => o.Fact).OfType<RecommendationMade>().FirstOrDefault(e => e.Recommendation == recommendation) is { } made ? Name(made.AskedOf) : "The agency asked";

    string Which(Guid entry) => others.FirstOrDefault(o => o.Envelope.Id == entry) switch
    {
        null => "an entry",
        { Fact: RecordedWrongly or RecordedInError, Envelope.Version: var version } => $"entry {version}, itself a correction",
        var corrected => $"entry {corrected.Envelope.Version} (“{Of(corrected).TrimEnd('.')}”)",
    };

    static string Suspected(IncidentReported e) => e.SuspectedOn is { } day ? $", and abuse or neglect was first suspected on {Say.Date(day)}" : "";

    static string Suggestion(DecisionMade e) => e.NationalReviewSuggested is null ? "" : "; national review was suggested";

    static string Contents(CsprReportAccepted e) => e switch
    {
        { HasImprovements: true, HasAnalysis: true } => "which has the recommended improvements and the analysis of underlying reasons",
        { HasImprovements: true } => "which has the recommended improvements, but no analysis of underlying reasons",
        { HasAnalysis: true } => "which has the analysis of underlying reasons, but no summary of recommended improvements",
        _ => "which has neither the recommended improvements nor the analysis of underlying reasons",
    };

    static string Copy(PrePublicationCopySent e) => e switch
    {
        { ReportIncluded: true, ImprovementsIncluded: true } => "the report and of the information on improvements",
        { ReportIncluded: true } => "the report",
        _ => "the information on improvements",
    };

    static string Action(OfAction e) => $"Action {e.Action} of {e.Recommendation}";

    static string Count(int n, string thing) => n == 1 ? $"1 {thing}" : $"{n} {thing}s";

    static string On(LocalDate? day, string before) => day is { } date ? before + Say.Date(date) : "";

    static string With<T>(T? value, string before, string after = "") where T : struct => value is { } there ? before + there + after : "";
}

file static class Places
{
    internal static string ToSentence(this string phrase) => char.ToUpperInvariant(phrase[0]) + phrase[1..];

    internal static string ToMiddle(this string phrase) => char.ToLowerInvariant(phrase[0]) + phrase[1..];
}
