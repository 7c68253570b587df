using Nscp.Reviews.Domain.Plans;

namespace Nscp.Reviews.Domain.Milestones;

public enum Scope { Opening, Case, Recommendation, Action }

/// <summary>What a step is about: a recommendation, or one of its actions.</summary>
public readonly record struct Target(string Recommendation, int Action);

/// <summary>The data, besides the case, that decisions rest on.</summary>
public sealed record World(OrganisationRegister Organisations, Calendars Calendars, ClockPolicies Policies, OrganisationCode Partnership)
{
    /// <summary>By which rapid reviews are planned.</summary>
    public RapidReviewTimetables Timetables { get; init; } = RapidReviewTimetables.Shipped;

    /// <summary>The calendar in force.</summary>
    public WorkingDayCalendar Calendar => Calendars.InForce;

    /// <summary>The data that this version of the project ships, as one partnership uses it.</summary>
    public static World Shipped(OrganisationCode partnership) => new(OrganisationRegister.Shipped, Calendars.Shipped, ClockPolicies.Shipped, partnership);

    /// <summary>As it was known at the instant: the calendar accepted, and the policies in force, by then.</summary>
    public World KnownAt(Instant instant) => this with { Calendars = Calendars.KnownAt(instant), Policies = Policies.KnownOn(London.DateOf(instant)) };
}

/// <summary>The facts that every command carries, and what the host adds to them.</summary>
public sealed record Recording(
    Recorder Recorder, Actor By, LocalDate HappenedOn, LocalDate KnownOn, Instant RecordedAt, ProtectedText? Reason, ListOf<string> Despite, World World)
{
    public LocalDate Today => London.DateOf(RecordedAt);
}

/// <summary>One reason not to record. An irregular one yields when its code is sent back under <c>despite</c>, with a reason.</summary>
public sealed record Objection(string Code, string Sentence, string ToDo, bool Irregular = false);

public abstract record Answer
{
    Answer()
    {
    }

    /// <summary>Yes, with these facts; none when what was sent stands already.</summary>
    public sealed record Recorded(ListOf<CaseEvent> Facts, ListOf<string> Despite) : Answer;

    /// <summary>No, because.</summary>
    public sealed record Refused(ListOf<Objection> Objections) : Answer;
}

/// <summary>A step that a person records: a route, a command, its rules, and the facts that it becomes.</summary>
public abstract class Milestone(string route, string does, Scope scope, Type command)
{
    public string Route { get; } = route;

    /// <summary>What recording it does, as a sentence without a subject: "Record that …".</summary>
    public string Does { get; } = does;

    public Scope Scope { get; } = scope;

    public Type Command { get; } = command;

    /// <summary>Whether it may be recorded on a closed case without reopening it.</summary>
    public bool OnClosedCases { get; private protected init; }

    public IReadOnlyList<CaseKind> Kinds { get; private protected init; } = Enum.GetValues<CaseKind>();

    public abstract IReadOnlyList<Type> Facts { get; }

    /// <summary>Every refusal code that its own rules can give; the rules of <see cref="EveryMilestone"/> come on top.</summary>
    public abstract IReadOnlyList<(string Code, bool Irregular)> Codes { get; }

    public abstract IReadOnlyList<Irregularity> Irregularities { get; }

    /// <summary>Why it may not be recorded as the case stands, whatever the command says; null when it may.</summary>
    public abstract Objection? WhyNotNow(Case state, Target target);

    public abstract Answer Decide(CaseHistory history, Target target, object command, Recording recording);

    /// <summary>The organisations that the command says act or are asked: an agency or a partner may only record for itself.</summary>
    public abstract IEnumerable<OrganisationCode> ActsFor(object command);
}

/// <summary>A rule that a true fact may break: judged on the case as it was on the fact's own day, so that a missing fact recorded later, with its earlier date, clears it.</summary>
/// <param name="Why">A sentence where it is broken. The case of the day is folded only for rules that ask for it: most are judged by the fact itself.</param>
public sealed record Irregularity(string Code, Type Fact, Func<Lazy<Case>, CaseEvent, Occasion, string?> Why, string ToDo)
{
    public Objection? On(CaseHistory history, CaseEvent fact, Occasion occasion)
    {
        if (fact.GetType() != Fact || Why(new(() => history.AsAt(occasion.HappenedOn)), fact, occasion) is not { } sentence) return null;
        return new Objection(Code, sentence, OrDespite(ToDo, Code), Irregular: true);
    }

    internal static string OrDespite(string toDo, string code) => $"{toDo} Or send it again with despite: [\"{code}\"] and a reason: it is then recorded, and marked.";
}

/// <summary>When a fact happened, and whose act it was.</summary>
public sealed record Occasion(LocalDate HappenedOn, Actor By, CaseHistory History, World World);

/// <summary>A command on a case, with all that a rule may ask.</summary>
public sealed record Attempt<T>(CaseHistory History, Target Target, T Command, Recording Recording)
{
    public Case Case => History.State;

    public LocalDate On => Recording.HappenedOn;

    public Recommendation? Recommendation => Case.Find(Target.Recommendation);

    public RecommendedAction? Action => Case.Find(Target.Recommendation, Target.Action);

    public Occasion Occasion => new(Recording.HappenedOn, Recording.By, History, Recording.World);

    public bool Stands(CaseEvent fact) => History.Holds(fact, On, Recording.By);

    /// <summary>The fact under the number by which it already stands; null when it stands under none of them.</summary>
    public TFact? Standing<TFact>(Func<int, TFact> fact, IEnumerable<int> numbers) where TFact : CaseEvent => numbers.Select(fact).FirstOrDefault(Stands);

    /// <summary>The fact under the number by which it already stands, or under the next. A number is never used again, not even that of a fact recorded in error.</summary>
    public TFact Numbered<TFact>(Func<int, TFact> fact, int? except = null) where TFact : CaseEvent
    {
        var used = History.AsRecorded.Count(e => e.Fact is TFact);
        return Standing(fact, Enumerable.Range(1, used).Where(n => n != except)) ?? fact(used + 1);
    }
}
