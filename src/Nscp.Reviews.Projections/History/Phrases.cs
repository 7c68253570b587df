namespace Nscp.Reviews.Projections;

/// <summary>The domain's words as they stand in a sentence. Every enum switch names every member, so that a new one cannot go unworded.</summary>
static class Phrases
{
    internal static string Of(Outcome outcome) => outcome switch
    {
        Outcome.NoFurtherReview => "no further review",
        Outcome.Cspr => "a CSPR",
        Outcome.OtherLocalLearning => "other local learning",
    };

    internal static string Of(PanelView view) => view switch
    {
        PanelView.Agrees => "agreed with the decision",
        PanelView.Disagrees => "disagreed with the decision",
        PanelView.LocalReviewMoreAppropriate => "thought a local review more appropriate",
        PanelView.NationalReview => "decided on a national review",
    };

    internal static string Of(NationalBody body) => body switch
    {
        NationalBody.Panel => "the Panel",
        NationalBody.Ofsted => "Ofsted",
        NationalBody.SecretaryOfState => "the Secretary of State",
    };

    internal static string Of(InformedOf of) => of switch
    {
        InformedOf.Decision => "the decision",
        InformedOf.ReviewerName => "the reviewer’s name",
    };

    internal static string Of(StoodDownBecause because) => because switch
    {
        StoodDownBecause.Resigned => "resigned",
        StoodDownBecause.Unavailable => "became unavailable",
        StoodDownBecause.Removed => "was removed",
    };

    internal static string Of(FamilyContactAbout about) => about switch
    {
        FamilyContactAbout.Review => "the review",
        FamilyContactAbout.Findings => "the findings",
    };

    internal static string Of(PublicationForm form) => form switch
    {
        PublicationForm.FullReport => "the full report",
        PublicationForm.ImprovementsOnly => "the information on improvements only",
        PublicationForm.NotPublished => "no publication",
    };

    internal static string Of(HoldKind kind) => kind switch
    {
        HoldKind.Inquest => "because of an inquest",
        HoldKind.CriminalInvestigation => "because of a criminal investigation",
        HoldKind.Prosecution => "because of a prosecution",
        HoldKind.FamilyCourt => "because of proceedings in the family court",
        HoldKind.Other => "for another reason",
    };

    internal static string Of(TakenDownBecause because) => because switch
    {
        TakenDownBecause.CourtOrder => "by order of a court",
        TakenDownBecause.PartnersDecision => "by the partners’ decision",
        TakenDownBecause.Other => "for another reason",
    };

    internal static string Of(RecommendationSource source) => source switch
    {
        RecommendationSource.RapidReview => "from the rapid review",
        RecommendationSource.Cspr => "from the CSPR",
        RecommendationSource.OtherLearning => "from other learning",
        RecommendationSource.NationalReview => "from a national review",
        RecommendationSource.CarriedOver => "carried over from an earlier review",
    };

    internal static string Of(LearningChannel channel) => channel switch
    {
        LearningChannel.Newsletter => "in the newsletter",
        LearningChannel.Training => "in training",
        LearningChannel.ProceduresChange => "by a change to the procedures",
        LearningChannel.Briefing => "in a briefing",
        LearningChannel.PartnershipForum => "at the Partnership Forum",
        LearningChannel.SafeguardingAssuranceAndImprovementGroup => "with the Safeguarding Assurance and Improvement Group",
        LearningChannel.LearningAndWorkforceDevelopmentGroup => "with the Learning and Workforce Development group",
    };

    internal static string Of(ScrutinyStage stage) => stage switch
    {
        ScrutinyStage.Notification => "the notification",
        ScrutinyStage.RapidReview => "the rapid review",
        ScrutinyStage.Decision => "the decision",
        ScrutinyStage.Cspr => "the CSPR",
        ScrutinyStage.Publication => "publication",
        ScrutinyStage.Recommendations => "the recommendations",
    };

    internal static string Of(ContributionForm form) => form switch
    {
        ContributionForm.Workshop => "a workshop",
        ContributionForm.Report => "a report",
        ContributionForm.Information => "information",
    };

    internal static string Of(ErrorKind kind) => kind switch
    {
        ErrorKind.NeverHappened => "it never happened",
        ErrorKind.BelongsToAnotherCase => "it belongs to another case",
        ErrorKind.Duplicate => "it repeats another",
    };

    internal static string Of(PlannedStep step) => step switch
    {
        { LeftOut: true } => $"“{step.Step}” left out",
        { On: { } on } => $"“{step.Step}” on {Say.Date(on)}",
        _ => $"“{step.Step}” as proposed",
    };

    internal static string Of(Child child) => child.Outcome switch
    {
        ChildOutcome.Died => $"{child.Label} died",
        ChildOutcome.SeriouslyHarmed => $"{child.Label} was seriously harmed",
        ChildOutcome.OtherChildOfHousehold => $"{child.Label} lived in the household",
    };
}
