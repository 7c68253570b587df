using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using Nscp.Reviews.Domain.Clocks;
using static Nscp.Reviews.Domain.Tests.Clocks.Feeds;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class ImportingABadFeed
{
    const string FetchAgain = "Download https://www.gov.uk/bank-holidays.json and import that file as it is.";

    [Theory]
    [InlineData("", "The feed is empty.")]
    [InlineData(" \r\n\t", "The feed is empty.")]
    [InlineData("\n<!DOCTYPE html><html>Sign in</html>", "The feed is a web page, not JSON.")]
    [InlineData("date,title", "The feed is not readable JSON: see line 1.")]
    [InlineData("{\n\"england-and-wales\":{\n\"events\":[", "The feed is not readable JSON: see line 3.")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]", "The feed is not readable JSON: see line 1.")]
    [InlineData("[]", "The feed is not in GOV.UK's format: it must be one JSON object with a list for each division.")]
    [InlineData("null", "The feed is not in GOV.UK's format: it must be one JSON object with a list for each division.")]
    [InlineData("{}", "The feed has no division england-and-wales, which is the one counted by.")]
    [InlineData("""{"scotland":{"division":"scotland","events":[]}}""", "The feed has no division england-and-wales, which is the one counted by.")]
    [InlineData("""{"england-and-wales":[]}""", "The feed is not in GOV.UK's format: england-and-wales must be an object with a list of events.")]
    [InlineData("""{"england-and-wales":{}}""", "The feed is not in GOV.UK's format: england-and-wales must be an object with a list of events.")]
    [InlineData("""{"england-and-wales":{"events":{}}}""", "The feed is not in GOV.UK's format: england-and-wales must be an object with a list of events.")]
    [InlineData("""{"england-and-wales":{"division":"scotland","events":[]}}""", "The list under england-and-wales says that it is of another division.")]
    [InlineData("""{"england-and-wales":{"division":null,"events":[]}}""", "The list under england-and-wales says that it is of another division.")]
    [InlineData("""{"england-and-wales":{"division":"england-and-wales","events":[]}}""", "The feed has no events for england-and-wales.")]
    [InlineData("""{"england-and-wales":{"events":[]},"england-and-wales":{"events":[]}}""", "The feed has a field twice in one place, so that it can be read in two ways.")]
    [InlineData("""{"england-and-wales":{"events":[]},"england\u002dand-wales":{"events":[]}}""", "The feed has a field twice in one place, so that it can be read in two ways.")]
    [InlineData("""{"england-and-wales":{"events":[{"title":"T","date":"2024-12-25","date":"2024-12-26"}]}}""", "The feed has a field twice in one place, so that it can be read in two ways.")]
    [InlineData("""{"\ud800":1}""", "The feed has a field whose name is not well-formed Unicode text.")]
    public void Refuses_what_is_no_feed(string text, string why) => Problems(Encoding.UTF8.GetBytes(text)).ShouldBe([$"{why} {FetchAgain}"]);

    [Fact]
    public void Refuses_what_is_not_UTF_8()
    {
        var latin1 = Encoding.Latin1.GetBytes(Node(Days(2028)).ToJsonString().Replace("Good", "Gööd", StringComparison.Ordinal));
        foreach (var feed in new[] { latin1, Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("{}")).ToArray() })
            Problems(feed).ShouldBe([$"The feed is not text in UTF-8. {FetchAgain}"]);
    }

    [Theory]
    [InlineData('[')]
    [InlineData('<')]
    [InlineData('\0')]
    [InlineData(' ')]
    public void Refuses_ten_megabytes_unread(char of)
    {
        var garbage = new byte[10_000_000];
        Array.Fill(garbage, (byte)of);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Problems(garbage).ShouldBe([$"The feed has 10000000 bytes, and no more than 1048576 are read; GOV.UK's has about 62000. {FetchAgain}"]);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(garbage.Length);
    }

    [Fact]
    public void Refuses_more_events_than_the_accepted_years_can_have() =>
        Problems(Made(Enumerable.Repeat(Days(2028).First(), 1_001)))
            .ShouldBe([$"The feed has 1001 events for england-and-wales, and no more than 1000 are read. {FetchAgain}"]);

    [Theory]
    [InlineData("2025-02-30")]
    [InlineData("25/12/2028")]
    [InlineData("2028-12-25T00:00:00Z")]
    [InlineData("2028-1-1")]
    [InlineData("")]
    public void Refuses_a_date_that_is_none(string date) =>
        OneWrong(date: date).ShouldBe([$"Event 1 (“New Year’s Day”) has the date “{date}”, which is none. Write it as year, month and day, such as 2025-12-25."]);

    [Fact]
    public void Refuses_a_date_with_a_NUL_behind_it() =>
        OneWrong(date: "2028-01-03\0").ShouldHaveSingleItem().ShouldContain("the date “2028-01-03?”, which is none");

    [Theory]
    [InlineData("1970-12-25", "25 December 1970")]
    [InlineData("2037-01-01", "1 January 2037")]
    [InlineData("0001-01-01", "1 January 0001")]
    public void Refuses_a_year_that_no_list_can_have(string date, string said) =>
        OneWrong(date: date).ShouldBe([$"Event 1 (“New Year’s Day”) is on {said}, and only the years 1971 to 2036 are accepted. Correct the date, or remove the event."]);

    [Theory]
    [InlineData(1971)]
    [InlineData(2036)]
    public void Takes_the_first_and_the_last_year_that_a_list_can_have(int year)
    {
        var mondays = Enumerable.Range(0, 8).Select(week => new LocalDate(year, 2, 1).Next(IsoDayOfWeek.Monday).PlusWeeks(week)).ToArray();
        var inForce = List([.. mondays.Select(day => new BankHoliday(day, "T"))]);
        Proposal(Made(inForce.Holidays), inForce).IsNothingNew.ShouldBeTrue();
    }

    [Theory]
    [InlineData("2028-01-01", "Saturday 1 January 2028")]
    [InlineData("2028-01-02", "Sunday 2 January 2028")]
    public void Refuses_a_day_at_a_weekend(string date, string said) =>
        OneWrong(date: date).ShouldBe([$"Event 1 (“New Year’s Day”) is on {said}, and a bank holiday is never at a weekend. List the substitute day instead."]);

    [Fact]
    public void Refuses_a_day_listed_twice() =>
        Problems(Made([.. Days(2028), new(new(2028, 12, 25), "Xmas")]))
            .ShouldBe(["Event 9 (“Xmas”) is on 25 December 2028, which is listed already. Remove one of the two."]);

    [Theory]
    [InlineData(7, "2028 has 7 bank holidays")]
    [InlineData(1, "2028 has 1 bank holiday")]
    public void Refuses_a_year_with_fewer_than_eight_days(int days, string said) =>
        Problems(Made([.. Days(2027), .. Days(2028).Take(days)]))
            .ShouldBe([$"{said}, and a whole year has at least 8. Import a feed that holds the whole year, or none of it."]);

    [Fact]
    public void Refuses_a_year_with_more_than_twenty_days()
    {
        BankHoliday[] Fridays(int many) => [.. Enumerable.Range(0, many).Select(week => new BankHoliday(new LocalDate(2028, 2, 4).PlusWeeks(week), "Friday off"))];
        Proposal(Made(Fridays(20))).List.Holidays.Count(h => h.Date.Year == 2028).ShouldBe(20);
        Problems(Made(Fridays(21))).ShouldBe(["2028 has 21 bank holidays, and 20 are the most that are accepted. Check that it is a list of bank holidays."]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Refuses_an_empty_title(string title) => OneWrong(title: title).ShouldBe([$"Event 1 (“{title}”) has an empty title. Give it its name."]);

    [Fact]
    public void Refuses_a_title_of_more_than_100_characters()
    {
        OneWrong(title: new string('x', 101)).ShouldBe([$"Event 1 (“{new string('x', 40)}…”) has a title of 101 characters, and 100 are the most. Shorten it."]);
        Proposal(Spoilt(item => item["title"] = new string('x', 100))).Difference.Renamed.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("a\u0000b")]
    [InlineData("a\nb")]
    [InlineData("a\u007Fb")]
    [InlineData("a\u0085b")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u2028b")]
    [InlineData("a\u2029b")]
    [InlineData("a\uE000b")]
    [InlineData("a\uFFFFb")]
    public void Refuses_and_never_repeats_a_character_that_cannot_be_shown(string title) =>
        OneWrong(title: title).ShouldBe(["Event 1 (“a?b”) has a title with characters that cannot be shown, such as control characters. Remove them."]);

    [Theory]
    [InlineData("title", null)]
    [InlineData("title", 7)]
    [InlineData("date", null)]
    [InlineData("date", 20281225)]
    public void Refuses_an_event_without_its_title_or_its_date(string field, int? value)
    {
        const string Said = "Event 1 has no title or no date, or one that is not text. Give it both, or remove it.";
        Problems(Spoilt(item => item[field] = value))[0].ShouldBe(Said);
        Problems(Spoilt(item => item.Remove(field)))[0].ShouldBe(Said);
    }

    [Fact]
    public void Refuses_a_title_with_half_a_surrogate_pair()
    {
        var feed = Node(Days(2028)).ToJsonString().Replace("Good Friday", """\ud800""", StringComparison.Ordinal);
        Problems(Encoding.UTF8.GetBytes(feed))[0].ShouldBe("Event 2 has no title or no date, or one that is not text. Give it both, or remove it.");
    }

    [Fact]
    public void Refuses_an_event_that_is_no_object()
    {
        var feed = Node(Days(2028));
        feed["england-and-wales"]!["events"]!.AsArray().Add(7);
        Problems(Encoding.UTF8.GetBytes(feed.ToJsonString())).ShouldBe(["Event 9 has no title or no date, or one that is not text. Give it both, or remove it."]);
    }

    [Fact]
    public void Refuses_a_gap_between_the_covered_years()
    {
        BankHoliday[] MondaysOf(int year) => [.. Enumerable.Range(0, 8).Select(week => new BankHoliday(new LocalDate(year, 2, 1).Next(IsoDayOfWeek.Monday).PlusWeeks(week), "T"))];
        Problems(Made(MondaysOf(2031))).ShouldBe(["With this feed the calendar would have a gap: 2029 and 2030 would be missing between the years it covers. Import a feed that holds those years too."]);
        Problems(Made(MondaysOf(2010))).ShouldBe(["With this feed the calendar would have a gap: 2011 would be missing between the years it covers. Import a feed that holds that year too."]);
        Proposal(Made(MondaysOf(2029))).List.Coverage.ShouldBe(new CoveredYears(2012, 2029));
    }

    [Fact]
    public void Lists_all_that_is_wrong_up_to_twenty_and_counts_the_rest()
    {
        BankHoliday[] saturdays = [.. Enumerable.Range(0, 23).Select(week => new BankHoliday(new LocalDate(2028, 1, 1).PlusWeeks(week), "Saturday"))];
        var problems = Problems(Made([.. Days(2028), .. saturdays]));
        problems.Count.ShouldBe(21);
        problems[19].ShouldStartWith("Event 28 (“Saturday”) is on Saturday 13 May 2028");
        problems[20].ShouldBe("There are 3 more problems. Mend those above, then import the feed again.");
        Problems(Made([.. Days(2028), .. saturdays[..20]])).Count.ShouldBe(20);
    }

    static IReadOnlyList<string> OneWrong(string? title = null, string? date = null)
    {
        // One day more than a whole year needs, so that nothing else is wrong without the first.
        var feed = Spoilt(item =>
        {
            if (title is not null) item["title"] = title;
            if (date is not null) item["date"] = date;
        }, new BankHoliday(new(2028, 6, 1), "Another"));
        return Problems(feed);
    }

    static byte[] Spoilt(Action<JsonObject> spoil, params BankHoliday[] more)
    {
        var feed = Node([.. Days(2028), .. more]);
        spoil(feed["england-and-wales"]!["events"]![0]!.AsObject());
        return Encoding.UTF8.GetBytes(feed.ToJsonString());
    }
}
