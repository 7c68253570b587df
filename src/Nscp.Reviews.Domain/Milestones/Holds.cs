using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>Reasons why a finished report may not be published yet. A hold explains a late publication; it moves no clock.</summary>
public static class Holds
{
    public sealed record Place(HoldKind Kind, ProtectedText Why, LocalDate? ExpectedEnd = null, LocalDate? PanelToldOn = null, LocalDate? SecretaryOfStateToldOn = null);

    public sealed record Review(int? Hold = null, ProtectedText? Notes = null, LocalDate? ExpectedEnd = null);

    public sealed record Lift(int? Hold = null);

    public static Milestone<Place> Placed { get; } = Publication.Reviewed(new Milestone<Place>("publication-hold", "Record why the report may not be published yet"))
        .NotFrom("already-published", c => c.IsPublished ? c.FirstPublishedOn : null, "The review is published.", "A published review is taken down. A hold that began before it is recorded with its own date.")
        .Impossible("hold-ends-before-it-starts", a => a.Command.ExpectedEnd < a.On ? "A hold cannot be expected to end before it begins." : null, "Check expectedEnd.")
        .Impossible("told-in-the-future", a => a.Command.PanelToldOn > a.Recording.Today || a.Command.SecretaryOfStateToldOn > a.Recording.Today ? "Nobody was told in the future." : null, "Check panelToldOn and secretaryOfStateToldOn.")
        .Records(a => a.Numbered(n => new PublicationHeld(n, a.Command.Kind, a.Command.Why, a.Command.ExpectedEnd, a.Command.PanelToldOn, a.Command.SecretaryOfStateToldOn)));

    public static Milestone<Review> Reviewed { get; } = Open(new Milestone<Review>("publication-hold-review", "Record a review of a hold"), c => c.Hold)
        .Impossible("hold-ends-before-it-starts", a => a.Command.ExpectedEnd < a.On ? "A hold cannot be expected to end before the day of its review." : null, "Check expectedEnd.")
        .Records(a => About(a, a.Command.Hold, n => new HoldReviewed(n, a.Command.Notes, a.Command.ExpectedEnd)));

    public static Milestone<Lift> Lifted { get; } = Open(new Milestone<Lift>("publication-hold-lift", "Record that a hold was lifted"), c => c.Hold)
        .Records(a => About(a, a.Command.Hold, n => new HoldLifted(n)));

    static Milestone<T> Open<T>(Milestone<T> milestone, Func<T, int?> hold) where T : notnull => milestone
        .NotWhen("no-open-hold", c => !c.OpenHolds.Any(), "No hold is open.", "Record publication-hold first.")
        .Impossible("which-hold", a => hold(a.Command) is null && a.Case.OpenHolds.Count() > 1 ? $"Several holds are open: {Say.List(a.Case.OpenHolds.Select(h => h.Number))}." : null, "Say which one in hold.")
        .Impossible("unknown-hold", a => Which(a.Case, hold(a.Command)) is not { LiftedOn: null } ? "That hold is not open." : null, "Check hold.")
        .NotBefore("before-the-hold", a => Which(a.Case, hold(a.Command))?.From, "the hold began");

    /// <summary>What is told twice without a number is about the hold that it was about the first time.</summary>
    static TFact About<T, TFact>(Attempt<T> a, int? hold, Func<int, TFact> fact) where TFact : CaseEvent =>
        hold is { } given ? fact(given) : a.Standing(fact, a.Case.Holds.Select(h => h.Number)) ?? fact(Which(a.Case, null)?.Number ?? 0);

    static Hold? Which(Case state, int? number) => number is null ? state.OpenHolds.FirstOrDefault() : state.Holds.Find(h => h.Number == number);
}
