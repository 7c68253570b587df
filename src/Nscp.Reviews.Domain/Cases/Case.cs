using System.Collections.Immutable;

namespace Nscp.Reviews.Domain.Cases;

/// <summary>What decisions ask of a case: the fold of its corrected history. What only a reader asks for is a projection.</summary>
public sealed partial record Case
{
    public CaseReference? Reference { get; private set; }
    public CaseReference? CsprReference { get; private set; }
    public CaseKind Kind { get; private set; }
    public LocalDate? OpenedOn { get; private set; }
    public CaseEvent.IncidentReported? Incident { get; private set; }

    public LocalDate? SinSentOn { get; private set; }
    public LocalDate? SinReceivedOn { get; private set; }
    public LocalDate? NotNotifiableOn { get; private set; }
    public ImmutableList<OrganisationCode> PartnersInformed { get; private set; } = [];
    public ImmutableDictionary<ShortText, PlannedStep> PlannedSteps { get; private set; } = ImmutableDictionary<ShortText, PlannedStep>.Empty;

    public ImmutableList<InformationRequest> InformationRequests { get; private set; } = [];
    public ImmutableList<Meeting> Meetings { get; private set; } = [];
    public ImmutableList<ReportVersion> Reports { get; private set; } = [];
    public SentReport? ReportSent { get; private set; }

    public ImmutableList<Decision> Decisions { get; private set; } = [];
    public ImmutableList<PanelResponse> PanelResponses { get; private set; } = [];
    public ImmutableList<Question> PanelQuestions { get; private set; } = [];

    public Commission? Cspr { get; private set; }
    public ImmutableList<Reviewer> Reviewers { get; private set; } = [];
    public int LatestTerms { get; private set; }
    public ImmutableList<ReportVersion> Drafts { get; private set; } = [];
    public LocalDate? ReportAcceptedOn { get; private set; }
    public int AcceptedDraft { get; private set; }
    public LocalDate? DiscontinuedOn { get; private set; }

    public Plan? Publication { get; private set; }
    public ImmutableList<CopySent> Copies { get; private set; } = [];
    public ImmutableList<Hold> Holds { get; private set; } = [];
    public LocalDate? FirstPublishedOn { get; private set; }
    public bool IsPublished { get; private set; }

    public ImmutableList<Recommendation> Recommendations { get; private set; } = [];
    public ImmutableList<Challenge> Challenges { get; private set; } = [];
    public LocalDate? ContributionRequestedOn { get; private set; }
    public LocalDate? ContributionMadeOn { get; private set; }
    public LocalDate? ClosedOn { get; private set; }

    public bool Exists => Reference is not null;

    /// <summary>The day before which nothing of this case can have happened: awareness or opening, whichever came first. What is carried over began before it was opened here.</summary>
    public LocalDate? BeganOn => Kind == CaseKind.SeriousCaseReview ? null
        : Incident is { } incident && OpenedOn is { } opened ? LocalDate.Min(incident.Aware, opened) : OpenedOn;

    /// <summary>A death of a looked-after child or a care leaver with no suspected abuse or neglect: notified, but no rapid review is asked. Derived, never a kind.</summary>
    public bool IsSpecialNotification => Incident is { } incident && IsSpecial(incident);

    public static bool IsSpecial(CaseEvent.IncidentReported incident) =>
        incident.SuspectedOn is null && incident.Children.Any(c => c.Outcome == ChildOutcome.Died && (c.LookedAfterBy is not null || c.CareLeaver));

    /// <summary>The decision that stands: the newest that no other replaced.</summary>
    public Decision? StandingDecision => Decisions.FindLast(d => d.ReplacedOn is null);

    /// <summary>What stands for a step of the rapid review; as proposed when nobody has said otherwise.</summary>
    public PlannedStep StandingPlan(ShortText step) => PlannedSteps.GetValueOrDefault(step) ?? new(step);

    public bool CsprIsRunning => Cspr is not null && DiscontinuedOn is null;

    public IEnumerable<Hold> OpenHolds => Holds.Where(h => h.LiftedOn is null);

    public Recommendation? Find(string recommendation) => Recommendations.Find(r => r.Id.Equals(recommendation, StringComparison.OrdinalIgnoreCase));

    public RecommendedAction? Find(string recommendation, int action) => Find(recommendation)?.Actions.Find(a => a.Number == action);
}

public sealed record InformationRequest(int Number, OrganisationCode Agency, LocalDate RequestedOn, LocalDate? ReturnedOn);

public sealed record Meeting(LocalDate On, ListOf<OrganisationCode> Attended);

public sealed record ReportVersion(int Version, LocalDate On, ImmutableList<Agreement> AgreedBy);

public sealed record Agreement(OrganisationCode Partner, LocalDate On);

public sealed record SentReport(int Version, LocalDate On);

public sealed record Decision(int Number, Outcome Outcome, LocalDate On, LocalDate? ReplacedOn, LocalDate? UpheldOn);

public sealed record PanelResponse(PanelView View, LocalDate On);

public sealed record Question(int Number, LocalDate AskedOn, LocalDate? AnsweredOn);

public sealed record Commission(int Decision, LocalDate On);

public sealed record Reviewer(ShortText Name, LocalDate AppointedOn, LocalDate? StoodDownOn);

public sealed record Plan(LocalDate On, PublicationForm Form);

public sealed record CopySent(NationalBody Recipient, LocalDate On, bool Report, bool Improvements);

public sealed record Hold(int Number, HoldKind Kind, LocalDate From, LocalDate? LiftedOn);

public sealed record Challenge(int Number, LocalDate On, LocalDate? AnsweredOn);

public enum RecommendationState { Made, Accepted, Rejected, Superseded, ClosedWithoutCompletion }

/// <summary>A recommendation as decisions see it. It is completed when every action is verified, or closed without completion with at least one verified.</summary>
public sealed record Recommendation(
    string Id, RecommendationSource Source, LongText Wording, OrganisationCode AskedOf, LocalDate MadeOn, RecommendationState State, ImmutableList<RecommendedAction> Actions)
{
    /// <summary>Whether it had been accepted when it was last open: so it is again when it is reopened.</summary>
    public bool WasAccepted { get; init; }

    public bool IsOpen => State is RecommendationState.Made or RecommendationState.Accepted;

    public bool IsCompleted => State == RecommendationState.Accepted && Actions.Count > 0
        && Actions.TrueForAll(a => a.State is ActionState.Verified or ActionState.ClosedWithoutCompletion)
        && Actions.Exists(a => a.State == ActionState.Verified);

    /// <summary>Whether every action was closed and none verified: nothing is left to do, and it is told apart from what was completed.</summary>
    public bool IsGivenUp => State == RecommendationState.Accepted && Actions.Count > 0 && Actions.TrueForAll(a => a.State == ActionState.ClosedWithoutCompletion);

    public bool IsOutstanding => IsOpen && !IsCompleted && !IsGivenUp;
}

public enum ActionState { Assigned, InProgress, Claimed, Verified, ClosedWithoutCompletion }

public sealed record RecommendedAction(int Number, OrganisationCode Owner, LocalDate AssignedOn, LocalDate FirstDueOn, LocalDate DueOn, ActionState State, LocalDate StateSince, Actor? ClaimedBy)
{
    public bool IsOpen => State is ActionState.Assigned or ActionState.InProgress or ActionState.Claimed;
}
