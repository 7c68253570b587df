using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Clocks.ClockStory;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class NumberingClocks
{
    [Fact]
    public void Goes_by_the_order_of_recording_whatever_the_days()
    {
        var story = Opened("2024-06-03").On("2024-06-12", Asked(1, "NUH", 5)).On("2024-06-11", Asked(2, "SFHT", 5));
        (story["agency-return"].BelongsTo, story["agency-return-2"].BelongsTo).ShouldBe(("NUH", "SFHT"));
    }

    [Fact]
    public void Never_uses_a_number_again_when_a_start_was_recorded_in_error()
    {
        var story = Opened("2024-06-03").On("2024-06-11", Asked(1, "NUH", 5));
        var inError = story.Newest;
        story.On("2024-06-12", Asked(2, "SFHT", 5)).On("2024-06-13", InError(inError));
        story.Find("agency-return").ShouldBeNull();
        story["agency-return-2"].BelongsTo.ShouldBe("SFHT");
    }

    [Fact]
    public void Keeps_every_id_when_a_date_or_an_agency_is_corrected()
    {
        var story = Opened("2024-06-03").On("2024-06-11", Asked(1, "NUH", 5));
        var wrong = story.Newest;
        story.On("2024-06-12", Asked(2, "SFHT", 5)).On("2024-06-13", Wrongly(wrong, "agency", "\"NUH\"", "\"DBTH\""), Wrongly(wrong, "happenedOn", "\"2024-06-11\"", "\"2024-06-13\""));
        (story["agency-return"].BelongsTo, story.Due("agency-return"), story["agency-return-2"].BelongsTo).ShouldBe(("DBTH", "2024-06-20", "SFHT"));
    }

    [Fact]
    public void Leaves_the_bare_id_to_a_clock_that_a_correction_starts_anew()
    {
        var story = Opened("2024-06-03", suspected: null);
        var incident = story.Newest;
        story.On("2024-06-10", Wrongly(incident, "suspectedOn", "null", "\"2024-06-06\""));
        story.Due("panel-referral").ShouldBe("2024-06-13");
    }

    [Fact]
    public void Leaves_the_bare_id_to_the_rapid_review_when_a_correction_changes_which_event_starts_it()
    {
        var story = Opened("2025-05-27").On("2025-06-02", new PanelReferralSent(null));
        var sent = story.Newest;
        story.On("2025-06-03", new SinReceivedByPartners()).On("2025-06-04", Wrongly(sent, "happenedOn", "\"2025-06-02\"", "\"2025-05-30\""));
        story.Due("rapid-review").ShouldBe("2025-06-24");
    }

    [Fact]
    public void Has_no_clocks_without_a_history() => new ClockStory().Clocks.ShouldBeEmpty();
}
