using NodaTime;
using NodaTime.Text;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Time;

namespace Nscp.Reviews.Domain.Tests.Clocks;

/// <summary>Every row of the worked answers, which were made outside .NET and checked by two further implementations.</summary>
public class WorkedExamples
{
    static readonly WorkingDayCalendar Calendar = WorkingDayCalendar.Shipped;

    public static TheoryData<string, int, string, string, string> WorkingDays() =>
        [.. Rows("clock-examples.csv", 104).Select(r => (r[0], int.Parse(r[1]), r[2], r[3], r[4]))];

    public static TheoryData<string, string, string, string> Instants() =>
        [.. Rows("instant-examples.csv", 25).Select(r => (r[0], r[1], r[2], r[3]))];

    public static TheoryData<string, int, string, bool> Months() =>
        [.. Rows("month-examples.csv", 25).Select(r => (r[0], int.Parse(r[1]), r[2], r[3] == "yes"))];

    [Theory, MemberData(nameof(WorkingDays))]
    public void Count_working_days(string start, int n, string direction, string due, string why) =>
        Counting.Due(Calendar, Date(start), Allowance.WorkingDays(n), direction == "forward" ? Direction.Forward : Direction.Back)
            .ShouldBe(new DueDate.On(Date(due)), why);

    [Theory, MemberData(nameof(Instants))]
    public void Turn_an_instant_into_a_London_date_and_a_due_date_into_its_last_instant(
        string instant, string london, string due, string ends)
    {
        var date = London.DateOf(InstantPattern.General.Parse(instant).Value);
        date.ShouldBe(Date(london));
        Counting.Due(Calendar, date, Allowance.WorkingDays(5)).ShouldBe(new DueDate.On(Date(due)));
        London.EndOf(Date(due)).ShouldBe(InstantPattern.General.Parse(ends).Value);
    }

    [Theory, MemberData(nameof(Months))]
    public void Count_months(string start, int months, string due, bool clamped)
    {
        var working = Counting.Explain(Calendar, Date(start), Allowance.Months(months));
        working.Due.ShouldBe(new DueDate.On(Date(due)));
        working.Clamped.ShouldBe(clamped);
    }

    static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;

    static IEnumerable<string[]> Rows(string file, int expected)
    {
        using var reader = new StreamReader(typeof(WorkedExamples).Assembly.GetManifestResourceStream(file)!);
        var rows = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Select(line => line.TrimEnd('\r').Split(',')).ToList();
        rows.Count.ShouldBe(expected, $"{file} lost rows on its way here");
        return rows;
    }
}
