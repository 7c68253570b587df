using System.Diagnostics;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>
/// What an entry says, as one plain sentence. Worded when it is read and never stored; it holds no protected text, so every
/// reader of a case may see it.
/// </summary>
/// <param name="others">The case's entries as recorded: a correction is worded with what it corrects.</param>
public sealed partial class Wording(OrganisationRegister organisations, IReadOnlyList<Entry> others)
{
    readonly SpokenNames _names = new(organisations);
    readonly Lazy<IReadOnlyList<Entry>> _corrected = new(() => Corrections.Apply(others));

    readonly Dictionary<OrganisationCode, NamedOrganisation> _named = [];
    readonly Dictionary<Entry, string> _told = new(ReferenceEqualityComparer.Instance);

    /// <summary>Worded once, however often it is asked for.</summary>
    public string Of(Entry entry)
    {
        if (!_told.TryGetValue(entry, out var sentence)) _told.Add(entry, sentence = Sentence(entry).ToSentence());
        return sentence;
    }

    string Sentence(Entry entry)
    {
        var by = entry.Envelope.By;
        var who = _names.Of(by.Organisation);
        return entry.Fact switch
        {
            IncidentReported e => $"A serious incident was reported as case {e.Reference}: {Say.List(e.Children.Select(Phrases.Of))}; the local authority became aware on {Say.Date(e.Aware)}{Suspected(e)}.",
            ContributionCaseOpened e => $"Case {e.Reference} was opened to contribute to a review by {_names.Of(e.ForPartnership)}.",
            LocalLearningOpened e => $"Case {e.Reference} was opened for local learning: {e.Subject}.",
            SeriousCaseReviewCarriedOver e => $"The serious case review {e.Reference} was carried over: {e.Subject}.",

            PartnerInformed e => $"{_names.Of(e.Partner)} was informed of the incident.",
            PanelReferralSent e => $"The serious incident notification was sent to the Panel{With(e.PanelReference, ", which gave it the reference ")}.",
            SinReceivedByPartners => "The safeguarding partners received the serious incident notification.",
            FoundNotNotifiable e => $"{_names.Of(e.DeterminedBy)} found that the incident does not meet the criteria{On(e.PanelToldOn, "; the Panel was told on ")}.",

            AgencyInformationRequested e => $"Information was asked of {_names.Of(e.Agency)}, to be returned within {Count(e.WorkingDays, "working day")} (request {e.Request}).",
            AgencyInformationReturned e => $"{_names.Of(e.Agency)} {(e.NilReturn ? "made a nil return" : "returned the information asked for")} (request {e.Request}).",
            AgencyInformationChased e => $"The information asked of {_names.Of(e.Agency)} was chased (request {e.Request}).",

            RapidReviewPlanned e => $"The plan for the rapid review was changed: {Say.List(e.Steps.Select(Phrases.Of))}.",
            RapidReviewConvened e => $"A rapid review meeting was called for {Say.Date(e.MeetingOn)}; in the chair: {e.Chair}; invited: {_names.List(e.Invited)}.",
            RapidReviewHeld e => $"A rapid review meeting was held, attended by {Attended(e.Attendance)}.",
            ImmediateActionAgreed e => $"An immediate action for children’s safety was agreed, to be taken by {_names.Of(e.Owner)}.",
            RapidReviewReportDrafted e => $"Version {e.ReportVersion} of the rapid review report was drafted: “{e.Title}”.",
            RapidReviewReportAgreed e => $"{_names.Of(e.Partner)} agreed version {e.ReportVersion} of the rapid review report.",
            RapidReviewReportSent e => $"Version {e.ReportVersion} of the rapid review report was sent to the Panel with the partners’ decision.",

            DecisionRecommended e => $"{Phrases.Of(e.Outcome)} was recommended to those who decide.",
            DecisionMade e => $"The partners decided on {Phrases.Of(e.Outcome)} (decision {e.Decision}), agreed by {_names.List(e.AgreedBy)}{Dissent(e)}{Suggestion(e)}.",
            DecisionReplaced e => $"Decision {e.Decision} was replaced by decision {e.ReplacedBy}.",
            DecisionUpheld e => $"Decision {e.Decision} was upheld by {_names.List(e.AgreedBy)}.",
            PanelResponded e => $"The Panel {Phrases.Of(e.View)}.",
            PanelAskedForInformation e => $"The Panel asked for information by {Say.Date(e.AnswerBy)} (question {e.Question}).",
            PanelAnswered e => $"The Panel’s question {e.Question} was answered: {e.Sent}.",

            CsprCommissioned e => $"A CSPR{With(e.CsprReference, ", ", ",")} was commissioned following decision {e.Decision}{On(e.WorkBeganOn, "; work began on ")}.",
            ReviewerAppointed e => $"A reviewer was appointed: {e.Reviewer}, whose independence was {(e.IndependenceChecked ? "checked" : "not checked")}.",
            ReviewerStoodDown e => $"A reviewer {Phrases.Of(e.Because)}: {e.Reviewer}.",
            CaseEvent.NationalBodyInformed e => $"{Phrases.Of(e.Body)} was told of {Phrases.Of(e.Of)}.",
            TermsOfReferenceAgreed e => $"Version {e.TermsVersion} of the terms of reference was agreed.",
            ProgressChecked e => $"The CSPR’s progress was checked: {Progress(e)}.",
            InformationRequestedFromReviewer e => $"Information was requested in writing from the reviewer, {e.Reviewer}.",
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
            PublicationHeld e => $"Publication was held {Phrases.Of(e.Kind)}{On(e.ExpectedEnd, ", expected to end on ")} (hold {e.Hold}).",
            HoldReviewed e => $"{Hold(e.Hold)} was reviewed{On(e.ExpectedEnd, "; it is expected to end on ")}.",
            HoldLifted e => $"{Hold(e.Hold)} was lifted.",
            Published { Form: PublicationForm.NotPublished } e => $"The review was recorded as not published, at {e.Where}.",
            Published e => $"The review was published: {Phrases.Of(e.Form)}, at {e.Where}.",
            TakenDown e => $"The published review was taken down {Phrases.Of(e.Because)}.",
            AvailabilityChecked e => $"The published review was {(e.Available ? "found to be available" : "found not to be available")} at {e.Where}.",

            RecommendationMade e => $"Recommendation {e.Recommendation}{Source(e)} {_names.Of(e.AskedOf)}: {e.Wording.Value.Trim().TrimEnd('.')}.",
            RecommendationAccepted e => $"{AskedOf(e.Recommendation)} accepted recommendation {e.Recommendation}.",
            RecommendationRejected e => $"{AskedOf(e.Recommendation)} rejected recommendation {e.Recommendation}.",
            RecommendationSuperseded e => $"Recommendation {e.Recommendation} was superseded by {e.SupersededBy}{With(e.InCase, " of case ")}.",
            RecommendationClosed e => $"Recommendation {e.Recommendation} was closed without completion, as agreed by {_names.Of(e.AgreedBy)}.",
            RecommendationReopened e => $"Recommendation {e.Recommendation} was reopened.",
            ActionAssigned e => $"{Action(e, e)} was assigned to {_names.With(e.Owner, e.OwnerRole)}, due on {Say.Date(e.DueOn)}.",
            ProgressReported e => $"{who} reported progress on {LastAction(e)}: {Say.Plain(e.Rag)}.",
            ActionClaimedComplete e => $"{who} claimed {Action(e)} complete.",
            ActionVerifiedComplete e => $"{who} verified {Action(e)} complete.",
            ActionReturned e => $"{who} returned {Action(e)} as not complete.",
            CaseEvent.ImpactReviewed e => $"The impact of {Action(e)} was reviewed.",
            ActionRescheduled e => $"{Action(e)} was rescheduled to {Say.Date(e.DueOn)}, as approved by {e.Approver}.",
            ActionTransferred e => $"{Action(e)} was transferred to {_names.With(e.To, e.OwnerRole)}.",
            ActionClosedWithoutCompletion e => $"{Action(e)} was closed without completion, as agreed by {_names.Of(e.AgreedBy)}.",
            ActionReopened e => $"{Action(e)} was reopened.",

            LearningShared e => $"Learning was shared {Phrases.Of(e.Channel)}{(e.HidesCase ? ", without naming the case" : "")}: {Quoted(e.Findings.Value)}.",
            LearningSummarised => "A learning summary for the public was written.",
            ScrutinyAdviceRecorded e => $"{_names.Of(by)} gave advice on {Phrases.Of(e.On)}.",
            ScrutinyChallengeMade e => $"{_names.Of(by)} made challenge {e.Challenge}, on {Phrases.Of(e.On)}.",
            ScrutinyAnswered e => $"{_names.Of(by)} answered {Challenge(e.Challenge)}.",
            ContributionRequested e => $"A contribution was requested: {e.What}.",
            ContributionMade e => $"The partnership contributed {Phrases.Of(e.Form)}: {e.What}.",
            ContributionOutcomeKnown e => e.Result == ContributionResult.Published
                ? $"The other area’s review was published{With(e.Where, ", at ")}." : "The other area’s review was signed off, with publication pending.",
            RecordedWrongly e => $"A correction to {Which(e.Event)}: {new CorrectedField(e, Recorded(e.Event)?.Fact, _names)}; found by {e.FoundBy}.",
            RecordedInError e => $"A correction to {Which(e.Event)}: it was recorded in error, because {Phrases.Of(e.Kind)}{With(e.BelongsTo, ", ")}; found by {e.FoundBy}.",
            DueDateMoved e => $"The clock {e.Clock} {Moved(e)}, because {e.Why} (calendar revision {e.ToRevision}).",
            CaseClosed => "The case was closed.",
            CaseReopened => "The case was reopened.",
            _ => throw new UnreachableException($"There is no wording for {entry.Fact.GetType().Name}."),
        };
    }

    internal NamedOrganisation Named(OrganisationCode code)
    {
        if (!_named.TryGetValue(code, out var named)) _named.Add(code, named = new(code, organisations.Find(code)?.Name ?? code.ToString()));
        return named;
    }
}

file static class Places
{
    internal static string ToSentence(this string phrase) => char.IsLower(phrase[0]) ? char.ToUpperInvariant(phrase[0]) + phrase[1..] : phrase;
}
