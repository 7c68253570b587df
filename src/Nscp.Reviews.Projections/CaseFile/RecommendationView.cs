namespace Nscp.Reviews.Projections;

/// <summary>An action of a recommendation, with its own next steps.</summary>
public sealed record ActionView : ActionRead
{
    internal ActionView(ActionRead action, LocalDate today, IReadOnlyList<NextStep> next) : base(action) => (Overdue, Next) = (action.IsOpen && action.DueOn < today, next);

    /// <summary>Whether it is open and past its due date.</summary>
    public bool Overdue { get; }

    public IReadOnlyList<NextStep> Next { get; init; }
}

/// <summary>A recommendation of a case, with its actions and its own next steps.</summary>
public sealed record RecommendationView(
    string Id, RecommendationSource Source, string Theme, string Wording, OrganisationCode AskedOf, string? CarriedOverFrom, RecommendationProgress State,
    LocalDate MadeOn, LocalDate? AcceptedOn, LocalDate? CompletedOn, LocalDate? ClosedOn, LocalDate? NextDueOn, bool Overdue, IReadOnlyList<ActionView> Actions, IReadOnlyList<NextStep> Next)
{
    internal static RecommendationView Of(RecommendationRead r, Case state, LocalDate today) => new(
        r.Id, r.Source, r.Theme.Value, r.Wording.Value, r.AskedOf, r.CarriedOverFrom?.Value, r.State, r.MadeOn, r.AcceptedOn, r.CompletedOn, r.ClosedOn, r.NextDueOn, r.NextDueOn < today,
        [.. r.Actions.Select(a => new ActionView(a, today, NextStep.OfAction(state, r.Id, a.Number)))], NextStep.OfRecommendation(state, r));
}
