namespace Nscp.Reviews.Domain.Milestones;

/// <summary>The rules that hold for every milestone.</summary>
public static class EveryMilestone
{
    public const string CaseClosed = "case-closed";

    public static Objection DespiteNeedsReason { get; } =
        new("reason-missing", "Something irregular is recorded with the reason why it was so.", "Send it again with a reason beside despite.");

    /// <summary>Two cases never share a reference; the store's unique key has the last word.</summary>
    public static Objection ReferenceUsed { get; } =
        new("reference-used", "Another case, or this one with other facts, has this reference already.", "Choose another reference, or correct the facts of the case that has it.");

    public static IReadOnlyList<(string Code, bool Irregular)> Codes { get; } =
    [
        ("in-the-future", false), ("unknown-case", false), ("reference-used", false), ("known-before-it-happened", false), ("unknown-organisation", false), ("before-the-case-began", false),
        ("not-for-this-kind-of-case", false), ("reason-missing", false), (CaseClosed, true), ("organisation-not-in-being", true),
    ];

    internal static Objection? Refusal<T>(Milestone milestone, Attempt<T> attempt, IEnumerable<OrganisationCode> named)
    {
        var recording = attempt.Recording;
        if (recording.HappenedOn > recording.Today || recording.KnownOn > recording.Today)
            return new("in-the-future", $"Today is {Say.Date(recording.Today)}: what has not happened yet cannot be recorded.", "Check happenedOn and knownOn; a plan has a field of its own.");
        if (recording.KnownOn < recording.HappenedOn)
            return new("known-before-it-happened", "It cannot have been known before it happened.", "Check knownOn: the day on which the partnership learnt it.");
        if (milestone.Scope != Scope.Opening && attempt.Case.BeganOn is { } began && recording.HappenedOn < began)
            return new("before-the-case-began", $"The case begins on {Say.Date(began)}; this is dated {Say.Date(recording.HappenedOn)}.", "Check happenedOn. If the case's own dates are wrong, correct those first.");
        foreach (var code in named)
            if (recording.World.Organisations.Find(code) is null)
                return new("unknown-organisation", $"{code} is not in the register of organisations.", "Take a code from GET /api/v1/organisations.");
        return null;
    }

    internal static Objection? WhyNotNow(Milestone milestone, Case state)
    {
        if (milestone.Scope == Scope.Opening) return state.Exists ? ReferenceUsed : null;
        if (!state.Exists) return new("unknown-case", "There is no such case.", "Check the reference, or open the case first.");
        if (milestone.Kinds.Contains(state.Kind)) return null;
        return new("not-for-this-kind-of-case", $"This does not belong to a case of kind {Say.Plain(state.Kind)}.", "See next in the case's own answer for what may be recorded.");
    }

    /// <summary>What is irregular whatever the milestone, judged on the case as it was on the day.</summary>
    internal static IEnumerable<Objection> Irregularities(Case asAt, Occasion occasion)
    {
        var (on, by) = (occasion.HappenedOn, occasion.By.Organisation);
        if (asAt.ClosedOn is { } closed)
            yield return new(CaseClosed, $"The case was closed on {Say.Date(closed)}.", "Reopen it.", Irregular: true);
        if (!occasion.World.Organisations.ExistedOn(by, on))
            yield return new("organisation-not-in-being", $"{Say.Organisation(by, occasion.World)} was not in being on {Say.Date(on)}.", "Check who acted and when.", Irregular: true);
    }
}
