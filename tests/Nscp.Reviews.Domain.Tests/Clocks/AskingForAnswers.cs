using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Words;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Clocks.ClockStory;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class AskingForAnswers
{
    [Fact]
    public void Gives_each_agency_the_working_days_set_with_its_request_of_Friday_20_December_2024()
    {
        var story = Opened("2024-12-16").On("2024-12-20", Asked(1, "NUH", 5), Asked(2, "SFHT", 10));
        (story.Due("agency-return"), story.Due("agency-return-2")).ShouldBe(("2024-12-31", "2025-01-08"));
        (story["agency-return-2"].Owner, story["agency-return-2"].BelongsTo).ShouldBe((Org("SFHT"), "SFHT"));
        story.On("2025-01-02", Returned(1, "NUH")).Read("agency-return", "2025-01-03").ShouldBe("MetLate 1 working days");
        story.Read("agency-return-2", "2025-01-03").ShouldBe("Running 3 working days");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Takes_a_nil_return_of_Friday_24_May_2024_for_a_return(bool nil) =>
        Opened("2024-05-20").On("2024-05-20", Asked(1, "NUH", 5)).On("2024-05-24", new AgencyInformationReturned(1, Org("NUH"), nil)).Read("agency-return", "2024-05-28").ShouldBe("Met");

    [Fact]
    public void Is_answered_only_by_what_answers_it()
    {
        var story = Opened("2024-05-20").On("2024-05-20", Asked(1, "NUH", 5), Asked(2, "NUH", 5)).On("2024-05-24", Returned(2, "NUH"), Returned(1, "SFHT"));
        (story["agency-return"].MetOn, Text(story["agency-return-2"].MetOn)).ShouldBe((null, "2024-05-24"));
    }

    [Fact]
    public void Holds_the_partners_to_the_date_that_the_Panel_gave_Monday_15_July_2024()
    {
        var story = Opened("2024-06-03").On("2024-07-01", new PanelAskedForInformation(1, Day("2024-07-15"), null));
        (story.Due("panel-information"), story["panel-information"].BelongsTo).ShouldBe(("2024-07-15", "question 1"));
        story.Read("panel-information", "2024-07-12").ShouldBe("Running 3 days");
        story.On("2024-07-16", new PanelAnswered(1, new("chronology"))).Read("panel-information", "2024-07-17").ShouldBe("MetLate 1 days");
    }

    [Fact]
    public void Gives_ten_working_days_to_answer_the_Scrutineers_challenge_of_Thursday_15_August_2024()
    {
        var story = Opened("2024-06-03").On("2024-08-15", new ScrutinyChallengeMade(1, ScrutinyStage.Decision, new ProtectedText("why so")));
        (story.Due("scrutiny-response"), story["scrutiny-response"].BelongsTo).ShouldBe(("2024-08-30", "challenge 1"));
        story.On("2024-08-30", new ScrutinyAnswered(1, new ProtectedText("because"))).Read("scrutiny-response", "2024-09-02").ShouldBe("Met");
    }
}
