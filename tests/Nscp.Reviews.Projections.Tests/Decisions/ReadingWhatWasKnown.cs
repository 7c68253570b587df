using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.Decisions;

/// <summary>A history as the partnership knew it at the end of a day, whenever it was recorded.</summary>
public class ReadingWhatWasKnown
{
    [Fact]
    public void Has_what_was_known_by_the_day_however_late_it_was_recorded_and_none_that_was_learnt_later()
    {
        var story = Stories.Incident("24-1", "2024-05-01").Tell("2024-05-02", new PanelReferralSent(null), recorded: "2024-06-03").Tell("2024-05-02", new SinReceivedByPartners(), known: "2024-05-08");
        Known(story, "2024-05-07").ShouldBe(["IncidentReported", "PanelReferralSent"]);
        Known(story, "2024-05-08").ShouldBe(["IncidentReported", "PanelReferralSent", "SinReceivedByPartners"]);
    }

    [Fact]
    public void Believes_what_was_found_later_to_be_wrong_and_has_a_correction_from_the_day_on_which_it_was_known()
    {
        var story = Stories.Incident("24-1", "2024-05-01").Correct<IncidentReported>("2024-05-13", "awareOn", "\"2024-05-01\"", "\"2024-04-30\"").On("2024-05-14", new PanelReferralSent(null)).Strike<PanelReferralSent>("2024-05-20");
        story.History.KnownBy(Day("2024-05-12")).State.Incident!.Aware.ShouldBe(Day("2024-05-01"));
        story.History.KnownBy(Day("2024-05-13")).State.Incident!.Aware.ShouldBe(Day("2024-04-30"));
        story.History.KnownBy(Day("2024-05-19")).State.SinSentOn.ShouldBe(Day("2024-05-14"));
        story.History.KnownBy(Day("2024-05-20")).State.SinSentOn.ShouldBeNull();
    }

    [Fact]
    public void Goes_by_the_day_on_which_a_fact_became_known_as_that_is_now_understood()
    {
        var story = Stories.Incident("24-1", "2024-05-01").On("2024-05-02", new PanelReferralSent(null)).Correct<PanelReferralSent>("2024-06-03", "knownOn", "\"2024-05-02\"", "\"2024-05-09\"");
        Known(story, "2024-05-08").ShouldBe(["IncidentReported"]);
        Known(story, "2024-05-09").ShouldBe(["IncidentReported", "PanelReferralSent"]);
    }

    static IEnumerable<string> Known(Story story, string day) => story.History.KnownBy(Day(day)).Corrected.Select(e => e.Fact.GetType().Name);
}
