using NodaTime;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Words;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Clocks.ClockStory;

namespace Nscp.Reviews.Domain.Tests.Clocks;

/// <summary>Whoever reads of a clock that ended unmet reads why, and it keeps the list of bank holidays that was in force then.</summary>
public class SayingWhyAClockEnded
{
    static readonly ProtectedText Why = new("why");

    static string? Because(ClockStory story, string id) => story[id].Because;

    [Fact]
    public void Says_that_the_incident_was_found_not_notifiable() =>
        Because(Opened("2024-06-03").On("2024-06-10", new PanelReferralSent(null)).On("2024-06-20", NotNotifiable()), "rapid-review").ShouldBe("the incident was found not notifiable");

    [Fact]
    public void Says_that_the_hold_was_lifted() =>
        Because(DecidedForCspr().On("2024-09-02", Held(1)).On("2024-09-16", new HoldLifted(1)), "hold-review").ShouldBe("the hold was lifted");

    [Fact]
    public void Says_that_the_CSPR_was_discontinued() =>
        Because(DecidedForCspr().On("2024-09-02", new CsprDiscontinued(Why, null)), "cspr-publication").ShouldBe("the CSPR was discontinued");

    [Fact]
    public void Says_that_the_recommendation_was_rejected_or_closed()
    {
        Because(WithAnAction().On("2024-07-10", new RecommendationRejected("R1", Why)), "action").ShouldBe("the recommendation was rejected");
        Because(WithAnAction().On("2024-07-10", new RecommendationClosed("R1", Why, Org("NSCP"))), "action").ShouldBe("the recommendation was closed without completion");
    }

    [Fact]
    public void Says_that_the_case_was_closed_before_the_Panel_answered() =>
        Because(DecidedForCspr().On("2024-07-15", new CaseClosed(null)), "panel-response").ShouldBe("the case was closed before the answer came");

    [Fact]
    public void Says_that_it_was_published_without_every_copy_when_none_was_sent() =>
        Because(DecidedForCspr().On("2024-12-02", Planned("2025-01-31")).On("2025-01-31", Published()), "pre-publication-copy").ShouldBe("it was published without every copy");

    /// <summary>Two facts end it together: the revision is that of the later recorded.</summary>
    [Fact]
    public void Keeps_the_newest_list_that_any_of_the_facts_was_recorded_under()
    {
        var calendars = Calendars.Shipped.With(new(new WorkingDayCalendar(2, WorkingDayCalendar.Shipped.Coverage, CalendarList.Shipped.Holidays.Append(new(Day("2024-06-04"), "A day of thanks"))), Instant.FromUtc(2024, 6, 5, 9, 0)));
        var story = Opened("2024-06-03").On("2024-06-05", Told("NN-ICB")).Recorded(Instant.FromUtc(2026, 2, 26, 9, 0), under: 2).On("2024-06-05", Told("NOTTS-POLICE"));
        var clock = CaseClocks.Of(story.History, Nottinghamshire with { Calendars = calendars }).Single(c => c.Id == "partners-informed");
        (clock.Calendar.Revision, Text(clock.Due?.Date), Text(clock.MetOn)).ShouldBe((2, "2024-06-11", "2024-06-05"));
    }

    static ClockStory WithAnAction() => DecidedForCspr().On("2024-07-09", new RecommendationMade("R1", new("Wording"), RecommendationSource.RapidReview, new("Theme"), Org("NCC"), null), Assigned("2024-12-31"));
}
