using NodaTime;
using Nscp.Reviews.Domain.Clocks;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Clocks.ClockStory;

namespace Nscp.Reviews.Domain.Tests.Clocks;

/// <summary>A correction of a fact that starts or ends a clock: it is judged again, and what it read before stays to be seen.</summary>
public class JudgingAgain
{
    static readonly Instant Monday10June2024 = Instant.FromUtc(2024, 6, 10, 9, 0), Friday14June2024 = Instant.FromUtc(2024, 6, 14, 9, 0), Monday17June2024 = Instant.FromUtc(2024, 6, 17, 9, 0);

    static ClockStory SentOnMonday10June()
    {
        var story = new ClockStory().Recorded(Monday10June2024).On("2024-06-03", Incident("2024-06-03"));
        return story.On("2024-06-10", new PanelReferralSent(null));
    }

    static Guid First(ClockStory story) => story.History.AsRecorded[0].Envelope.Id;

    [Fact]
    public void Finds_a_clock_late_that_was_met_when_awareness_is_set_back_from_Monday_3_June_2024_to_Friday_31_May()
    {
        var story = SentOnMonday10June();
        story.Recorded(Friday14June2024).On("2024-06-14", Wrongly(First(story), "awareOn", "\"2024-06-03\"", "\"2024-05-31\""), Wrongly(First(story), "suspectedOn", "\"2024-06-03\"", "\"2024-05-31\""));
        story.Read("panel-referral", "2024-06-14").ShouldBe("MetLate 1 working days");
        Earlier(story, "panel-referral").ShouldBe([("2024-06-03", "2024-06-10", "2024-06-10", 4)]);
    }

    [Fact]
    public void Finds_a_clock_late_when_the_day_on_which_it_was_met_is_set_from_Monday_10_June_2024_to_Wednesday_12_June()
    {
        var story = SentOnMonday10June();
        story.Recorded(Friday14June2024).On("2024-06-14", Wrongly(story.Newest, "happenedOn", "\"2024-06-10\"", "\"2024-06-12\""));
        story.Read("panel-referral", "2024-06-14").ShouldBe("MetLate 2 working days");
        Earlier(story, "panel-referral").ShouldBe([("2024-06-03", "2024-06-10", "2024-06-10", 3)]);
        Earlier(story, "rapid-review").ShouldBe([("2024-06-10", "2024-07-01", null, 3)]);
    }

    [Fact]
    public void Runs_again_when_the_fact_that_met_it_was_recorded_in_error()
    {
        var story = SentOnMonday10June();
        story.Recorded(Friday14June2024).On("2024-06-14", InError(story.Newest));
        story.Read("panel-referral", "2024-06-14").ShouldBe("Overdue 4 working days");
        Earlier(story, "panel-referral").ShouldBe([("2024-06-03", "2024-06-10", "2024-06-10", 3)]);
    }

    [Fact]
    public void Shows_every_reading_in_the_order_in_which_they_were_known()
    {
        var story = SentOnMonday10June();
        var sent = story.Newest;
        story.Recorded(Friday14June2024).On("2024-06-14", Wrongly(sent, "happenedOn", "\"2024-06-10\"", "\"2024-06-12\""));
        story.Recorded(Monday17June2024).On("2024-06-17", Wrongly(sent, "happenedOn", "\"2024-06-12\"", "\"2024-06-07\""));
        Earlier(story, "panel-referral").ShouldBe([("2024-06-03", "2024-06-10", "2024-06-10", 3), ("2024-06-03", "2024-06-10", "2024-06-12", 4)]);
        EarlierReading.Of(story.History, Nottinghamshire)["panel-referral"].Select(r => r.Until).ShouldBe([Friday14June2024, Monday17June2024]);
    }

    [Fact]
    public void Shows_no_earlier_reading_where_time_alone_went_on_or_something_else_was_corrected()
    {
        var story = SentOnMonday10June();
        story.On("2024-06-12", Told("NOTTS-POLICE"), Told("NN-ICB"));
        EarlierReading.Of(story.History, Nottinghamshire).ShouldBeEmpty();
        story.Recorded(Friday14June2024).On("2024-06-14", Wrongly(First(story), "place", "null", "\"Mansfield\""));
        EarlierReading.Of(story.History, Nottinghamshire).ShouldBeEmpty();
    }

    [Fact]
    public void Knew_nothing_of_a_correction_before_it_was_recorded()
    {
        var story = SentOnMonday10June();
        story.Recorded(Friday14June2024).On("2024-06-14", Wrongly(story.Newest, "happenedOn", "\"2024-06-10\"", "\"2024-06-12\""));
        MetOn(Monday10June2024).ShouldBe("2024-06-10");
        MetOn(Friday14June2024 - Duration.Epsilon).ShouldBe("2024-06-10");
        MetOn(Friday14June2024).ShouldBe("2024-06-12");

        string? MetOn(Instant known) => Text(CaseClocks.KnownAt(story.History, known, Nottinghamshire).Single(c => c.Id == "panel-referral").MetOn);
    }

    [Fact]
    public void Knew_only_the_policies_that_had_come_into_force()
    {
        var planned = ClockPolicies.Shipped.For(ClockIds.RapidReview, "NSCP", Day("2025-07-01"))!.PolicyId;
        var known = Nottinghamshire.KnownAt(Instant.FromUtc(2025, 5, 31, 22, 59)).Policies;
        (planned, known.For(ClockIds.RapidReview, "NSCP", Day("2025-07-01"))!.PolicyId).ShouldBe(("panel-2025", "wt-2023"));
        Nottinghamshire.KnownAt(Instant.FromUtc(2025, 5, 31, 23, 0)).Policies.For(ClockIds.RapidReview, "NSCP", Day("2025-07-01"))!.PolicyId.ShouldBe("panel-2025", "in London it is 1 June");
    }

    static IEnumerable<(string?, string?, string?, long)> Earlier(ClockStory story, string id) =>
        EarlierReading.Of(story.History, Nottinghamshire)[id].Select(r => (Text(r.StartsOn), Text(r.DueOn), Text(r.MetOn), r.ChangedBy));
}
