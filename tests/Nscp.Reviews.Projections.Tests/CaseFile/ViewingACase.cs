using System.Text.Json;
using Nscp.Reviews.Domain.Json;
using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.CaseFile;

public sealed class ViewingACase
{
    static readonly LocalDate Today = Day("2020-03-31");

    static CaseView View(Story story, bool showProtected = true) => CaseView.Of(story.History, Story.World, Today, showProtected)!;

    [Fact]
    public void Is_nothing_while_there_is_no_case() => CaseView.Of(CaseHistory.Empty, Story.World, Today, showProtected: true).ShouldBeNull();

    [Fact]
    public void Says_where_it_stands_what_holds_it_and_what_is_irregular()
    {
        var view = View(Stories.Rn19());
        view.Stage.ShouldBe(Stage.Held);
        view.CsprReference.ShouldBe("RN19");
        view.OpenHolds.ShouldHaveSingleItem().ExpectedEnd.ShouldBe(Day("2020-09-30"));
        view.Irregularities.Select(i => i.Code).ShouldContain("report-incomplete");
        view.RapidReview!.ReportSent!.On.ShouldBe(Day("2019-05-27"));
    }

    [Fact]
    public void Shows_every_clock_with_how_it_stands_today()
    {
        var publication = View(Stories.Rn19()).Clocks.Single(c => c.Clock == ClockIds.CsprPublication);
        publication.StartsOn.ShouldBe(Day("2019-05-20"));
        publication.DueOn.ShouldBe(Day("2019-11-20"));
        publication.State.ShouldBe(ClockState.Overdue);
        publication.N.ShouldBe(132);
        publication.Unit.ShouldBe("days");
    }

    [Fact]
    public void Tells_a_recommendation_all_of_whose_actions_were_closed_apart_from_what_is_completed_or_outstanding()
    {
        var recommendation = View(Stories.Incident("19-5", "2019-05-01")
            .On("2019-07-01", Stories.Recommends("R1", "Raise awareness"), new RecommendationAccepted("R1"), Stories.Assigned("R1", 1, "NCC-PH", "2019-12-31"))
            .On("2019-09-02", new ActionClosedWithoutCompletion("R1", 1, Secret("Overtaken"), Org("NCC")))).Recommendations.ShouldHaveSingleItem();

        (recommendation.State, recommendation.CompletedOn, recommendation.ClosedOn).ShouldBe((RecommendationProgress.ClosedWithoutCompletion, null, Day("2019-09-02")));
    }

    [Fact]
    public void Shows_the_first_due_date_beside_the_present_one()
    {
        var recommendation = View(Stories.Rn19()).Recommendations.ShouldHaveSingleItem();
        recommendation.State.ShouldBe(RecommendationProgress.InProgress);
        recommendation.Overdue.ShouldBeTrue();
        var (first, second) = (recommendation.Actions[0], recommendation.Actions[1]);
        (first.FirstDueOn, first.DueOn, first.Rescheduled, first.State, first.Overdue).ShouldBe((Day("2019-12-31"), Day("2020-02-28"), 1, ActionState.Verified, false));
        (first.ClaimedBy, first.VerifiedBy).ShouldBe((Org("NCC-PH"), Org("NSCP-SAIG")));
        (second.DueOn, second.Overdue).ShouldBe((Day("2020-01-31"), true));
    }

    [Fact]
    public void Shows_the_plan_of_its_rapid_review_and_none_where_there_is_none()
    {
        var story = Stories.Incident("24-1", "2024-03-04").On("2024-03-05", new PanelReferralSent(null));
        View(Stories.Incident("24-1", "2024-03-04")).Plan.ShouldBeNull();
        var plan = View(story).Plan.ShouldNotBeNull();
        (plan.Proposed, plan.CountedFrom, plan.CountedFromReceipt, plan.Timetable).ShouldBe((true, Day("2024-03-05"), false, "NSCP’s usual timetable"));
        View(story.On("2024-03-06", new SinReceivedByPartners())).Plan!.CountedFromReceipt.ShouldBeTrue();
        plan = View(story.On("2024-03-07", new RapidReviewPlanned([new(new("meeting"), Day("2024-03-11")), new(new("report-drafted"), LeftOut: true)]))
            .On("2024-03-07", new AgencyInformationRequested(1, Org("NUH"), 5))).Plan!;
        plan.Proposed.ShouldBeFalse();
        plan.Steps.ShouldBe(
        [
            new("returns-asked", "Agencies are asked for their information", Day("2024-03-07"), null, false, Day("2024-03-07"), null),
            new("returns-in", "All returns are in", Day("2024-03-14"), null, false, null, "0 of 1 returns are in."),
            new("meeting", "The CSPR group holds the rapid review", Day("2024-03-19"), Day("2024-03-11"), false, null, null),
            new("report-drafted", "The Development Manager has written the report", Day("2024-03-21"), null, true, null, "Left out of the plan."),
            new("sign-off", "The three partners agree the report", Day("2024-03-25"), null, false, null, null),
        ]);
        plan.Warnings.ShouldBe(["“The CSPR group holds the rapid review” is planned for Monday 11 March 2024, before “All returns are in”: Thursday 14 March 2024."]);
    }

    [Fact]
    public void Shows_no_clock_for_what_is_planned()
    {
        var story = Stories.Incident("24-1", "2024-03-04").On("2024-03-05", new PanelReferralSent(null), new SinReceivedByPartners());
        var clocks = View(story).Clocks;
        View(story.On("2024-03-07", new RapidReviewPlanned([new(new("meeting"), Day("2024-06-03"))]))).Clocks.ShouldBe(clocks);
    }

    [Fact]
    public void Says_what_may_be_recorded_next_and_why_not_what_may_not()
    {
        var view = View(Stories.Rn19());
        view.Next.Select(n => n.Milestone).ShouldNotContain("contribution-made");
        view.Next.Single(n => n.Milestone == "publication-hold-lift").May.ShouldBeTrue();
        var sent = view.Next.Single(n => n.Milestone == "report-sent");
        sent.May.ShouldBeFalse();
        sent.WhyNot!.Code.ShouldBe("report-already-sent");
        sent.Path.ShouldBe("/api/v1/cases/19-3/report-sent");
        var actions = view.Recommendations[0].Actions;
        actions[0].Next.Single(n => n.Milestone == "impact").May.ShouldBeTrue();
        actions[1].Next.Single(n => n.Milestone == "verification").WhyNot!.Code.ShouldBe("not-claimed");
        view.Recommendations[0].Next.Single(n => n.Milestone == "assignment").Path.ShouldEndWith("/R1/actions/3/assignment");
    }

    [Fact]
    public void Says_of_a_closed_case_that_it_has_to_be_reopened_first()
    {
        var next = View(Stories.Rn19().On("2020-03-30", new CaseClosed(null))).Next;
        next.Single(n => n.Milestone == "decision").WhyNot!.Code.ShouldBeOneOf(EveryMilestone.CaseClosed, "decision-already-stands");
        next.Single(n => n.Milestone == "practitioner-event").WhyNot!.Code.ShouldBe(EveryMilestone.CaseClosed);
        next.Single(n => n.Milestone == "reopening").May.ShouldBeTrue();
    }

    [Fact]
    public void Derives_the_fields_from_the_command_itself()
    {
        var make = View(Stories.Rn19()).Next.Single(n => n.Milestone == "recommendations").Fields.ShouldHaveSingleItem();
        (make.Name, make.Type, make.Of, make.Required).ShouldBe(("recommendations", "list", "object", true));
        var source = make.Fields!.Single(f => f.Name == "source");
        (source.Type, source.Required).ShouldBe(("choice", true));
        source.Choices!.ShouldContain("rapid-review");
        make.Fields!.Single(f => f.Name == "accepted").Required.ShouldBeFalse();
        make.Fields!.Single(f => f.Name == "actions").Fields!.Select(f => f.Name).ShouldBe(["owner", "ownerRole", "dueOn", "steps"]);
        foreach (var milestone in AllMilestones.All) FieldShape.OfCommand(milestone.Command).ShouldNotBeNull();
    }

    [Fact]
    public void Holds_no_protected_text_for_those_who_may_not_see_it()
    {
        var story = Stories.Rn19();
        string[] secrets = ["Found by a neighbour", "Learning about eating disorders", "The coroner asked", "The analysis follows", "Leaflet", "Printer"];
        var shown = JsonSerializer.Serialize(View(story), DomainJson.Stored);
        secrets.Take(4).ShouldAllBe(secret => shown.Contains(secret));
        var masked = JsonSerializer.Serialize(View(story, showProtected: false), DomainJson.Stored);
        secrets.ShouldAllBe(secret => !masked.Contains(secret));
    }
}
