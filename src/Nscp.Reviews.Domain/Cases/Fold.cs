using System.Collections.Immutable;
using System.Diagnostics;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Cases;

public sealed partial record Case
{
    public static Case Fold(IEnumerable<Entry> corrected)
    {
        var state = new Case();
        foreach (var entry in corrected) state.Take(entry);
        return state;
    }

    /// <summary>
    /// Total over every event, and it never throws on a history that a correction has made odd: what no longer fits changes nothing. In place, since nobody
    /// has seen the state yet: a fold makes one case, not one for each event.
    /// </summary>
    void Take(Entry entry)
    {
        var on = entry.HappenedOn;
        switch (entry.Fact)
        {
            case IncidentReported e: (Reference, Kind, OpenedOn, Incident) = (e.Reference, CaseKind.Incident, on, e); break;
            case ContributionCaseOpened e: (Reference, Kind, OpenedOn) = (e.Reference, CaseKind.Contribution, on); break;
            case LocalLearningOpened e: (Reference, Kind, OpenedOn) = (e.Reference, CaseKind.LocalLearning, on); break;
            case SeriousCaseReviewCarriedOver e: (Reference, Kind, OpenedOn) = (e.Reference, CaseKind.SeriousCaseReview, on); break;

            case PartnerInformed e: PartnersInformed = PartnersInformed.Add(e.Partner); break;
            case PanelReferralSent: SinSentOn = on; break;
            case SinReceivedByPartners: SinReceivedOn = on; break;
            case FoundNotNotifiable: NotNotifiableOn = on; break;

            case AgencyInformationRequested e: InformationRequests = InformationRequests.Add(new(e.Request, e.Agency, on, null)); break;
            case AgencyInformationReturned e: InformationRequests = Change(InformationRequests, r => r.Number == e.Request, r => r with { ReturnedOn = on }); break;
            case AgencyInformationChased: break;

            case RapidReviewPlanned e: PlannedSteps = PlannedSteps.SetItems(e.Steps.Select(step => KeyValuePair.Create(step.Step, step))); break;
            case RapidReviewConvened: break;
            case RapidReviewHeld e: Meetings = Meetings.Add(new(on, ListOf.From(e.Attendance.Select(a => a.Organisation)))); break;
            case ImmediateActionAgreed: break;
            case RapidReviewReportDrafted e: Reports = Reports.Add(new(e.ReportVersion, on, [])); break;
            case RapidReviewReportAgreed e: Reports = Change(Reports, r => r.Version == e.ReportVersion, r => r with { AgreedBy = r.AgreedBy.Add(new(e.Partner, on)) }); break;
            case RapidReviewReportSent e: ReportSent = new(e.ReportVersion, on); break;

            case DecisionRecommended: break;
            case DecisionMade e: Decisions = Decisions.Add(new(e.Decision, e.Outcome, on, null, null)); break;
            case DecisionReplaced e: (Decisions, Cspr) = (Change(Decisions, d => d.Number == e.Decision, d => d with { ReplacedOn = on }), Cspr?.Decision == e.Decision ? null : Cspr); break;
            case DecisionUpheld e: Decisions = Change(Decisions, d => d.Number == e.Decision, d => d with { UpheldOn = on }); break;
            case PanelResponded e: PanelResponses = PanelResponses.Add(new(e.View, on)); break;
            case PanelAskedForInformation e: PanelQuestions = PanelQuestions.Add(new(e.Question, on, null)); break;
            case PanelAnswered e: PanelQuestions = Change(PanelQuestions, q => q.Number == e.Question, q => q with { AnsweredOn = on }); break;

            case CsprCommissioned e: (Cspr, CsprReference, DiscontinuedOn) = (new(e.Decision, on), e.CsprReference ?? CsprReference, null); break;
            case ReviewerAppointed e: Reviewers = Reviewers.Add(new(e.Reviewer, on, null)); break;
            case ReviewerStoodDown e: Reviewers = Change(Reviewers, r => r.Name == e.Reviewer && r.StoodDownOn is null, r => r with { StoodDownOn = on }); break;
            case NationalBodyInformed: break;
            case TermsOfReferenceAgreed e: LatestTerms = Math.Max(LatestTerms, e.TermsVersion); break;
            case ProgressChecked or InformationRequestedFromReviewer: break;
            case FamilyTold or FamilyViewsGathered or FamilyDeclined or FamilyNotApproached or PractitionerEventHeld: break;
            case DraftReportReceived e: Drafts = Drafts.Add(new(e.DraftVersion, on, [])); break;
            case CsprReportAccepted e: (ReportAcceptedOn, AcceptedDraft) = (on, Math.Max(AcceptedDraft, e.DraftVersion)); break;
            case CsprDiscontinued: DiscontinuedOn = on; break;

            case PublicationPlanned e: Publication = new(e.On, e.Form); break;
            case PrePublicationCopySent e: Copies = Copies.Add(new(e.Recipient, on, e.ReportIncluded, e.ImprovementsIncluded)); break;
            case PublicationHeld e: Holds = Holds.Add(new(e.Hold, e.Kind, on, null)); break;
            case HoldReviewed: break;
            case HoldLifted e: Holds = Change(Holds, h => h.Number == e.Hold, h => h with { LiftedOn = on }); break;
            case Published: (FirstPublishedOn, IsPublished) = (FirstPublishedOn ?? on, true); break;
            case TakenDown: IsPublished = false; break;
            case AvailabilityChecked: break;

            case RecommendationMade e: Recommendations = Recommendations.Add(new(e.Recommendation, e.Source, e.Wording, e.AskedOf, on, RecommendationState.Made, [])); break;
            case RecommendationAccepted e: Change(e.Recommendation, r => r with { State = RecommendationState.Accepted, WasAccepted = true }); break;
            case RecommendationRejected e: Change(e.Recommendation, r => r with { State = RecommendationState.Rejected, WasAccepted = false }); break;
            case RecommendationSuperseded e: Change(e.Recommendation, r => r with { State = RecommendationState.Superseded }); break;
            case RecommendationClosed e: Change(e.Recommendation, r => r with { State = RecommendationState.ClosedWithoutCompletion }); break;
            case RecommendationReopened e: Change(e.Recommendation, r => r with { State = r.WasAccepted ? RecommendationState.Accepted : RecommendationState.Made }); break;
            case OfAction e: Change(e.Recommendation, r => r with { Actions = Actions(r.Actions, e, entry) }); break;

            case LearningShared or LearningSummarised or ScrutinyAdviceRecorded: break;
            case ScrutinyChallengeMade e: Challenges = Challenges.Add(new(e.Challenge, on, null)); break;
            case ScrutinyAnswered e: Challenges = Change(Challenges, c => c.Number == e.Challenge, c => c with { AnsweredOn = on }); break;
            case ContributionRequested: ContributionRequestedOn = on; break;
            case ContributionMade: ContributionMadeOn = on; break;
            case ContributionOutcomeKnown: break;
            case RecordedWrongly or RecordedInError or DueDateMoved: break;
            case CaseClosed: ClosedOn = on; break;
            case CaseReopened: ClosedOn = null; break;
            default: throw new UnreachableException($"The fold does not know {entry.Fact.GetType().Name}.");
        }
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

    void Change(string recommendation, Func<Recommendation, Recommendation> change) => Recommendations = Change(Recommendations, r => r.Id == recommendation, change);

    static ImmutableList<T> Change<T>(ImmutableList<T> items, Predicate<T> which, Func<T, T> change)
    {
        var index = items.FindLastIndex(which);
        return index < 0 ? items : items.SetItem(index, change(items[index]));
    }
}
