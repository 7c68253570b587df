using System.Text.Json;

namespace Nscp.Reviews.Api.Tests;

public class AskingForADueDate(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    [Theory]
    [InlineData("workingDays=5", "start", "is missing")]
    [InlineData("start=2024-05-01", "workingDays", "must be given")]
    [InlineData("start=2024-05-01&workingDays=5&days=3", "workingDays", "only one of them")]
    [InlineData("start=2024-05-01&years=1", "workingDays years", "is not a parameter of this reading")]
    [InlineData("start=2024-02-30&days=3", "start", "must be a date")]
    [InlineData("start=2023-02-29&months=1", "start", "must be a date")]
    [InlineData("start=9999-12-31&workingDays=1", "start", "must be a date")]
    [InlineData("start=-2024-05-01&workingDays=1", "start", "must be a date")]
    [InlineData("start=2024-05-01T09:30:00&workingDays=5", "start", "must be an instant with its offset")]
    [InlineData("start=2024-05-01T25:00:00Z&workingDays=5", "start", "must be an instant with its offset")]
    [InlineData("start=2024-05-01&start=2024-05-02&workingDays=5", "start", "is given twice")]
    [InlineData("start=2024-05-01&workingDays=-1", "workingDays", "must be a whole number from 0 to 30000")]
    [InlineData("start=2024-05-01&workingDays=30001", "workingDays", "must be a whole number from 0 to 30000")]
    [InlineData("start=2024-05-01&workingDays=99999999999999999999", "workingDays", "must be a whole number from 0 to 30000")]
    [InlineData("start=2024-05-01&workingDays=2.5", "workingDays", "must be a whole number from 0 to 30000")]
    [InlineData("start=2024-05-01&days=30001", "days", "must be a whole number from 0 to 30000")]
    [InlineData("start=1900-01-01&months=1201&direction=before", "months", "must be a whole number from 0 to 1200")]
    [InlineData("start=2024-05-01&workingDays=5&direction=sideways", "direction", "must be after or before")]
    [InlineData("start=2024-05-01&workingDays=5&rule=D", "rule", "must be A, B or C")]
    [InlineData("start=2024-05-01&workingDays=5&rule=b", "rule", "must be A, B or C")]
    [InlineData("start=2024-05-01&workingDays=5&clearDays=perhaps", "clearDays", "must be true or false")]
    [InlineData("start=2024-05-01&days=5&rule=B", "rule", "is about working days only")]
    [InlineData("start=2024-05-01&months=5&rule=C", "rule", "is about working days only")]
    [InlineData("start=2024-05-01&months=5&clearDays=true", "clearDays", "is about working days only")]
    public async Task That_cannot_be_understood_names_the_parameter_and_says_what_it_takes(string query, string parameters, string what)
    {
        var reply = await app.Manager.GetAsync($"calendar/due-date?{query}");
        (reply.Status, reply.Code, string.Join(' ', reply.ErrorFields)).ShouldBe((400, "not-understood", parameters), reply.Text);
        reply.Text.ShouldContain(what);
    }

    [Theory]
    [InlineData("start=2028-12-29&workingDays=1")]
    [InlineData("start=2012-01-03&workingDays=1&direction=before")]
    [InlineData("start=2024-05-03&workingDays=30000")]
    [InlineData("start=2011-12-30&workingDays=1")]
    [InlineData("start=2029-01-01&workingDays=1&direction=before&rule=B")]
    [InlineData("start=2028-12-31&workingDays=0&rule=B")]
    [InlineData("start=2029-01-02&workingDays=1&direction=before&rule=C")]
    [InlineData("start=2028-12-28&workingDays=1&clearDays=true")]
    [InlineData("start=2199-12-31T23:59:59Z&workingDays=1")]
    public async Task That_would_leave_the_calendar_has_no_date(string query)
    {
        var reply = await app.Manager.GetAsync($"calendar/due-date?{query}");
        (reply.Status, reply.Code).ShouldBe((422, "outside-calendar-coverage"), reply.Text);
        reply.Text.ShouldContain("from 1 January 2012 to 31 December 2028");
    }

    [Theory]
    [InlineData("start=2024-05-03&workingDays=5", "2024-05-13")]
    [InlineData("start=2024-05-03&workingDays=5&direction=after&rule=A&clearDays=false", "2024-05-13")]
    [InlineData("start=2024-05-13&workingDays=5&direction=before", "2024-05-03")]
    [InlineData("start=2024-05-04&workingDays=0", "2024-05-04")]
    [InlineData("start=2028-12-28&workingDays=1", "2028-12-29")]
    [InlineData("start=2029-01-01&workingDays=1&direction=before", "2028-12-29")]
    [InlineData("start=2028-12-29&workingDays=1&rule=C", "2028-12-29")]
    [InlineData("start=2024-05-04&workingDays=5&rule=B", "2024-05-14")]
    [InlineData("start=2024-05-03&workingDays=5&rule=C", "2024-05-10")]
    [InlineData("start=2024-05-13&workingDays=5&direction=before&clearDays=true", "2024-05-02")]
    [InlineData("start=2024-05-13&workingDays=5&direction=before&rule=C&clearDays=true", "2024-05-03")]
    [InlineData("start=2024-02-29&workingDays=1", "2024-03-01")]
    [InlineData("start=2024-02-29&months=12", "2025-02-28")]
    [InlineData("start=2024-03-07&days=7&direction=before", "2024-02-29")]
    [InlineData("start=2024-06-30T23:30:00Z&months=1", "2024-08-01")]
    [InlineData("start=2024-07-01T00:30:00%2B01:00&months=1", "2024-08-01")]
    [InlineData("start=2024-06-30&months=0", "2024-06-30")]
    [InlineData("start=2200-12-31&days=0&rule=A", "2200-12-31")]
    public async Task Gives_the_date(string query, string due) => (await AskAsync(query)).GetProperty("due").GetString().ShouldBe(due);

    [Fact]
    public async Task Shows_the_working()
    {
        var answer = await AskAsync("start=2024-05-03T09:30:00Z&workingDays=5");
        Text(answer, "start").ShouldBe("2024-05-03");
        Text(answer, "rule").ShouldBe("A");
        Text(answer, "calendarRevision").ShouldBe("1");
        Dates(answer, "counted").ShouldBe(["2024-05-07", "2024-05-08", "2024-05-09", "2024-05-10", "2024-05-13"]);
        answer.GetProperty("skipped").EnumerateArray().Select(s => Text(s, "why")).ShouldBe(["Saturday", "Sunday", "Early May bank holiday", "Saturday", "Sunday"]);
        answer.GetProperty("clamped").GetBoolean().ShouldBeFalse();
        answer.TryGetProperty("movedTo", out _).ShouldBeFalse();
        answer.TryGetProperty("clearDay", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Shows_where_the_start_was_moved_and_the_clear_day()
    {
        var answer = await AskAsync("start=2024-05-06&workingDays=1&rule=B&clearDays=true&direction=before");
        (Text(answer, "rule"), Text(answer, "start"), Text(answer, "movedTo"), Text(answer, "clearDay"), Text(answer, "due"))
            .ShouldBe(("B", "2024-05-06", "2024-05-03", "2024-05-01", "2024-05-01"));
        Dates(answer, "counted").ShouldBe(["2024-05-02"]);
        answer.GetProperty("skipped").EnumerateArray().Select(s => Text(s, "date")).ShouldBe(["2024-05-06", "2024-05-05", "2024-05-04"]);
    }

    [Fact]
    public async Task Says_when_a_month_was_too_short() =>
        (await AskAsync("start=2024-08-31&months=6")).GetProperty("clamped").GetBoolean().ShouldBeTrue();

    async Task<JsonElement> AskAsync(string query)
    {
        var reply = await app.As("reminder-job").GetAsync($"calendar/due-date?{query}");
        reply.Status.ShouldBe(200, reply.Text);
        return reply.Body;
    }

    static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    static IEnumerable<string?> Dates(JsonElement of, string name) => of.GetProperty(name).EnumerateArray().Select(date => date.GetString());
}
