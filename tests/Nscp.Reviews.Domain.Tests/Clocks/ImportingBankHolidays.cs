using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Nscp.Reviews.Domain.Clocks;
using static Nscp.Reviews.Domain.Tests.Clocks.Feeds;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class ImportingBankHolidays
{
    [Fact]
    public void Keeps_2012_to_2023_when_the_feed_shrank_to_2024_to_2027()
    {
        var proposal = Proposal(Of("2025-08-17-shrunk"));
        proposal.List.Coverage.ShouldBe(new CoveredYears(2012, 2028));
        proposal.FeedYears.ShouldBe([2024, 2025, 2026, 2027]);
        proposal.List.Holidays.ShouldBe(CalendarList.Shipped.Holidays);
        proposal.IsNothingNew.ShouldBeTrue();
    }

    [Fact]
    public void Withdraws_Monday_4_May_2020_for_Friday_8_May_2020()
    {
        var proposal = Proposal(Of("2022-01-24"), InForce("2019-05-08"));
        proposal.Difference.Withdrawn.ShouldBe([new(new(2020, 5, 4), "Early May bank holiday")]);
        proposal.Difference.Added.ShouldBe([new(new(2020, 5, 8), "Early May bank holiday (VE day)")]);
        proposal.Difference.NewlyCovered.Select(year => year.Year).ShouldBe([2021, 2022, 2023]);
        var calendar = proposal.List.Calendar;
        (calendar.IsWorkingDay(new(2020, 5, 4)), calendar.IsWorkingDay(new(2020, 5, 8))).ShouldBe((true, false));
    }

    [Fact]
    public void Adds_the_State_Funeral_and_the_coronation_and_covers_two_more_years()
    {
        var proposal = Proposal(Of("2022-12-29"), InForce("2022-01-24"));
        proposal.Difference.Added.Select(h => h.Date).ShouldBe([new(2022, 9, 19), new(2023, 5, 8)]);
        proposal.Difference.Withdrawn.ShouldBeEmpty();
        proposal.Difference.NewlyCovered.Select(year => (year.Year, year.Holidays.Count)).ShouldBe([(2024, 8), (2025, 8)]);
        proposal.List.Coverage.ShouldBe(new CoveredYears(2012, 2025));
        proposal.List.Calendar.NthAfter(new(2022, 9, 12), 5).ShouldBe(new LocalDate(2022, 9, 20));
    }

    [Fact]
    public void Says_where_the_list_came_from_and_numbers_it_one_higher()
    {
        var feed = Of("2022-12-29");
        var list = Proposal(feed, InForce("2022-01-24")).List;
        list.Provenance.ShouldBe(new CalendarProvenance(2, "GOV.UK", Today, Convert.ToHexStringLower(SHA256.HashData(feed)), 2012, 2025));
        list.Calendar.Revision.ShouldBe(2);
    }

    [Theory]
    [InlineData("2019-05-08")]
    [InlineData("2022-01-24")]
    [InlineData("2022-12-29")]
    [InlineData("2026-02-25")]
    public void Finds_nothing_new_in_the_list_in_force(string day) => Proposal(Of(day), InForce(day)).IsNothingNew.ShouldBeTrue();

    [Fact]
    public void Renames_a_holiday_without_withdrawing_it()
    {
        var feed = Made(Days(2026).Select(h => h.Date == new LocalDate(2026, 1, 1) ? h with { Title = "New Year's Day" } : h));
        var difference = Proposal(feed).Difference;
        difference.Renamed.ShouldBe([new(new(2026, 1, 1), "New Year\u2019s Day", "New Year's Day")]);
        (difference.Added.Count, difference.Withdrawn.Count, difference.IsEmpty).ShouldBe((0, 0, false));
    }

    [Fact]
    public void Covers_an_earlier_year_beside_the_first_one()
    {
        var feed = Made(Days(2012));
        var proposal = Proposal(feed, List([.. Days(2013, 2014)]));
        proposal.List.Coverage.ShouldBe(new CoveredYears(2012, 2014));
        proposal.Difference.NewlyCovered.Single().Holidays.ShouldBe(Days(2012));
    }

    [Fact]
    public void Keeps_a_covered_year_that_the_feed_leaves_out_between_two_others() =>
        Proposal(Made(Days(2024, 2026)), List([.. Days(2024, 2025)])).List.Holidays.ShouldBe(Days(2024, 2025, 2026));

    [Fact]
    public void Passes_over_further_fields_other_divisions_and_a_byte_order_mark()
    {
        var feed = Node(Days(2028));
        feed["jersey"] = new JsonArray("anything");
        feed["england-and-wales"]!["updated"] = 7;
        foreach (var item in feed["england-and-wales"]!["events"]!.AsArray())
        {
            item!.AsObject().Remove("notes");
            item!.AsObject().Remove("bunting");
            item!["id"] = null;
        }
        feed["england-and-wales"]!.AsObject().Remove("division");
        Proposal(Encoding.UTF8.GetBytes('\uFEFF' + feed.ToJsonString())).IsNothingNew.ShouldBeTrue();
    }

    [Fact]
    public void Takes_a_feed_in_any_order() => Proposal(Made(Days(2027, 2028).Reverse())).IsNothingNew.ShouldBeTrue();

    static readonly int Runs = Environment.GetEnvironmentVariable("REVIEWS_SOAK") == "1" ? 5_000 : 100;
    static readonly Gen<BankHoliday[]> Year2024 = YearOf(2024), Year2025 = YearOf(2025), Year2026 = YearOf(2026), Year2027 = YearOf(2027);

    static readonly Arbitrary<(BankHoliday[][] InForce, BankHoliday[][] Feed)> Lists =
        (from first in Year2024
         from second in Year2025
         from third in Year2026
         from again in Year2025
         from thirdAgain in Gen.OneOf(Year2026, Gen.Constant<BankHoliday[]>([]))
         from next in Gen.OneOf(Year2027, Gen.Constant<BankHoliday[]>([]))
         select (new[] { first, second, third }, new[] { again, thirdAgain, next })).ToArbitrary();

    [Fact]
    public void Twice_is_nothing_new() => Holds(list =>
    {
        var feed = Made(list.Feed.SelectMany(year => year));
        var first = Proposal(feed, List([.. list.InForce.SelectMany(year => year)]));
        var second = Proposal(feed, first.List);
        return second.IsNothingNew && second.List.Holidays.SequenceEqual(first.List.Holidays) && second.List.Revision == 3;
    });

    [Fact]
    public void Never_changes_a_year_that_the_feed_does_not_hold() => Holds(list =>
    {
        var after = Proposal(Made(list.Feed.SelectMany(year => year)), List([.. list.InForce.SelectMany(year => year)])).List;
        var held = list.Feed.SelectMany(year => year).ToLookup(h => h.Date.Year);
        return list.InForce.SelectMany(year => year).Where(h => !held.Contains(h.Date.Year))
                .SequenceEqual(after.Holidays.Where(h => !held.Contains(h.Date.Year)))
            && held.All(year => year.SequenceEqual(after.Holidays.Where(h => h.Date.Year == year.Key)));
    });

    [Fact]
    public void Tells_a_difference_that_makes_the_new_list_of_the_old_one() => Holds(list =>
    {
        var before = List([.. list.InForce.SelectMany(year => year)]);
        var proposal = Proposal(Made(list.Feed.SelectMany(year => year)), before);
        var made = before.Holidays.ToDictionary(h => h.Date, h => h.Title);
        foreach (var h in proposal.Difference.Withdrawn) made.Remove(h.Date).ShouldBeTrue();
        foreach (var h in proposal.Difference.Added) made.Add(h.Date, h.Title);
        foreach (var h in proposal.Difference.Renamed)
        {
            made[h.Date].ShouldBe(h.Was);
            made[h.Date] = h.Title;
        }
        foreach (var h in proposal.Difference.NewlyCovered.SelectMany(year => year.Holidays)) made.Add(h.Date, h.Title);
        return made.OrderBy(h => h.Key).Select(h => new BankHoliday(h.Key, h.Value)).SequenceEqual(proposal.List.Holidays);
    });

    static Gen<BankHoliday[]> YearOf(int year) =>
        from days in Gen.Choose(0, 250).Select(d => new LocalDate(year, 1, 1).PlusDays(d)).ListOf(40)
        from name in Gen.Elements("Monday off", "Bank holiday", "Day\u2019s rest")
        let weekdays = days.Where(d => d.DayOfWeek < IsoDayOfWeek.Saturday).Distinct().Take(12).Order().ToArray()
        where weekdays.Length >= 8
        select weekdays.Select((d, i) => new BankHoliday(d, i == 0 ? name : "Bank holiday")).ToArray();

    static void Holds(Func<(BankHoliday[][] InForce, BankHoliday[][] Feed), bool> law) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Runs).WithQuietOnSuccess(true), Prop.ForAll(Lists, law));
}
