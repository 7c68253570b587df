using NodaTime;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Domain.Words;

namespace Nscp.Reviews.Domain.Tests.Milestones;

public sealed class RecordingTheYearlyReport
{
    static readonly LocalDate Today = new(2020, 10, 1);
    static readonly YearlyReports.Publish Report = new(new LocalDate(2019, 4, 1), new LocalDate(2020, 3, 31), new ShortText("The partnership's website"));

    [Fact]
    public void Is_recorded_with_the_period_that_it_covers() =>
        Decide(Report, on: Today).Facts.ShouldBe([new PartnershipEvent.YearlyReportPublished(Report.CoversFrom, Report.CoversTo, Report.Where)]);

    [Fact]
    public void Twice_records_nothing_new()
    {
        var again = Decide(Report, on: Today, Recorded(Report, Today));
        again.Refusal.ShouldBeNull();
        again.Facts.Count.ShouldBe(0);
    }

    [Fact]
    public void Of_another_day_is_another_publication() => Decide(Report, on: Today, Recorded(Report, Today.PlusDays(-1))).Facts.Count.ShouldBe(1);

    [Fact]
    public void Of_another_period_on_the_same_day_is_another_publication() =>
        Decide(Report with { CoversFrom = new LocalDate(2019, 9, 1) }, on: Today, Recorded(Report, Today)).Facts.Count.ShouldBe(1);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void Is_refused_in_the_future(int happened, int known) =>
        Decide(Report, on: Today.PlusDays(happened), known: Today.PlusDays(known)).Refusal!.Code.ShouldBe("in-the-future");

    [Fact]
    public void Is_refused_when_known_before_it_happened() => Decide(Report, on: Today, known: Today.PlusDays(-1)).Refusal!.Code.ShouldBe("known-before-it-happened");

    [Fact]
    public void Is_refused_before_its_period_has_ended() => Decide(Report, on: new LocalDate(2020, 3, 30)).Refusal!.Code.ShouldBe("published-before-the-period-ended");

    [Fact]
    public void Is_allowed_on_the_last_day_of_its_period() => Decide(Report, on: new LocalDate(2020, 3, 31)).Refusal.ShouldBeNull();

    [Fact]
    public void Is_refused_for_a_period_that_ends_before_it_begins() =>
        Decide(Report with { CoversTo = new LocalDate(2019, 3, 31) }, on: Today).Refusal!.Code.ShouldBe("period-unclear");

    [Fact]
    public void Is_refused_for_an_organisation_that_nobody_knows() => Decide(Report, on: Today, by: "NOBODY").Refusal!.Code.ShouldBe("unknown-organisation");

    [Fact]
    public void Comes_back_from_its_stored_form()
    {
        var fact = Decide(Report, on: Today).Facts[0];
        PartnershipCatalogue.Facts.Of(fact).ShouldBe("yearly_report_published");
        PartnershipCatalogue.Facts.FromJson("yearly_report_published", PartnershipCatalogue.Facts.ToJson(fact)).ShouldBe(fact);
    }

    static YearlyReports.Decided Decide(YearlyReports.Publish command, LocalDate on, PartnershipEntry? before = null, LocalDate? known = null, string by = "NSCP") =>
        YearlyReports.Decide(before is null ? [] : [before], command, Recording(on, known ?? on, by));

    static PartnershipEntry Recorded(YearlyReports.Publish command, LocalDate on)
    {
        var recording = Recording(on, on, "NSCP");
        var envelope = new Envelope(Guid.Empty, 1, recording.Recorder, recording.By, on, on, recording.RecordedAt, 1, "c-1", null, null, []);
        return new PartnershipEntry(envelope, new PartnershipEvent.YearlyReportPublished(command.CoversFrom, command.CoversTo, command.Where));
    }

    static Recording Recording(LocalDate on, LocalDate known, string by) => new(
        new Recorder("u-1", "Dana Marsh", "development-manager", OrganisationCode.Parse("NSCP")), new Actor(OrganisationCode.Parse(by)), on, known,
        Today.At(new LocalTime(12, 0)).InUtc().ToInstant(), null, [],
        new World(OrganisationRegister.Shipped, Calendars.Shipped, ClockPolicies.Shipped, OrganisationCode.Parse("NSCP")));
}
