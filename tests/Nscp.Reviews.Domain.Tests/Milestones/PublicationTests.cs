using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Milestones;

public class PlanningPublication
{
    [Fact]
    public void Says_why_unless_the_full_report_is_published() =>
        AReportAcceptedOnMonday2September2024().When(Publication.Planned, new(Monday16September2024, PublicationForm.NotPublished), Tuesday3September2024).ThenImpossible("why-missing");

    [Fact]
    public void Is_for_the_day_or_later_and_before_publication()
    {
        AReportAcceptedOnMonday2September2024().When(Publication.Planned, new(Monday2September2024, PublicationForm.FullReport), Tuesday3September2024).ThenImpossible("planned-in-the-past");
        PublishedOnMonday16September2024().When(Publication.Planned, new(Monday7October2024, PublicationForm.FullReport), Tuesday1October2024).ThenImpossible("already-published");
        RapidReviewSentAndCsprDecided().When(Publication.Planned, new(Monday7October2024, PublicationForm.FullReport), Tuesday1October2024).ThenImpossible("no-cspr");
    }

    [Fact]
    public void Back_to_the_first_date_on_one_day_is_a_third_plan()
    {
        Publication.MakePlan a = new(Monday16September2024, PublicationForm.FullReport), b = a with { On = Monday7October2024 };
        var back = AReportAcceptedOnMonday2September2024().When(Publication.Planned, a, Tuesday3September2024).AfterIt().When(Publication.Planned, b, Tuesday3September2024).AfterIt()
            .When(Publication.Planned, a, Tuesday3September2024).Then(new PublicationPlanned(Monday16September2024, PublicationForm.FullReport, null));
        back.State.Publication!.On.ShouldBe(Monday16September2024);
        back.When(Publication.Planned, a, Tuesday3September2024).ThenNothingNew();
    }
}

public class LeadingUpToPublication
{
    static readonly Milestone[] Steps = [Publication.Planned, Publication.CopySent, Holds.Placed, Publication.Published];

    [Fact]
    public void Needs_a_CSPR_of_an_incident()
    {
        foreach (var step in Steps)
        {
            step.WhyNotNow(RapidReviewSentAndCsprDecided().State, default)!.Code.ShouldBe("no-cspr", step.Route);
            step.WhyNotNow(ASeriousCaseReviewCarriedOver().State, default).ShouldBeNull(step.Route);
        }
    }

    [Fact]
    public void Ends_when_the_CSPR_is_discontinued_but_what_happened_before_may_still_be_told()
    {
        var ended = AReportAcceptedOnMonday2September2024().And(Monday16September2024, new CsprDiscontinued(Guarded("National review."), Monday16September2024));
        foreach (var step in Steps) step.WhyNotNow(ended.State, default)!.Code.ShouldBe("cspr-discontinued", step.Route);
        ended.When(Publication.CopySent, new(NationalBody.Panel), Monday16September2024).ThenImpossible("cspr-discontinued");
        ended.When(Publication.CopySent, new(NationalBody.Panel), Tuesday3September2024).Then(new PrePublicationCopySent(NationalBody.Panel, true, false));
    }

    [Fact]
    public void Leaves_room_for_a_plan_of_an_earlier_day() => PublishedOnMonday16September2024()
        .When(Publication.Planned, new(Monday16September2024, PublicationForm.FullReport), Tuesday3September2024).Then(new PublicationPlanned(Monday16September2024, PublicationForm.FullReport, null));
}

public class SendingACopyBeforePublication
{
    [Fact]
    public void Holds_something_and_is_told_once()
    {
        AReportAcceptedOnMonday2September2024().When(Publication.CopySent, new(NationalBody.Panel, false), Tuesday3September2024).ThenImpossible("copy-of-nothing");
        CopiesSentOnTuesday3September2024().When(Publication.CopySent, new(NationalBody.Panel), Monday16September2024).ThenImpossible("copy-already-sent");
    }
}

public class PublishingTheReview
{
    static readonly Publication.Publish Full = new(PublicationForm.FullReport, Short("https://nscp.example/rn24"));

    static readonly Published Fact = new(PublicationForm.FullReport, Short("https://nscp.example/rn24"), null);

    [Fact]
    public void Is_irregular_without_accepted_report_and_copies() =>
        ADraftReceivedOnMonday1July2024().When(Publication.Published, Full, Monday16September2024).ThenIrregular("no-accepted-report", "copies-not-sent");

    [Fact]
    public void Is_irregular_with_a_hold_open_until_its_lifting_is_recorded_with_its_date()
    {
        AHoldPlacedOnTuesday3September2024().When(Publication.Published, Full, Monday16September2024).ThenIrregular("hold-open")[0].Sentence.ShouldBe("A hold is open: inquest.");
        var marked = AHoldPlacedOnTuesday3September2024().When(Publication.Published, Full, Monday16September2024, reason: "Agreed with the coroner.", despite: "hold-open").ThenMarked(["hold-open"], Fact);
        marked.Marked.ShouldBe(["hold-open"]);
        marked.When(Holds.Lifted, new(), Monday16September2024).AfterIt().Marked.ShouldBeEmpty();
    }

    [Fact]
    public void Gains_a_mark_when_a_hold_of_an_earlier_day_is_recorded_late()
    {
        var late = PublishedOnMonday16September2024();
        late.When(Holds.Placed, new(HoldKind.Prosecution, Guarded("A trial.")), Tuesday1October2024).ThenImpossible("already-published");
        late.When(Holds.Placed, new(HoldKind.Prosecution, Guarded("A trial.")), Tuesday3September2024).AfterIt().Marked.ShouldBe(["hold-open"]);
    }

    [Fact]
    public void Needs_the_information_on_improvements_too_where_only_those_are_published() => CopiesSentOnTuesday3September2024()
        .When(Publication.Published, Full with { Form = PublicationForm.ImprovementsOnly }, Monday16September2024).ThenIrregular("copies-not-sent")[0].Sentence.ShouldEndWith("missing: panel and secretary of state.");

    [Fact]
    public void Is_refused_for_what_is_not_published_or_twice_or_before_the_decision()
    {
        CopiesSentOnTuesday3September2024().When(Publication.Published, Full with { Form = PublicationForm.NotPublished }, Monday16September2024).ThenImpossible("not-published-is-no-publication");
        PublishedOnMonday16September2024().When(Publication.Published, Full, Monday7October2024).ThenImpossible("already-published");
        CopiesSentOnTuesday3September2024().When(Publication.Published, Full, Tuesday19March2024).ThenImpossible("before-the-decision");
    }

    [Fact]
    public void Again_on_the_day_of_taking_down_is_a_new_fact() => PublishedOnMonday16September2024().And(Monday16September2024, new TakenDown(TakenDownBecause.CourtOrder))
        .When(Publication.Published, Full, Monday16September2024).Then(Fact).State.IsPublished.ShouldBeTrue();

    [Fact]
    public void Again_after_it_was_taken_down_leaves_the_day_of_first_publication() => PublishedOnMonday16September2024().And(Tuesday1October2024, new TakenDown(TakenDownBecause.CourtOrder))
        .When(Publication.Published, Full, Monday7October2024).AfterIt().State.FirstPublishedOn.ShouldBe(Monday16September2024);

    [Fact]
    public void Is_irregular_with_a_guarded_name_in_the_summary() => CopiesSentOnTuesday3September2024()
        .When(Publication.Published, Full with { Summary = Long("What JURATE  KOWALSKA went through.") }, Monday16September2024).ThenIrregular("identifying-text")[0]
        .Sentence.ShouldBe("A published field may identify someone: a guarded name at character 6 in summary.");
}

public class TakingAReviewDown
{
    [Theory]
    [InlineData(TakenDownBecause.Other, "2025-09-15", true)]
    [InlineData(TakenDownBecause.Other, "2025-09-16", false)]
    [InlineData(TakenDownBecause.CourtOrder, "2024-10-07", false)]
    public void Inside_the_year_is_irregular_without_a_court_or_the_partners_reason(TakenDownBecause because, string on, bool irregular)
    {
        var attempt = PublishedOnMonday16September2024().When(Publication.TakenDown, new(because), NodaTime.Text.LocalDatePattern.Iso.Parse(on).Value);
        if (irregular) attempt.ThenIrregular("taken-down-early"); else attempt.Then(new TakenDown(because));
    }

    [Fact]
    public void By_the_partners_decision_says_why()
    {
        PublishedOnMonday16September2024().When(Publication.TakenDown, new(TakenDownBecause.PartnersDecision), Monday7October2024).ThenImpossible("reason-missing");
        PublishedOnMonday16September2024().When(Publication.TakenDown, new(TakenDownBecause.PartnersDecision), Monday7October2024, reason: "A sibling was named.").Then(new TakenDown(TakenDownBecause.PartnersDecision));
    }

    [Fact]
    public void Needs_a_publication_by_that_day()
    {
        CopiesSentOnTuesday3September2024().When(Publication.TakenDown, new(TakenDownBecause.Other), Monday7October2024).ThenImpossible("not-published");
        PublishedOnMonday16September2024().When(Publication.TakenDown, new(TakenDownBecause.CourtOrder), Tuesday3September2024).ThenImpossible("before-publication");
        CopiesSentOnTuesday3September2024().When(Publication.AvailabilityChecked, new(true, Short("Website")), Monday7October2024).ThenImpossible("not-published");
        PublishedOnMonday16September2024().When(Publication.AvailabilityChecked, new(true, Short("Website")), Tuesday3September2024).ThenImpossible("before-publication");
    }
}
