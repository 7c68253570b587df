using NodaTime;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Domain.Words;
using Case = Nscp.Reviews.Domain.Cases.Case;

namespace Nscp.Reviews.Domain.Tests.Milestones;

/// <summary>A case by its history alone: each fact with the day on which it happened. State is never built by hand.</summary>
sealed record Given(CaseHistory History)
{
    public static readonly Instant Monday1June2026At9 = Instant.FromUtc(2026, 6, 1, 8, 0);

    public static World World { get; } =
        new(OrganisationRegister.Shipped, Calendars.Shipped, ClockPolicies.Shipped, OrganisationCode.Parse("NSCP"));

    public static Given NoCase { get; } = new(CaseHistory.Empty);

    public Case State => History.State;

    public Guid IdOf<T>(int which = 0) where T : CaseEvent => History.AsRecorded.Where(e => e.Fact is T).ElementAt(which).Envelope.Id;

    public Given And(LocalDate on, CaseEvent fact, string by = "NSCP", LocalDate? knownOn = null, params string[] despite) =>
        new(History.With([Entry(History.Version + 1, on, fact, by, knownOn ?? on, despite)]));

    /// <summary>An action of recommendation R1.</summary>
    public static Target Action(int number, string recommendation = "R1") => new(recommendation, number);

    public Attempted When<T>(
        Milestone<T> milestone, T command, LocalDate on, string by = "NSCP", Target target = default, LocalDate? knownOn = null,
        string? reason = null, params string[] despite) where T : notnull =>
        When((Milestone)milestone, command, on, by, target, knownOn, reason, despite);

    public Attempted When(
        Milestone milestone, object command, LocalDate on, string by = "NSCP", Target target = default, LocalDate? knownOn = null,
        string? reason = null, params string[] despite)
    {
        var recording = new Recording(
            Recorder, new Actor(OrganisationCode.Parse(by)), on, knownOn ?? on, Monday1June2026At9,
            reason is null ? null : new ProtectedText(reason), ListOf.From(despite), World);
        return new(this, milestone.Decide(History, target, command, recording), on, by);
    }

    public IReadOnlyList<string> Marked => [.. Marks.Standing(History, World).Select(m => m.Code)];

    static Recorder Recorder { get; } = new("u-1", "A. Recorder", "development-manager", OrganisationCode.Parse("NSCP"));

    static Entry Entry(long version, LocalDate on, CaseEvent fact, string by, LocalDate knownOn, string[] despite) => new(
        new Envelope(
            new Guid((int)version, 0, 0, new byte[8]), version, Recorder, new Actor(OrganisationCode.Parse(by)), on, knownOn, Monday1June2026At9,
            ShippedCalendar.Calendar.Revision, "test", null, despite.Length == 0 ? null : new ProtectedText("because"), ListOf.From(despite)),
        fact);
}

/// <summary>What a milestone answered; each <c>Then</c> fails unless the answer is exactly that.</summary>
sealed record Attempted(Given Given, Answer Answer, LocalDate On, string By)
{
    /// <summary>Recorded, with these facts in this order and with nothing irregular.</summary>
    public Given Then(params CaseEvent[] facts) => ThenMarked([], facts);

    /// <summary>Recorded and marked with these codes.</summary>
    public Given ThenMarked(string[] despite, params CaseEvent[] facts)
    {
        var recorded = Recorded();
        recorded.Facts.ShouldBe(facts);
        recorded.Despite.ShouldBe(despite);
        facts.ShouldNotBeEmpty("Say ThenNothingNew when nothing is to be recorded.");
        return AfterIt();
    }

    public Given ThenNothingNew()
    {
        Recorded().Facts.ShouldBeEmpty();
        return Given;
    }

    /// <summary>Refused as impossible, with this one code.</summary>
    public Objection ThenImpossible(string code)
    {
        var objection = Refused().ShouldHaveSingleItem();
        objection.Code.ShouldBe(code);
        objection.Irregular.ShouldBeFalse();
        return objection;
    }

    /// <summary>Refused as irregular, with exactly these codes.</summary>
    public IReadOnlyList<Objection> ThenIrregular(params string[] codes)
    {
        var objections = Refused();
        objections.Select(o => o.Code).ShouldBe(codes, ignoreOrder: true);
        objections.ShouldAllBe(o => o.Irregular);
        return objections;
    }

    /// <summary>The case with what was recorded.</summary>
    public Given AfterIt()
    {
        var recorded = Recorded();
        return recorded.Facts.Aggregate(Given, (given, fact) => given.And(On, fact, By, null, [.. recorded.Despite]));
    }

    Answer.Recorded Recorded() => Answer is Answer.Recorded recorded
        ? recorded : throw new ShouldAssertException($"Refused: {string.Join("; ", Refused().Select(o => $"{o.Code}: {o.Sentence}"))}");

    ListOf<Objection> Refused() => Answer is Answer.Refused refused
        ? refused.Objections : throw new ShouldAssertException($"Not refused, but recorded: {Answer}");
}
