namespace Nscp.Reviews.Domain.Events;

public enum CaseKind { Incident, Contribution, LocalLearning, SeriousCaseReview }

public enum WhatHappened { Death, SeriousHarm, Other }

/// <summary>Children Act 2004 s16C(1): (a) in the authority's area, (b) outside England while normally resident in it.</summary>
public enum NotificationLimb { A, B }

public enum ChildOutcome { Died, SeriouslyHarmed, OtherChildOfHousehold }

public enum AgeBand { Unborn, UnderOne, OneToFive, SixToTen, ElevenToFifteen, SixteenToSeventeen, EighteenToTwentyFour }

public enum ChildPlan { ChildInNeed, ChildProtection }

/// <summary>A child of the case, by label only. <paramref name="LookedAfterBy"/> names the responsible authority of a looked-after child.</summary>
public sealed record Child(
    ChildLabel Label, ChildOutcome Outcome, AgeBand? AgeBand = null, OrganisationCode? LookedAfterBy = null,
    bool CareLeaver = false, ChildPlan? Plan = null, ShortText? Placement = null);

/// <summary>When the incident happened: on a day, or between two days. Neglect and non-recent abuse have no day: then there is no value at all.</summary>
public sealed record IncidentDate(LocalDate? On = null, LocalDate? From = null, LocalDate? To = null)
{
    /// <summary>One day, or two days in their order.</summary>
    public bool IsClear => On is not null ? From is null && To is null : From is { } from && To is { } to && from <= to;

    public LocalDate? Earliest => On ?? From;

    public LocalDate? Latest => On ?? To;
}

/// <summary>A step of a rapid review's plan: for a day, left out, or, with neither, as the timetable proposes it.</summary>
public sealed record PlannedStep(ShortText Step, LocalDate? On = null, bool LeftOut = false)
{
    public bool IsAsProposed => On is null && !LeftOut;
}

public sealed record PartnerView(OrganisationCode Partner, ProtectedText View);

public sealed record Attendance(OrganisationCode Organisation, ShortText Role);

public enum Outcome { NoFurtherReview, Cspr, OtherLocalLearning }

/// <summary>SI 2018/789 reg 11: the criteria (a) to (d) that the partners must consider.</summary>
public enum Criterion { A, B, C, D }

public sealed record CriterionConsidered(Criterion Criterion, ProtectedText Finding);

/// <summary>SI 2018/789 reg 3: why national review is suggested.</summary>
public enum NationalReviewLimb { A, B, C }

public enum PanelView { Agrees, Disagrees, LocalReviewMoreAppropriate, NationalReview }

public enum NationalBody { Panel, Ofsted, SecretaryOfState }

public enum InformedOf { Decision, ReviewerName }

public enum StoodDownBecause { Resigned, Unavailable, Removed }

public enum FamilyContactAbout { Review, Findings }

public enum PublicationForm { FullReport, ImprovementsOnly, NotPublished }

public enum HoldKind { Inquest, CriminalInvestigation, Prosecution, FamilyCourt, Other }

public enum TakenDownBecause { CourtOrder, PartnersDecision, Other }

public enum RecommendationSource { RapidReview, Cspr, OtherLearning, NationalReview, CarriedOver }

public enum Rag { Red, Amber, Green }

public enum LearningChannel
{
    Newsletter, Training, ProceduresChange, Briefing, PartnershipForum,
    SafeguardingAssuranceAndImprovementGroup, LearningAndWorkforceDevelopmentGroup,
}

public enum ScrutinyStage { Notification, RapidReview, Decision, Cspr, Publication, Recommendations }

public enum ContributionForm { Workshop, Report, Information }

public enum ContributionResult { SignedOffPublicationPending, Published }

public enum ErrorKind { NeverHappened, BelongsToAnotherCase, Duplicate }
