using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>What the Panel answered or asked, or was answered, as now understood.</summary>
/// <param name="View">Of a response.</param>
/// <param name="Question">The number of a question, and of what answers it.</param>
public sealed record PanelTold(long Version, string Sentence, LocalDate HappenedOn, LocalDate KnownOn, KnownWhen Known, PanelView? View, int? Question, LocalDate? AnswerBy, string? Asked)
{
    internal static IReadOnlyList<PanelTold> Of(DecisionReading reading) =>
        [.. reading.History.Corrected.Where(reading.Bears).Select(e => Told(reading, e)).OfType<PanelTold>().OrderBy(p => p.HappenedOn).ThenBy(p => p.Version)];

    static PanelTold? Told(DecisionReading reading, Entry entry)
    {
        var told = new PanelTold(entry.Envelope.Version, "", entry.HappenedOn, entry.Envelope.KnownOn, reading.When(entry), null, null, null, null);
        return entry.Fact switch
        {
            PanelResponded e => Worded(told with { View = e.View }),
            PanelAskedForInformation e => Worded(told with { Question = e.Question, AnswerBy = e.AnswerBy, Asked = reading.Text(e.Asked, entry) }),
            PanelAnswered e => Worded(told with { Question = e.Question }),
            _ => null,
        };

        PanelTold Worded(PanelTold one) => one with { Sentence = reading.Wording.Of(entry) };
    }
}

/// <summary>That a decision was upheld.</summary>
public sealed record UpheldTold(long Version, LocalDate On, ListOf<NamedOrganisation> AgreedBy, string? Reasons);

/// <summary>That one decision took the place of another.</summary>
/// <param name="Decision">The other one: the newer for what was replaced, the older for what replaced it.</param>
public sealed record ReplacementTold(long Version, int Decision, Outcome? Outcome, LocalDate On, string? Why);

/// <summary>What has become of a decision, as now understood, and which it took the place of.</summary>
/// <param name="Stands">Whether it was made and no other has replaced it.</param>
/// <param name="InError">What says that it was recorded in error; absent where nothing does.</param>
public sealed record DecisionStanding(bool Stands, IReadOnlyList<UpheldTold> Upheld, ReplacementTold? ReplacedBy, ReplacementTold? Replaces, CorrectionShown? InError)
{
    internal static DecisionStanding Of(DecisionReading reading, CorrectionShown? inError)
    {
        var facts = reading.History.Corrected;
        var outcomes = facts.Select(e => e.Fact).OfType<DecisionMade>().GroupBy(e => e.Decision).ToDictionary(g => g.Key, g => g.First().Outcome);
        var replacedBy = facts.Where(e => e.Fact is DecisionReplaced r && r.Decision == reading.Number).Select(e => Told(e, ((DecisionReplaced)e.Fact).ReplacedBy)).FirstOrDefault();
        var replaces = facts.Where(e => e.Fact is DecisionReplaced r && r.ReplacedBy == reading.Number).Select(e => Told(e, ((DecisionReplaced)e.Fact).Decision)).FirstOrDefault();
        var upheld = from e in facts
                     let u = e.Fact as DecisionUpheld
                     where u?.Decision == reading.Number
                     select new UpheldTold(e.Envelope.Version, e.HappenedOn, reading.Named(u.AgreedBy), reading.Text(u.Reasons, e));
        return new(reading.Decided is not null && replacedBy is null, [.. upheld], replacedBy, replaces, inError);

        ReplacementTold Told(Entry entry, int other) =>
            new(entry.Envelope.Version, other, outcomes.TryGetValue(other, out var outcome) ? outcome : null, entry.HappenedOn, reading.Text(((DecisionReplaced)entry.Fact).Why, entry));
    }
}
