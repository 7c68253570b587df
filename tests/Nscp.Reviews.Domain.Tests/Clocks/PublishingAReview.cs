using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Words;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Clocks.ClockStory;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class PublishingAReview
{
    const string Law = "pre-publication-copy", Guidance = "pre-publication-copy-guidance";

    [Fact]
    public void Follows_the_newest_plan_from_Friday_31_January_to_Friday_28_February_2025()
    {
        var story = PlannedFor31January2025().On("2025-01-13", Planned("2025-02-28"));
        (story.Due(Law), story.Due(Guidance)).ShouldBe(("2025-02-21", "2025-02-19"));
        story.Clocks.Count(clock => clock.Definition.ClockId == Law).ShouldBe(1);
    }

    [Fact]
    public void Is_not_moved_by_a_plan_of_Monday_16_December_2024_that_is_recorded_late() =>
        PlannedFor31January2025().On("2024-12-16", Planned("2025-01-10")).Due(Law).ShouldBe("2025-01-24");

    [Fact]
    public void Is_judged_again_by_the_day_of_publication_Wednesday_29_January_2025()
    {
        var story = PlannedFor31January2025().On("2025-01-24", Copy(NationalBody.Panel), Copy(NationalBody.SecretaryOfState));
        story.Read(Law, "2025-01-24").ShouldBe("Met");
        story.On("2025-01-29", Published()).Read(Law, "2025-01-30").ShouldBe("MetLate 2 days");
        story.Due(Law).ShouldBe("2025-01-22");
    }

    [Fact]
    public void Is_met_when_the_last_recipient_was_sent_it_and_Ofsted_counts_for_the_guidance_only()
    {
        var story = PlannedFor31January2025().On("2025-01-20", Copy(NationalBody.Panel)).On("2025-01-21", Copy(NationalBody.SecretaryOfState));
        Text(story[Law].MetOn).ShouldBe("2025-01-21");
        story[Guidance].MetOn.ShouldBeNull();
        Text(story.On("2025-01-22", Copy(NationalBody.Ofsted))[Guidance].MetOn).ShouldBe("2025-01-22");
    }

    [Fact]
    public void Is_missed_when_published_on_Friday_31_January_2025_without_a_copy_to_the_Secretary_of_State()
    {
        var story = PlannedFor31January2025().On("2025-01-20", Copy(NationalBody.Panel));
        story.Read(Law, "2025-01-30").ShouldBe("Overdue 6 days");
        story.On("2025-01-31", Published()).Read(Law, "2025-02-28").ShouldBe("Missed 7 days");
        story.On("2025-02-03", Copy(NationalBody.SecretaryOfState)).Read(Law, "2025-02-28").ShouldBe("Missed 7 days");
        story[Law].Because.ShouldBe("it was published without every copy; the last went on 3 February 2025");
    }

    [Fact]
    public void Is_missed_when_published_without_plan_or_copy() =>
        DecidedForCspr().On("2025-01-31", Published()).Read(Law, "2025-01-31").ShouldBe("Missed 7 days");

    [Fact]
    public void Needs_both_report_and_improvements_for_each_when_only_improvements_are_published()
    {
        var story = DecidedForCspr().On("2025-01-06", Planned("2025-01-31", PublicationForm.ImprovementsOnly))
            .On("2025-01-20", Copy(NationalBody.Panel, improvements: true), Copy(NationalBody.SecretaryOfState));
        story[Law].MetOn.ShouldBeNull();
        Text(story.On("2025-01-23", Copy(NationalBody.SecretaryOfState, report: false, improvements: true))[Law].MetOn).ShouldBe("2025-01-23");
    }

    [Fact]
    public void Ends_the_review_when_nothing_is_to_be_published_and_the_report_has_been_provided()
    {
        var story = DecidedForCspr().On("2024-12-02", Planned("2024-12-16", PublicationForm.NotPublished));
        (story.Due(Law), story["cspr-publication"].CancelledOn, story["progress-check"].CancelledOn).ShouldBe(("2024-12-09", null, null));
        story.On("2024-12-09", Copy(NationalBody.Panel)).On("2024-12-10", Copy(NationalBody.SecretaryOfState));
        story.Read(Law, "2024-12-31").ShouldBe("MetLate 1 days");
        story.Read("cspr-publication", "2025-03-03").ShouldBe("Cancelled");
        story.Read("progress-check", "2025-03-03").ShouldBe("Cancelled 68 days");
    }

    [Fact]
    public void Is_late_but_not_missed_when_the_last_copy_goes_on_the_day_of_publication() =>
        PlannedFor31January2025().On("2025-01-31", Copy(NationalBody.Panel), Copy(NationalBody.SecretaryOfState), Published()).Read(Law, "2025-02-28").ShouldBe("MetLate 7 days");

    [Fact]
    public void Stays_met_when_the_CSPR_is_discontinued_after_the_copies_went()
    {
        var story = PlannedFor31January2025().On("2025-01-20", Copy(NationalBody.Panel), Copy(NationalBody.SecretaryOfState)).On("2025-01-20", new CsprDiscontinued(new ProtectedText("why"), null));
        (Text(story[Law].MetOn), story[Law].CancelledOn).ShouldBe(("2025-01-20", null));
    }

    [Fact]
    public void Asks_for_copies_of_a_serious_case_review_that_was_planned_here() =>
        new ClockStory().On("2019-02-04", new SeriousCaseReviewCarriedOver(CaseReference.Parse("QN17"), new("neglect"), null, null), Planned("2019-03-04")).On("2019-03-04", Published())
            .Read(Law, "2019-03-05").ShouldBe("Missed 7 days");

    [Fact]
    public void Takes_the_plan_back_with_the_CSPR_discontinued_on_Monday_13_January_2025()
    {
        var story = PlannedFor31January2025().On("2025-01-13", new CsprDiscontinued(new ProtectedText("why"), null));
        story.Read(Law, "2025-02-03").ShouldBe("Cancelled");
        story.Read(Guidance, "2025-02-03").ShouldBe("Cancelled");
    }

    [Fact]
    public void Stays_available_to_the_end_of_Saturday_31_January_2026_and_is_never_overdue()
    {
        var story = PlannedFor31January2025().On("2025-01-31", Published());
        story.Due("kept-available").ShouldBe("2026-01-31");
        story.Read("kept-available", "2026-01-30").ShouldBe("Running 1 days");
        story.Read("kept-available", "2026-01-31").ShouldBe("Running 0 days");
        story.Read("kept-available", "2026-02-01").ShouldBe("Met");
        story["kept-available"].KeepsCaseOpen(Day("2025-06-02")).ShouldBeFalse();
    }

    [Fact]
    public void Was_not_kept_available_when_taken_down_on_Friday_30_January_2026_the_day_before_its_anniversary()
    {
        var story = PlannedFor31January2025().On("2025-01-31", Published()).On("2026-01-30", new TakenDown(TakenDownBecause.Other));
        story.Read("kept-available", "2026-02-10").ShouldBe("Missed");
        story["kept-available"].Because.ShouldBe("it was taken down (other)");
    }

    [Fact]
    public void Was_kept_available_when_taken_down_on_Monday_2_February_2026() =>
        PlannedFor31January2025().On("2025-01-31", Published()).On("2026-02-02", new TakenDown(TakenDownBecause.Other)).Read("kept-available", "2026-02-10").ShouldBe("Met");

    [Theory]
    [InlineData("2026-01-31", "Met")]
    [InlineData("2025-01-31", "Missed")]
    [InlineData("2025-01-30", "Met")]
    public void Is_kept_available_to_the_day_of_its_anniversary_from_the_day_on_which_it_was_published(string takenDown, string reading) =>
        PlannedFor31January2025().On("2025-01-31", Published()).On(takenDown, new TakenDown(TakenDownBecause.CourtOrder)).Read("kept-available", "2026-02-10").ShouldBe(reading);

    [Fact]
    public void Was_not_kept_available_from_the_first_of_two_takings_down_whichever_was_recorded_first()
    {
        var story = PlannedFor31January2025().On("2025-01-31", Published()).On("2026-03-02", new TakenDown(TakenDownBecause.Other)).On("2025-06-02", new TakenDown(TakenDownBecause.CourtOrder));
        Text(story["kept-available"].MissedOn).ShouldBe("2025-06-02");
    }

    [Fact]
    public void Keeps_available_a_serious_case_review_and_asks_for_no_copies_of_it()
    {
        var story = new ClockStory().On("2019-02-04", new SeriousCaseReviewCarriedOver(CaseReference.Parse("QN17"), new("neglect"), null, null)).On("2019-03-04", Published());
        story.Clocks.Select(clock => clock.Id).ShouldBe(["kept-available"]);
    }

    static ClockStory PlannedFor31January2025() => DecidedForCspr().On("2025-01-06", Planned("2025-01-31"));
}
