namespace Nscp.Reviews.Domain.Clocks;

/// <summary>
/// Counts from a start date to a due date. One computation finds the date, and the working is read off what it found.
/// Working days are counted by a <see cref="CountingRule"/>; with clear days the due date is the next working day
/// beyond the nth (counting back: the one before it). Days, months and years lead to the corresponding calendar day,
/// clamped to the month's end where there is none, from the start in one step and never rolled to a working day.
/// n = 0 gives day 0: the start, or under rule B the day that it is moved to.
/// </summary>
public static class Counting
{
    /// <summary>The due date alone.</summary>
    /// <exception cref="ArgumentException">Days, months or years with a rule other than A or with clear days: see <see cref="IsAbout"/>.</exception>
    public static DueDate Due(
        WorkingDayCalendar calendar, LocalDate start, Allowance allowance,
        Direction direction = Direction.Forward, CountingRule rule = CountingRule.A, bool clearDays = false) =>
        new Question(calendar, start, allowance, direction, rule, clearDays).Count().AsDueDate;

    /// <summary>The same due date, from the same computation, with each day that was counted or passed over on the way.</summary>
    /// <exception cref="ArgumentException">Days, months or years with a rule other than A or with clear days: see <see cref="IsAbout"/>.</exception>
    public static Working Explain(
        WorkingDayCalendar calendar, LocalDate start, Allowance allowance,
        Direction direction = Direction.Forward, CountingRule rule = CountingRule.A, bool clearDays = false) =>
        new Question(calendar, start, allowance, direction, rule, clearDays).Count().AsWorking();

    /// <summary>Whether a rule, with or without clear days, says anything about a unit: only rule A says how days, months and years are counted.</summary>
    public static bool IsAbout(AllowanceUnit unit, CountingRule rule, bool clearDays) =>
        unit == AllowanceUnit.WorkingDays || (rule == CountingRule.A && !clearDays);

    readonly record struct Question(
        WorkingDayCalendar Calendar, LocalDate Start, Allowance Allowance, Direction Direction, CountingRule Rule, bool ClearDays)
    {
        public int Step => Direction == Direction.Forward ? 1 : -1;

        public Answer Count()
        {
            if (!IsAbout(Allowance.Unit, Rule, ClearDays))
                throw new ArgumentException($"Rule {Rule}{(ClearDays ? " with clear days" : "")} says nothing about {Allowance.Unit}.");
            var n = Step * Allowance.N;
            return Allowance.Unit switch
            {
                AllowanceUnit.WorkingDays => CountWorkingDays(),
                AllowanceUnit.Days => new(this, IsExpressible(n / 365) ? Start.PlusDays(n) : null),
                AllowanceUnit.Months => new(this, IsExpressible(n / 12) ? Start.PlusMonths(n) : null),
                AllowanceUnit.Years => new(this, IsExpressible(n) ? Start.PlusYears(n) : null),
            };
        }

        Answer CountWorkingDays()
        {
            var beside = Calendar.PlaceBeside(Start, Direction);
            if (Rule == CountingRule.A || (Rule == CountingRule.C && Allowance.N == 0)) return Reach(beside, Start);
            // Rules B and C look at the start, so the calendar must know it.
            if (Calendar.IsWorkingDay(Start) is not { } isWorked) return new Answer(this, null);
            return Rule == CountingRule.B
                ? isWorked ? Reach(beside, Start) : Reach(beside + Step, Calendar.WorkingDayAt(beside), passesStart: true)
                : Reach(isWorked ? beside - Step : beside, Start, passesStart: true);
        }

        Answer Reach(int? dayOne, LocalDate? dayZero, bool passesStart = false)
        {
            var days = Allowance.N + (ClearDays ? 1L : 0L);
            var due = days == 0 ? dayZero : Calendar.WorkingDayAt(dayOne + (Step * (days - 1)));
            return new Answer(this, due, dayOne ?? 0, passesStart, MovedTo: dayZero == Start ? null : dayZero);
        }

        // NodaTime's years run from -9998 to 9999 and it throws beyond them. Nothing to count leads nowhere.
        bool IsExpressible(int years) => Allowance.N == 0 || Start.Year + (long)years is > -9990 and < 9990;
    }

    /// <param name="DayOne">The place of the first day counted among the calendar's working days; the others follow in the direction.</param>
    /// <param name="PassesStart">Whether the start itself is counted or passed over, not only the days beside it.</param>
    readonly record struct Answer(Question Question, LocalDate? Due, int DayOne = 0, bool PassesStart = false, LocalDate? MovedTo = null)
    {
        public DueDate AsDueDate => Due is { } date ? new DueDate.On(date) : new DueDate.OutsideCoverage(Question.Start, Question.Calendar.Coverage);

        public Working AsWorking()
        {
            if (Due is not { } last) return new Working(AsDueDate, [], []);
            return Question.Allowance.Unit switch
            {
                AllowanceUnit.WorkingDays => new Working(AsDueDate, WorkingDays(), PassedOver(last)) { MovedTo = MovedTo, ClearDay = Question.ClearDays ? last : null },
                AllowanceUnit.Days => new Working(AsDueDate, Days(), []),
                AllowanceUnit.Months or AllowanceUnit.Years => new Working(AsDueDate, [], []) { Clamped = last.Day != Question.Start.Day },
            };
        }

        CountedDay[] WorkingDays()
        {
            var counted = new CountedDay[Question.Allowance.N];
            for (var i = 0; i < counted.Length; i++) counted[i] = new(i + 1, Question.Calendar.WorkingDayAt(DayOne + (Question.Step * i))!.Value);
            return counted;
        }

        CountedDay[] Days()
        {
            var counted = new CountedDay[Question.Allowance.N];
            for (var i = 0; i < counted.Length; i++) counted[i] = new(i + 1, Question.Start.PlusDays(Question.Step * (i + 1)));
            return counted;
        }

        /// <summary>Every day from the start to the due date that is no working day, in the order in which the count meets them.</summary>
        SkippedDay[] PassedOver(LocalDate last)
        {
            var worked = Question.Allowance.N + (Question.ClearDays ? 1 : 0) + (MovedTo is null ? 0 : 1);
            var passed = new SkippedDay[Math.Abs(Period.DaysBetween(Question.Start, last)) + (PassesStart ? 1 : 0) - worked];
            var day = PassesStart ? Question.Start : Question.Start.PlusDays(Question.Step);
            for (var i = 0; i < passed.Length; day = day.PlusDays(Question.Step))
                if (Question.Calendar.WhyNotWorking(day) is { } why) passed[i++] = new(day, why);
            return passed;
        }
    }
}
