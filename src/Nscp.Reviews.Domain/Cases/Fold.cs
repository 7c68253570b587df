using System.Collections.Immutable;
using System.Diagnostics;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Words;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Cases;

public sealed partial record Case
{
    public static Case Fold(IEnumerable<Entry> corrected) => corrected.Aggregate(None, static (state, entry) => state.Evolve(entry));

    /// <summary>Total over every event, and it never throws on a history that a correction has made odd: what no longer fits changes nothing.</summary>
    public Case Evolve(Entry entry)
    {
        var on = entry.HappenedOn;
        return entry.Fact switch
        {
            IncidentReported e => this with { Reference = e.Reference, Kind = CaseKind.Incident, OpenedOn = on, Incident = e },
            ContributionCaseOpened e => this with { Reference = e.Reference, Kind = CaseKind.Contribution, OpenedOn = on },
            LocalLearningOpened e => this with { Reference = e.Reference, Kind = CaseKind.LocalLearning, OpenedOn = on },
            SeriousCaseReviewCarriedOver e => this with { Reference = e.Reference, Kind = CaseKind.SeriousCaseReview, OpenedOn = on },

            PartnerInformed e => this with { PartnersInformed = PartnersInformed.Add(e.Partner) },
            PanelReferralSent => this with { SinSentOn = on },
            SinReceivedByPartners => this with { SinReceivedOn = on },
            FoundNotNotifiable => this with { NotNotifiableOn = on },

            AgencyInformationRequested e => this with { InformationRequests = InformationRequests.Add(new(e.Request, e.Agency, on, null)) },
            AgencyInformationReturned e => this with { InformationRequests = Change(InformationRequests, r => r.Number == e.Request, r => r with { ReturnedOn = on }) },
            AgencyInformationChased => this,

            RapidReviewPlanned e => this with { PlannedSteps = PlannedSteps.SetItems(e.Steps.Select(step => KeyValuePair.Create(step.Step, step))) },
            RapidReviewConvened => this,
            RapidReviewHeld e => this with { Meetings = Meetings.Add(new(on, ListOf.From(e.Attendance.Select(a => a.Organisation)))) },
            ImmediateActionAgreed => this,
            RapidReviewReportDrafted e => this with { Reports = Reports.Add(new(e.ReportVersion, on, [])) },
            RapidReviewReportAgreed e => this with { Reports = Change(Reports, r => r.Version == e.ReportVersion, r => r with { AgreedBy = r.AgreedBy.Add(new(e.Partner, on)) }) },
            RapidReviewReportSent e => this with { ReportSent = new(e.ReportVersion, on) },

            DecisionRecommended => this,
            DecisionMade e => this with { Decisions = Decisions.Add(new(e.Decision, e.Outcome, on, null, null)) },
            DecisionReplaced e => this with { Decisions = Change(Decisions, d => d.Number == e.Decision, d => d with { ReplacedOn = on }), Cspr = Cspr?.Decision == e.Decision ? null : Cspr },
            DecisionUpheld e => this with { Decisions = Change(Decisions, d => d.Number == e.Decision, d => d with { UpheldOn = on }) },
            PanelResponded e => this with { PanelResponses = PanelResponses.Add(new(e.View, on)) },
            PanelAskedForInformation e => this with { PanelQuestions = PanelQuestions.Add(new(e.Question, on, null)) },
            PanelAnswered e => this with { PanelQuestions = Change(PanelQuestions, q => q.Number == e.Question, q => q with { AnsweredOn = on }) },

            CsprCommissioned e => this with { Cspr = new(e.Decision, on), CsprReference = e.CsprReference ?? CsprReference, DiscontinuedOn = null },
            ReviewerAppointed e => this with { Reviewers = Reviewers.Add(new(e.Reviewer, on, null)) },
            ReviewerStoodDown e => this with { Reviewers = Change(Reviewers, r => r.Name == e.Reviewer && r.StoodDownOn is null, r => r with { StoodDownOn = on }) },
            NationalBodyInformed => this,
            TermsOfReferenceAgreed e => this with { LatestTerms = Math.Max(LatestTerms, e.TermsVersion) },
            ProgressChecked or InformationRequestedFromReviewer => this,
            FamilyTold or FamilyViewsGathered or FamilyDeclined or FamilyNotApproached or PractitionerEventHeld => this,
            DraftReportReceived e => this with { Drafts = Drafts.Add(new(e.DraftVersion, on, [])) },
            CsprReportAccepted e => this with { ReportAcceptedOn = on, AcceptedDraft = Math.Max(AcceptedDraft, e.DraftVersion) },
            CsprDiscontinued => this with { DiscontinuedOn = on },

            PublicationPlanned e => this with { Publication = new(e.On, e.Form) },
            PrePublicationCopySent e => this with { Copies = Copies.Add(new(e.Recipient, on, e.ReportIncluded, e.ImprovementsIncluded)) },
            PublicationHeld e => this with { Holds = Holds.Add(new(e.Hold, e.Kind, on, null)) },
            HoldReviewed => this,
            HoldLifted e => this with { Holds = Change(Holds, h => h.Number == e.Hold, h => h with { LiftedOn = on }) },
            Published => this with { FirstPublishedOn = FirstPublishedOn ?? on, IsPublished = true },
            TakenDown => this with { IsPublished = false },
            AvailabilityChecked => this,

            RecommendationMade e => this with { Recommendations = Recommendations.Add(new(e.Recommendation, e.Source, e.Wording, e.AskedOf, on, RecommendationState.Made, [])) },
            RecommendationAccepted e => Change(e.Recommendation, r => r with { State = RecommendationState.Accepted, WasAccepted = true }),
            RecommendationRejected e => Change(e.Recommendation, r => r with { State = RecommendationState.Rejected, WasAccepted = false }),
            RecommendationSuperseded e => Change(e.Recommendation, r => r with { State = RecommendationState.Superseded }),
            RecommendationClosed e => Change(e.Recommendation, r => r with { State = RecommendationState.ClosedWithoutCompletion }),
            RecommendationReopened e => Change(e.Recommendation, r => r with { State = r.WasAccepted ? RecommendationState.Accepted : RecommendationState.Made }),
            OfAction e => Change(e.Recommendation, r => r with { Actions = Actions(r.Actions, e, entry) }),

            LearningShared or LearningSummarised or ScrutinyAdviceRecorded => this,
            ScrutinyChallengeMade e => this with { Challenges = Challenges.Add(new(e.Challenge, on, null)) },
            ScrutinyAnswered e => this with { Challenges = Change(Challenges, c => c.Number == e.Challenge, c => c with { AnsweredOn = on }) },
            ContributionRequested => this with { ContributionRequestedOn = on },
            ContributionMade => this with { ContributionMadeOn = on },
            ContributionOutcomeKnown => this,
            RecordedWrongly or RecordedInError or DueDateMoved => this,
            CaseClosed => this with { ClosedOn = on },
            CaseReopened => this with { ClosedOn = null },
            _ => throw new UnreachableException($"The fold does not know {entry.Fact.GetType().Name}."),
        };
    }

    static ImmutableList<RecommendedAction> Actions(ImmutableList<RecommendedAction> actions, OfAction fact, Entry entry)
    {
        var on = entry.HappenedOn;
        return fact switch
        {
            ActionAssigned e => actions.Exists(a => a.Number == e.Action)
                ? Step(a => a with { Owner = e.Owner, DueOn = e.DueOn })
                : actions.Add(new(e.Action, e.Owner, on, e.DueOn, e.DueOn, ActionState.Assigned, on, null)),
            ProgressReported => Step(a => a.State == ActionState.Assigned ? a with { State = ActionState.InProgress } : a),
            ActionClaimedComplete => Step(a => To(a, ActionState.Claimed) with { ClaimedBy = entry.Envelope.By }),
            ActionVerifiedComplete => Step(a => To(a, ActionState.Verified)),
            ActionReturned or ActionReopened => Step(a => To(a, ActionState.InProgress) with { ClaimedBy = null }),
            ImpactReviewed => actions,
            ActionRescheduled e => Step(a => a with { DueOn = e.DueOn }),
            ActionTransferred e => Step(a => a with { Owner = e.To }),
            ActionClosedWithoutCompletion => Step(a => To(a, ActionState.ClosedWithoutCompletion)),
            _ => throw new UnreachableException($"The fold does not know {fact.GetType().Name}."),
        };

        ImmutableList<RecommendedAction> Step(Func<RecommendedAction, RecommendedAction> step) => Change(actions, a => a.Number == fact.Action, step);
        RecommendedAction To(RecommendedAction action, ActionState state) => action with { State = state, StateSince = on };
    }

    Case Change(string recommendation, Func<Recommendation, Recommendation> change) =>
        this with { Recommendations = Change(Recommendations, r => r.Id == recommendation, change) };

    static ImmutableList<T> Change<T>(ImmutableList<T> items, Predicate<T> which, Func<T, T> change)
    {
        var index = items.FindLastIndex(which);
        return index < 0 ? items : items.SetItem(index, change(items[index]));
    }
}
