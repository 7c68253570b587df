using System.Text.Json;
using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.History;

/// <summary>Every sentence of the history as it is read: each event, each choice, with each optional part and without it, one and several.</summary>
public class SpellingOutEverySentence
{
    static readonly Sha256 Digest = Nscp.Reviews.Domain.Words.Sha256.TryParse(new string('a', 64), out var digest) ? digest.Value : default;
    static readonly ProtectedText Text = Secret("SECRET");
    static readonly LocalDate May = Day("2024-05-10"), June = Day("2024-06-10");

    /// <summary>What the sentences about a recommendation, its actions, a hold and a challenge look back at.</summary>
    static Story Background() => new Story().On(
        "2024-05-01", Stories.Recommends("R1", "Improve discharge planning", askedOf: "NUH"), Stories.Assigned("R1", 1, "NUH", "2024-09-30"),
        new PublicationHeld(1, HoldKind.Inquest, Text, null, null, null), new ScrutinyChallengeMade(1, ScrutinyStage.Cspr, Text));

    static IEnumerable<(CaseEvent Fact, string Sentence)> All() => [.. SentencesUpToDecisions.All(), .. SentencesAfterDecisions.All()];

    public static TheoryData<int> Each() => [.. Enumerable.Range(0, All().Count())];

    [Theory, MemberData(nameof(Each))]
    public void Is_read_as(int at)
    {
        var (fact, sentence) = All().ElementAt(at);
        Word(fact).ShouldBe(sentence);
    }

    /// <summary>A choice, or the presence of a part, that changes the sentence of an example stands in another example of the same event.</summary>
    [Fact]
    public void Leaves_no_choice_and_no_optional_part_without_a_sentence_of_its_own()
    {
        var examples = All().Select(pair => pair.Fact).ToLookup(fact => fact.GetType());
        examples.Select(e => EventCatalogue.NameOf(e.First())).Order().ShouldBe(EventCatalogue.Names.Except(["recorded_wrongly", "recorded_in_error"]).Order());
        var missing = from facts in examples
                      from fact in facts
                      from property in fact.GetType().GetProperties().Where(p => p.CanWrite)
                      from value in Choices(property.PropertyType, property.GetValue(fact))
                      let field = JsonNamingPolicy.CamelCase.ConvertName(property.Name)
                      let other = Changed(fact, field, value)
                      where other is not null && Word(other) != Word(fact) && !facts.Any(one => Same(property.GetValue(one), property.GetValue(other)))
                      select $"{fact.GetType().Name}.{field} = {value}";
        missing.Distinct().ShouldBeEmpty();
    }

    static bool Same(object? one, object? other) => one is Enum or bool || other is Enum or bool ? Equals(one, other) : one is null == other is null;

    /// <summary>As JSON.</summary>
    static IEnumerable<string> Choices(Type declared, object? now)
    {
        var type = Nullable.GetUnderlyingType(declared);
        if ((type ?? declared).IsEnum) foreach (var name in Enum.GetNames(type ?? declared)) yield return $"\"{JsonNamingPolicy.KebabCaseLower.ConvertName(name)}\"";
        if (declared == typeof(bool)) yield return now is true ? "false" : "true";
        if (type is null || now is not null) yield return "null";
        else yield return JsonSerializer.Serialize(EveryFact.Value(type), Domain.Json.DomainJson.Stored);
    }

    static CaseEvent? Changed(CaseEvent fact, string field, string json)
    {
        try
        {
            return EventCatalogue.With(fact, field, json) is var changed && changed.Contradiction() is null ? changed : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static string Word(CaseEvent fact)
    {
        var story = Background().Tell("2024-05-10", fact, by: "NOTTS-POLICE");
        return new Wording(OrganisationRegister.Shipped, story.Entries).Of(story.Last);
    }

    internal static ListOf<Attendance> Attended(params string[] organisations) => ListOf.From(organisations.Select(o => new Attendance(Org(o), new("Lead"))));

    /// <summary>Examples up to the decision.</summary>
    static class SentencesUpToDecisions
    {
        static Child Child(string label, ChildOutcome outcome) => new(ChildLabel.Parse(label), outcome);

        static IncidentReported Reported(LocalDate? suspected, params Child[] children) => Stories.Reported("24-1", "2024-05-10") with { SuspectedOn = suspected, Children = ListOf.From(children) };

        internal static IEnumerable<(CaseEvent, string)> All() =>
        [
            (Reported(null, Child("Child R", ChildOutcome.Died)), "A serious incident was reported as case 24-1: Child R died; the local authority became aware on 10 May 2024."),
            (Reported(May, Child("Child R", ChildOutcome.SeriouslyHarmed)), "A serious incident was reported as case 24-1: Child R was seriously harmed; the local authority became aware on 10 May 2024, and first suspected abuse or neglect on that day."),
            (Reported(June, Child("Child R", ChildOutcome.Died), Child("Sibling A", ChildOutcome.OtherChildOfHousehold), Child("Sibling B", ChildOutcome.SeriouslyHarmed)),
                "A serious incident was reported as case 24-1: Child R died, Sibling A lived in the household and Sibling B was seriously harmed; the local authority became aware on 10 May 2024, and abuse or neglect was first suspected on 10 June 2024."),
            (new ContributionCaseOpened(Ref("24-2"), Org("NCSCP"), null, null), "Case 24-2 was opened to contribute to a review by the Nottingham City Safeguarding Children Partnership."),
            (new LocalLearningOpened(Ref("24-3"), new("Transitions to adult services"), null), "Case 24-3 was opened for local learning: Transitions to adult services."),
            (new SeriousCaseReviewCarriedOver(Ref("QN17"), new("A case of neglect"), null, null), "The serious case review QN17 was carried over: A case of neglect."),
            (new PartnerInformed(Org("NN-ICB")), "NHS Nottingham and Nottinghamshire Integrated Care Board was informed of the incident."),
            (new PanelReferralSent(null), "The serious incident notification was sent to the Panel."),
            (new PanelReferralSent(new("SIN-7")), "The serious incident notification was sent to the Panel, which gave it the reference SIN-7."),
            (new SinReceivedByPartners(), "The safeguarding partners received the serious incident notification."),
            (new FoundNotNotifiable(Org("NCC"), [], Text, null), "Nottinghamshire County Council found that the incident does not meet the criteria."),
            (new FoundNotNotifiable(Org("NCC"), [], Text, June), "Nottinghamshire County Council found that the incident does not meet the criteria; the Panel was told on 10 June 2024."),
            (new AgencyInformationRequested(1, Org("NUH"), 1), "Information was asked of Nottingham University Hospitals NHS Trust, to be returned within 1 working day (request 1)."),
            (new AgencyInformationRequested(2, Org("NUH"), 5), "Information was asked of Nottingham University Hospitals NHS Trust, to be returned within 5 working days (request 2)."),
            (new AgencyInformationReturned(1, Org("NUH"), false), "Nottingham University Hospitals NHS Trust returned the information asked for (request 1)."),
            (new AgencyInformationReturned(1, Org("NUH"), true), "Nottingham University Hospitals NHS Trust made a nil return (request 1)."),
            (new AgencyInformationChased(1, Org("NUH")), "The information asked of Nottingham University Hospitals NHS Trust was chased (request 1)."),
            (new RapidReviewPlanned([new(new("meeting"), May)]), "The plan for the rapid review was changed: “meeting” on 10 May 2024."),
            (new RapidReviewPlanned([new(new("sign-off"), null, true), new(new("returns-in"))]), "The plan for the rapid review was changed: “sign-off” left out and “returns-in” as proposed."),
            (new RapidReviewConvened(June, new("the Head of Safeguarding"), [Org("NCC"), Org("NOTTS-POLICE")]),
                "A rapid review meeting was called for 10 June 2024; in the chair: the Head of Safeguarding; invited: Nottinghamshire County Council and Nottinghamshire Police."),
            (new RapidReviewConvened(June, new("the Head of Safeguarding"), []), "A rapid review meeting was called for 10 June 2024; in the chair: the Head of Safeguarding; invited: nobody."),
            (new RapidReviewHeld(Attended("NCC")), "A rapid review meeting was held, attended by Nottinghamshire County Council."),
            (new RapidReviewHeld(Attended("NCC-CSC", "NOTTS-POLICE", "NN-ICB")),
                "A rapid review meeting was held, attended by Nottinghamshire County Council (children's social care), Nottinghamshire Police and Nottingham and Nottinghamshire Integrated Care Board."),
            (new ImmediateActionAgreed(Text, Org("NUH")), "An immediate action for children’s safety was agreed, to be taken by Nottingham University Hospitals NHS Trust."),
            (new RapidReviewReportDrafted(2, new("Rapid review report"), new("Records"), Digest), "Version 2 of the rapid review report was drafted: “Rapid review report”."),
            (new RapidReviewReportAgreed(2, Org("NCC")), "Nottinghamshire County Council agreed version 2 of the rapid review report."),
            (new RapidReviewReportSent(2), "Version 2 of the rapid review report was sent to the Panel with the partners’ decision."),
            (new DecisionRecommended(Outcome.NoFurtherReview, Text), "No further review was recommended to those who decide."),
            (new DecisionRecommended(Outcome.Cspr, Text), "A CSPR was recommended to those who decide."),
            (new DecisionRecommended(Outcome.OtherLocalLearning, Text), "Other local learning was recommended to those who decide."),
            (Made(Outcome.NoFurtherReview, ["NCC", "NOTTS-POLICE", "NN-ICB"]), "The partners decided on no further review (decision 1), agreed by Nottinghamshire County Council, Nottinghamshire Police and Nottingham and Nottinghamshire Integrated Care Board."),
            (Made(Outcome.Cspr, ["NCC"]) with { Dissent = [new(Org("NOTTS-POLICE"), Text)], NationalReviewSuggested = NationalReviewLimb.A },
                "The partners decided on a CSPR (decision 1), agreed by Nottinghamshire County Council, with dissent from Nottinghamshire Police; national review was suggested."),
            (Made(Outcome.OtherLocalLearning, []) with { Dissent = [new(Org("NOTTS-POLICE"), Text), new(Org("NCC"), Text)] },
                "The partners decided on other local learning (decision 1), agreed by nobody, with dissent from Nottinghamshire Police and Nottinghamshire County Council."),
            (Made(Outcome.Cspr, ["NCC"]) with { NationalReviewSuggested = NationalReviewLimb.B }, "The partners decided on a CSPR (decision 1), agreed by Nottinghamshire County Council; national review was suggested."),
            (Made(Outcome.Cspr, ["NCC"]) with { NationalReviewSuggested = NationalReviewLimb.C }, "The partners decided on a CSPR (decision 1), agreed by Nottinghamshire County Council; national review was suggested."),
            (new DecisionReplaced(1, 2, Text), "Decision 1 was replaced by decision 2."),
            (new DecisionUpheld(1, [Org("NCC"), Org("NOTTS-POLICE"), Org("NN-ICB")], Text), "Decision 1 was upheld by Nottinghamshire County Council, Nottinghamshire Police and Nottingham and Nottinghamshire Integrated Care Board."),
            (new PanelResponded(PanelView.Agrees, null), "The Panel agreed with the decision."),
            (new PanelResponded(PanelView.Disagrees, null), "The Panel disagreed with the decision."),
            (new PanelResponded(PanelView.LocalReviewMoreAppropriate, null), "The Panel thought a local review more appropriate."),
            (new PanelResponded(PanelView.NationalReview, null), "The Panel decided on a national review."),
            (new PanelAskedForInformation(1, June, null), "The Panel asked for information by 10 June 2024 (question 1)."),
            (new PanelAnswered(1, new("A chronology")), "The Panel’s question 1 was answered: A chronology."),
            (new DueDateMoved("panel-referral", May, June, 1, 2, new("a bank holiday was added")), "The clock panel-referral was due on 10 May 2024 and is now due on 10 June 2024, because a bank holiday was added (calendar revision 2)."),
            (new DueDateMoved("panel-referral", null, June, 1, 2, new("a bank holiday was added")), "The clock panel-referral had no due date and is now due on 10 June 2024, because a bank holiday was added (calendar revision 2)."),
            (new DueDateMoved("panel-referral", May, null, 1, 2, new("a bank holiday was added")), "The clock panel-referral was due on 10 May 2024 and has no due date now, because a bank holiday was added (calendar revision 2)."),
        ];

        static DecisionMade Made(Outcome outcome, string[] agreedBy) => Stories.Decided(1, outcome) with { AgreedBy = ListOf.From(agreedBy.Select(Org)), Dissent = [], NationalReviewSuggested = null };
    }

    /// <summary>Examples of what follows from decisions.</summary>
    static class SentencesAfterDecisions
    {
        const string Action = "action 1 of R1, “Write the procedure”";

        internal static IEnumerable<(CaseEvent, string)> All() => [.. Cspr(), .. Publication(), .. Recommendations(), .. Others()];

        static IEnumerable<(CaseEvent, string)> Cspr() =>
        [
            (new CsprCommissioned(1, null, null), "A CSPR was commissioned following decision 1."),
            (new CsprCommissioned(1, Ref("RN24"), May), "A CSPR, RN24, was commissioned following decision 1; work began on 10 May 2024."),
            (new ReviewerAppointed(new("Dr Vale"), true), "A reviewer was appointed: Dr Vale, whose independence was checked."),
            (new ReviewerAppointed(new("Dr Vale"), false), "A reviewer was appointed: Dr Vale, whose independence was not checked."),
            (new ReviewerStoodDown(new("Dr Vale"), StoodDownBecause.Resigned), "A reviewer resigned: Dr Vale."),
            (new ReviewerStoodDown(new("Dr Vale"), StoodDownBecause.Unavailable), "A reviewer became unavailable: Dr Vale."),
            (new ReviewerStoodDown(new("Dr Vale"), StoodDownBecause.Removed), "A reviewer was removed: Dr Vale."),
            (new CaseEvent.NationalBodyInformed(NationalBody.Panel, InformedOf.Decision), "The Panel was told of the decision."),
            (new CaseEvent.NationalBodyInformed(NationalBody.Ofsted, InformedOf.ReviewerName), "Ofsted was told of the reviewer’s name."),
            (new CaseEvent.NationalBodyInformed(NationalBody.SecretaryOfState, InformedOf.Decision), "The Secretary of State was told of the decision."),
            (new TermsOfReferenceAgreed(2, null, null), "Version 2 of the terms of reference was agreed."),
            (new ProgressChecked(true, true, null), "The CSPR’s progress was checked: on time and of good quality."),
            (new ProgressChecked(true, false, null), "The CSPR’s progress was checked: on time, but not of good quality."),
            (new ProgressChecked(false, true, null), "The CSPR’s progress was checked: behind time, but of good quality."),
            (new ProgressChecked(false, false, null), "The CSPR’s progress was checked: behind time, and not of good quality."),
            (new InformationRequestedFromReviewer(new("Dr Vale"), Text), "Information was requested in writing from the reviewer, Dr Vale."),
            (new FamilyTold(FamilyContactAbout.Review, null), "The family was told of the review."),
            (new FamilyTold(FamilyContactAbout.Findings, null), "The family was told of the findings."),
            (new FamilyViewsGathered(FamilyContactAbout.Review, Text), "The family’s views on the review were gathered."),
            (new FamilyViewsGathered(FamilyContactAbout.Findings, Text), "The family’s views on the findings were gathered."),
            (new FamilyDeclined(FamilyContactAbout.Review, null), "The family declined contact about the review."),
            (new FamilyDeclined(FamilyContactAbout.Findings, null), "The family declined contact about the findings."),
            (new FamilyNotApproached(FamilyContactAbout.Review, Text, new("the police")), "The family was not approached about the review, on the advice of the police."),
            (new FamilyNotApproached(FamilyContactAbout.Findings, Text, new("the police")), "The family was not approached about the findings, on the advice of the police."),
            (new PractitionerEventHeld(Attended("NUH", "NCC")), "An event was held with practitioners, attended by Nottingham University Hospitals and Nottinghamshire County Council."),
            (new DraftReportReceived(1, new("Child R"), new("Records"), Digest), "Draft 1 of the CSPR report was received: “Child R”."),
            (new CsprReportAccepted(1, true, true), "The partners accepted draft 1 of the CSPR report, which has the recommended improvements and the analysis of underlying reasons."),
            (new CsprReportAccepted(1, true, false), "The partners accepted draft 1 of the CSPR report, which has the recommended improvements, but no analysis of underlying reasons."),
            (new CsprReportAccepted(1, false, true), "The partners accepted draft 1 of the CSPR report, which has the analysis of underlying reasons, but no summary of recommended improvements."),
            (new CsprReportAccepted(1, false, false), "The partners accepted draft 1 of the CSPR report, which has neither the recommended improvements nor the analysis of underlying reasons."),
            (new CsprDiscontinued(Text, null), "The CSPR was discontinued."),
            (new CsprDiscontinued(Text, June), "The CSPR was discontinued; the Panel was told on 10 June 2024."),
        ];

        static IEnumerable<(CaseEvent, string)> Publication() =>
        [
            (new PublicationPlanned(June, PublicationForm.FullReport, null), "Publication of the full report was planned for 10 June 2024."),
            (new PublicationPlanned(June, PublicationForm.ImprovementsOnly, null), "Publication of the information on improvements only was planned for 10 June 2024."),
            (new PublicationPlanned(June, PublicationForm.NotPublished, null), "It was planned not to publish the review, and to provide the report by 10 June 2024."),
            (new PrePublicationCopySent(NationalBody.Panel, true, true), "A copy of the report and of the information on improvements was sent to the Panel before publication."),
            (new PrePublicationCopySent(NationalBody.Ofsted, true, false), "A copy of the report was sent to Ofsted before publication."),
            (new PrePublicationCopySent(NationalBody.SecretaryOfState, false, true), "A copy of the information on improvements was sent to the Secretary of State before publication."),
            (new PublicationHeld(2, HoldKind.Inquest, Text, June, null, null), "Publication was held because of an inquest, expected to end on 10 June 2024 (hold 2)."),
            (new PublicationHeld(2, HoldKind.CriminalInvestigation, Text, null, null, null), "Publication was held because of a criminal investigation (hold 2)."),
            (new PublicationHeld(2, HoldKind.Prosecution, Text, null, null, null), "Publication was held because of a prosecution (hold 2)."),
            (new PublicationHeld(2, HoldKind.FamilyCourt, Text, null, null, null), "Publication was held because of proceedings in the family court (hold 2)."),
            (new PublicationHeld(2, HoldKind.Other, Text, null, null, null), "Publication was held for another reason (hold 2)."),
            (new HoldReviewed(1, null, null), "Hold 1, because of an inquest, was reviewed."),
            (new HoldReviewed(1, null, June), "Hold 1, because of an inquest, was reviewed; it is expected to end on 10 June 2024."),
            (new HoldReviewed(9, null, null), "Hold 9 was reviewed."),
            (new HoldLifted(1), "Hold 1, because of an inquest, was lifted."),
            (new Published(PublicationForm.FullReport, new("the website"), null), "The review was published: the full report, at the website."),
            (new Published(PublicationForm.ImprovementsOnly, new("the website"), null), "The review was published: the information on improvements only, at the website."),
            (new Published(PublicationForm.NotPublished, new("the Panel"), null), "The review was recorded as not published, at the Panel."),
            (new TakenDown(TakenDownBecause.CourtOrder), "The published review was taken down by order of a court."),
            (new TakenDown(TakenDownBecause.PartnersDecision), "The published review was taken down by the partners’ decision."),
            (new TakenDown(TakenDownBecause.Other), "The published review was taken down for another reason."),
            (new AvailabilityChecked(true, new("the website")), "The published review was found to be available at the website."),
            (new AvailabilityChecked(false, new("the website")), "The published review was found not to be available at the website."),
        ];

        static IEnumerable<(CaseEvent, string)> Recommendations() =>
        [
            (Recommended(RecommendationSource.RapidReview), "Recommendation R2, from the rapid review, was made to Nottinghamshire County Council: Share plans."),
            (Recommended(RecommendationSource.Cspr), "Recommendation R2, from the CSPR, was made to Nottinghamshire County Council: Share plans."),
            (Recommended(RecommendationSource.OtherLearning), "Recommendation R2, from other learning, was made to Nottinghamshire County Council: Share plans."),
            (Recommended(RecommendationSource.NationalReview), "Recommendation R2, from a national review, was made to Nottinghamshire County Council: Share plans."),
            (Recommended(RecommendationSource.CarriedOver), "Recommendation R2 was carried over from an earlier review, for Nottinghamshire County Council: Share plans."),
            (Recommended(RecommendationSource.CarriedOver) with { CarriedOverFrom = Ref("QN17") }, "Recommendation R2 was carried over from QN17, for Nottinghamshire County Council: Share plans."),
            (Recommended(RecommendationSource.Cspr) with { CarriedOverFrom = Ref("QN17") }, "Recommendation R2, from the CSPR and carried over from QN17, was made to Nottinghamshire County Council: Share plans."),
            (new RecommendationAccepted("R1"), "Nottingham University Hospitals NHS Trust accepted recommendation R1."),
            (new RecommendationRejected("R1", Text), "Nottingham University Hospitals NHS Trust rejected recommendation R1."),
            (new RecommendationSuperseded("R1", "R4", null), "Recommendation R1 was superseded by R4."),
            (new RecommendationSuperseded("R1", "R4", Ref("24-9")), "Recommendation R1 was superseded by R4 of case 24-9."),
            (new RecommendationClosed("R1", Text, Org("NSCP-CSPR")), "Recommendation R1 was closed without completion, as agreed by the CSPR group."),
            (new RecommendationReopened("R1", Text), "Recommendation R1 was reopened."),
            (new ActionAssigned("R1", 2, Org("NUH"), new("Head of nursing"), null, June), "Action 2 of R1, “Improve discharge planning”, was assigned to Nottingham University Hospitals NHS Trust (Head of nursing), due on 10 June 2024."),
            (new ActionAssigned("R1", 2, Org("NCC-PH"), new("Consultant"), new("Train staff"), June), "Action 2 of R1, “Train staff”, was assigned to Nottinghamshire County Council (public health; Consultant), due on 10 June 2024."),
            (new ProgressReported("R1", 1, Text, Rag.Red), $"Nottinghamshire Police reported progress on {Action}: red."),
            (new ProgressReported("R1", 1, Text, Rag.Amber), $"Nottinghamshire Police reported progress on {Action}: amber."),
            (new ProgressReported("R1", 1, Text, Rag.Green), $"Nottinghamshire Police reported progress on {Action}: green."),
            (new ActionClaimedComplete("R1", 1, Text), $"Nottinghamshire Police claimed {Action}, complete."),
            (new ActionVerifiedComplete("R1", 1, null), $"Nottinghamshire Police verified {Action}, complete."),
            (new ActionReturned("R1", 1, Text), $"Nottinghamshire Police returned {Action}, as not complete."),
            (new CaseEvent.ImpactReviewed("R1", 1, Text), $"The impact of {Action}, was reviewed."),
            (new ActionRescheduled("R1", 1, June, Text, new("the Director")), "Action 1 of R1, “Write the procedure”, was rescheduled to 10 June 2024, as approved by the Director."),
            (new ActionTransferred("R1", 1, Org("DBTH"), new("Named nurse")), "Action 1 of R1, “Write the procedure”, was transferred to Doncaster and Bassetlaw Teaching Hospitals NHS Foundation Trust (Named nurse)."),
            (new ActionClosedWithoutCompletion("R1", 1, Text, Org("NSCP-SAIG")), "Action 1 of R1, “Write the procedure”, was closed without completion, as agreed by the Safeguarding Assurance and Improvement Group."),
            (new ActionReopened("R1", 1, Text), "Action 1 of R1, “Write the procedure”, was reopened."),
        ];

        static RecommendationMade Recommended(RecommendationSource source) => Stories.Recommends("R2", "Share plans.", source);

        static IEnumerable<(CaseEvent, string)> Others() =>
        [
            (Shared(LearningChannel.Newsletter), "Learning was shared in the newsletter: “Ask about sleep”."),
            (Shared(LearningChannel.Training, hides: true), "Learning was shared in training, without naming the case: “Ask about sleep”."),
            (Shared(LearningChannel.ProceduresChange), "Learning was shared by a change to the procedures: “Ask about sleep”."),
            (Shared(LearningChannel.Briefing), "Learning was shared in a briefing: “Ask about sleep”."),
            (Shared(LearningChannel.PartnershipForum), "Learning was shared at the Partnership Forum: “Ask about sleep”."),
            (Shared(LearningChannel.SafeguardingAssuranceAndImprovementGroup), "Learning was shared with the Safeguarding Assurance and Improvement Group: “Ask about sleep”."),
            (Shared(LearningChannel.LearningAndWorkforceDevelopmentGroup), "Learning was shared with the Learning and Workforce Development group: “Ask about sleep”."),
            (new LearningSummarised(new("a"), new("b"), new("c")), "A learning summary for the public was written."),
            (new ScrutinyAdviceRecorded(ScrutinyStage.Notification, Text), "Nottinghamshire Police gave advice on the notification."),
            (new ScrutinyAdviceRecorded(ScrutinyStage.RapidReview, Text), "Nottinghamshire Police gave advice on the rapid review."),
            (new ScrutinyAdviceRecorded(ScrutinyStage.Decision, Text), "Nottinghamshire Police gave advice on the decision."),
            (new ScrutinyAdviceRecorded(ScrutinyStage.Cspr, Text), "Nottinghamshire Police gave advice on the CSPR."),
            (new ScrutinyAdviceRecorded(ScrutinyStage.Publication, Text), "Nottinghamshire Police gave advice on publication."),
            (new ScrutinyAdviceRecorded(ScrutinyStage.Recommendations, Text), "Nottinghamshire Police gave advice on the recommendations."),
            .. Enum.GetValues<ScrutinyStage>().Zip(["the notification", "the rapid review", "the decision", "the CSPR", "publication", "the recommendations"])
                .Select(pair => ((CaseEvent)new ScrutinyChallengeMade(2, pair.First, Text), $"Nottinghamshire Police made challenge 2, on {pair.Second}.")),
            (new ScrutinyAnswered(1, Text), "Nottinghamshire Police answered challenge 1, on the CSPR."),
            (new ScrutinyAnswered(9, Text), "Nottinghamshire Police answered challenge 9."),
            (new ContributionRequested(new("A chronology")), "A contribution was requested: A chronology."),
            (new ContributionMade(ContributionForm.Workshop, new("with school staff")), "The partnership contributed a workshop: with school staff."),
            (new ContributionMade(ContributionForm.Report, new("a chronology")), "The partnership contributed a report: a chronology."),
            (new ContributionMade(ContributionForm.Information, new("dates")), "The partnership contributed information: dates."),
            (new ContributionOutcomeKnown(ContributionResult.SignedOffPublicationPending, null), "The other area’s review was signed off, with publication pending."),
            (new ContributionOutcomeKnown(ContributionResult.Published, null), "The other area’s review was published."),
            (new ContributionOutcomeKnown(ContributionResult.Published, new("their website")), "The other area’s review was published, at their website."),
            (new CaseClosed(null), "The case was closed."),
            (new CaseReopened(Text), "The case was reopened."),
        ];

        static LearningShared Shared(LearningChannel channel, bool hides = false) => new(channel, new("Ask about sleep."), hides);
    }
}
