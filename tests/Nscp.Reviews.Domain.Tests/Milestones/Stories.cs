using NodaTime;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Domain.Words;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Tests.Milestones;

/// <summary>Situations with names. Each goes on from the one before it.</summary>
static class Stories
{
    public static readonly LocalDate Monday4March2024 = new(2024, 3, 4);
    public static readonly LocalDate Tuesday5March2024 = new(2024, 3, 5);
    public static readonly LocalDate Wednesday6March2024 = new(2024, 3, 6);
    public static readonly LocalDate Thursday7March2024 = new(2024, 3, 7);
    public static readonly LocalDate Monday18March2024 = new(2024, 3, 18);
    public static readonly LocalDate Tuesday19March2024 = new(2024, 3, 19);
    public static readonly LocalDate Wednesday20March2024 = new(2024, 3, 20);
    public static readonly LocalDate Thursday21March2024 = new(2024, 3, 21);
    public static readonly LocalDate Monday8April2024 = new(2024, 4, 8);
    public static readonly LocalDate Tuesday9April2024 = new(2024, 4, 9);
    public static readonly LocalDate Monday15April2024 = new(2024, 4, 15);
    public static readonly LocalDate Monday3June2024 = new(2024, 6, 3);
    public static readonly LocalDate Monday1July2024 = new(2024, 7, 1);
    public static readonly LocalDate Monday2September2024 = new(2024, 9, 2);
    public static readonly LocalDate Tuesday3September2024 = new(2024, 9, 3);
    public static readonly LocalDate Monday16September2024 = new(2024, 9, 16);
    public static readonly LocalDate Tuesday1October2024 = new(2024, 10, 1);
    public static readonly LocalDate Monday7October2024 = new(2024, 10, 7);

    public static readonly CaseReference Reference = CaseReference.Parse("24-2");
    public static readonly Sha256 Digest = Sha256.TryParse(new string('a', 64), out var digest) ? digest.Value : throw new FormatException();

    public static OrganisationCode Org(string code) => OrganisationCode.Parse(code);

    public static ListOf<OrganisationCode> Orgs(params string[] codes) => ListOf.From(codes.Select(Org));

    public static ListOf<OrganisationCode> AllThree => Orgs("NCC", "NOTTS-POLICE", "NN-ICB");

    public static ListOf<Attendance> Attended(params string[] codes) => ListOf.From(codes.Select(c => new Attendance(Org(c), Short("Head of safeguarding"))));

    public static ShortText Short(string text) => new(text);

    public static LongText Long(string text) => new(text);

    public static ProtectedText Guarded(string text) => new(text);

    public static ListOf<CriterionConsidered> AllCriteria =>
        ListOf.From(Enum.GetValues<Criterion>().Select(c => new CriterionConsidered(c, Guarded($"Considered {c}."))));

    public static IncidentReported Incident(string label = "Child R", LocalDate? suspectedOn = null, LocalDate? awareOn = null) => new(
        Reference, WhatHappened.SeriousHarm, [new Child(ChildLabel.Parse(label), ChildOutcome.SeriouslyHarmed, AgeBand.UnderOne)],
        awareOn ?? Monday4March2024, null, suspectedOn ?? Monday4March2024, null, NotificationLimb.A, District.Parse("ashfield"), null, null,
        Guarded("Taken to hospital with a head injury."), [Guarded("Jūratė Kowalska")]);

    public static DecisionMade Decided(Outcome outcome, int number = 1, string reasons = "There is more to learn.") =>
        new(number, outcome, Guarded(reasons), AllCriteria, AllThree, default, null, null, null);

    public static Given AnIncidentReportedOnMonday4March2024() => Given.NoCase.And(Monday4March2024, Incident());

    public static Given ADeathOfALookedAfterChildWithoutSuspicion() => Given.NoCase.And(Monday4March2024, Incident() with
    {
        What = WhatHappened.Death,
        SuspectedOn = null,
        Children = [new Child(ChildLabel.Parse("Child R"), ChildOutcome.Died, AgeBand.ElevenToFifteen, Org("NCC"))],
    });

    public static Given ASinSentOnTuesday5March2024() =>
        AnIncidentReportedOnMonday4March2024().And(Tuesday5March2024, new PanelReferralSent(Short("P-100")))
            .And(Tuesday5March2024, new PartnerInformed(Org("NOTTS-POLICE")), "NCC").And(Tuesday5March2024, new PartnerInformed(Org("NN-ICB")), "NCC");

    public static Given ASinReceivedOnWednesday6March2024() => ASinSentOnTuesday5March2024().And(Wednesday6March2024, new SinReceivedByPartners());

    public static Given AMeetingHeldOnMonday18March2024(params string[] attended) => ASinReceivedOnWednesday6March2024()
        .And(Monday18March2024, new RapidReviewHeld(Attended(attended.Length == 0 ? ["NCC-CSC", "NOTTS-POLICE", "NN-ICB"] : attended)));

    public static Given AReportDraftedOnTuesday19March2024() => AMeetingHeldOnMonday18March2024()
        .And(Tuesday19March2024, new RapidReviewReportDrafted(1, Short("Rapid review 24-2"), Short("Records system, file 12"), Digest));

    public static Given AReportAgreedByAllThree() => AReportDraftedOnTuesday19March2024()
        .And(Wednesday20March2024, new RapidReviewReportAgreed(1, Org("NCC")))
        .And(Wednesday20March2024, new RapidReviewReportAgreed(1, Org("NOTTS-POLICE")))
        .And(Wednesday20March2024, new RapidReviewReportAgreed(1, Org("NN-ICB")));

    public static Given ADecisionForACsprOnWednesday20March2024() => AReportAgreedByAllThree().And(Wednesday20March2024, Decided(Outcome.Cspr));

    public static Given RapidReviewSentAndCsprDecided() =>
        ADecisionForACsprOnWednesday20March2024().And(Thursday21March2024, new RapidReviewReportSent(1));

    public static Given RapidReviewSentAndNoFurtherReview() => AReportAgreedByAllThree()
        .And(Wednesday20March2024, Decided(Outcome.NoFurtherReview)).And(Thursday21March2024, new RapidReviewReportSent(1));

    public static Given ThePanelDisagreedOnMonday8April2024() =>
        RapidReviewSentAndNoFurtherReview().And(Monday8April2024, new PanelResponded(PanelView.Disagrees, null));

    public static Given ACsprCommissionedOnMonday15April2024() =>
        RapidReviewSentAndCsprDecided().And(Monday15April2024, new CsprCommissioned(1, CaseReference.Parse("RN24"), Monday15April2024));

    public static Given AReviewerAppointed() => ACsprCommissionedOnMonday15April2024().And(Monday15April2024, new ReviewerAppointed(Short("Dr Lead"), true));

    public static Given ADraftReceivedOnMonday1July2024() => AReviewerAppointed()
        .And(Monday1July2024, new DraftReportReceived(1, Short("CSPR RN24"), Short("Records system, file 30"), Digest));

    public static Given AReportAcceptedOnMonday2September2024() =>
        ADraftReceivedOnMonday1July2024().And(Monday2September2024, new CsprReportAccepted(1, true, true));

    public static Given CopiesSentOnTuesday3September2024() => AReportAcceptedOnMonday2September2024()
        .And(Tuesday3September2024, new PrePublicationCopySent(NationalBody.Panel, true, false))
        .And(Tuesday3September2024, new PrePublicationCopySent(NationalBody.SecretaryOfState, true, false));

    public static Given AHoldPlacedOnTuesday3September2024() => CopiesSentOnTuesday3September2024()
        .And(Tuesday3September2024, new PublicationHeld(1, HoldKind.Inquest, Guarded("The inquest is open."), null, null, null));

    public static Given PublishedOnMonday16September2024() => CopiesSentOnTuesday3September2024()
        .And(Monday16September2024, new Published(PublicationForm.FullReport, Short("https://nscp.example/rn24"), null));

    public static Given ARecommendationMadeOnMonday8April2024() => RapidReviewSentAndCsprDecided()
        .And(Monday8April2024, new RecommendationMade("R1", Long("Ask who is meant by dad."), RecommendationSource.RapidReview, Short("Language"), Org("NCC"), null));

    public static Given AnActionAssignedOnMonday8April2024(string owner = "NHCFT") => ARecommendationMadeOnMonday8April2024()
        .And(Monday8April2024, new RecommendationAccepted("R1"))
        .And(Monday8April2024, new ActionAssigned("R1", 1, Org(owner), Short("Named nurse"), null, Monday1July2024));

    public static Given AnActionClaimedOnMonday3June2024() =>
        AnActionAssignedOnMonday8April2024().And(Monday3June2024, new ActionClaimedComplete("R1", 1, Guarded("Briefing sent.")), "NHCFT");

    public static Given AnActionVerifiedOnMonday1July2024() =>
        AnActionClaimedOnMonday3June2024().And(Monday1July2024, new ActionVerifiedComplete("R1", 1, null));

    public static Given AClosedCase() => RapidReviewSentAndNoFurtherReview().And(Monday15April2024, new CaseClosed(null));

    public static Given AContributionCase() => Given.NoCase
        .And(Monday4March2024, new ContributionCaseOpened(CaseReference.Parse("WF1"), Org("WALTHAM-FOREST-SCP"), Short("Child C"), null));

    public static Given ASeriousCaseReviewCarriedOver() =>
        Given.NoCase.And(Monday4March2024, new SeriousCaseReviewCarriedOver(CaseReference.Parse("QN17"), Short("QN17"), null, null));

    public static Given LocalLearningOpenedOnMonday4March2024() =>
        Given.NoCase.And(Monday4March2024, new LocalLearningOpened(CaseReference.Parse("LL1"), Short("Bruising in babies"), null));

    /// <summary>Every situation, by its name.</summary>
    public static IReadOnlyDictionary<string, Func<Given>> All { get; } = typeof(Stories).GetMethods()
        .Where(m => m.ReturnType == typeof(Given))
        .ToDictionary(m => m.Name, m => (Func<Given>)(() => (Given)m.Invoke(null, [.. m.GetParameters().Select(p => p.HasDefaultValue ? p.DefaultValue : Array.Empty<string>())])!));
}
