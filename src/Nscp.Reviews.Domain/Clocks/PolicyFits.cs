using System.Collections.Frozen;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>
/// What each clock can be set to: which facts can start it and where its time can come from. A policy that asked for more would be
/// passed over in silence while the clock runs, and so it is refused.
/// </summary>
static class PolicyFits
{
    /// <summary>More than any count of years, months or days that a clock needs.</summary>
    internal const int MostOfAUnit = 1_000;

    enum TimeFrom { Policy, Request, StartFact, Nowhere }

    sealed record Fit(StartFact[] Starts, TimeFrom Time = TimeFrom.Policy, Direction Direction = Direction.Forward, bool IsFloor = false);

    static readonly FrozenDictionary<string, Fit> Fits = new Dictionary<string, Fit>
    {
        [ClockIds.PanelReferral] = new([StartFact.LaterOfAwareAndSuspected]),
        [ClockIds.PartnersInformed] = new([StartFact.LaterOfAwareAndSuspected]),
        [ClockIds.LookedAfterDeath] = new([StartFact.AwareOfDeath]),
        [ClockIds.CareLeaverDeath] = new([StartFact.AwareOfDeath]),
        [ClockIds.RapidReview] = new([StartFact.SinSent, StartFact.SinReceivedByPartners]),
        [ClockIds.PanelResponse] = new([StartFact.ReportSent], TimeFrom.Nowhere),
        [ClockIds.CsprPublication] = new([StartFact.CsprDecided]),
        [ClockIds.PrePublicationCopy] = new([StartFact.PublicationPlanned], Direction: Direction.Back),
        [ClockIds.PrePublicationCopyGuidance] = new([StartFact.PublicationPlanned], Direction: Direction.Back),
        [ClockIds.KeptAvailable] = new([StartFact.Published], IsFloor: true),
        [ClockIds.AgencyReturn] = new([StartFact.InformationRequested], TimeFrom.Request),
        [ClockIds.Action] = new([StartFact.ActionAssigned], TimeFrom.StartFact),
        [ClockIds.ProgressCheck] = new([StartFact.CsprDecidedOrLastCheck]),
        [ClockIds.HoldReview] = new([StartFact.PublicationHeldOrLastReview]),
        [ClockIds.PanelInformation] = new([StartFact.PanelAsked], TimeFrom.StartFact),
        [ClockIds.ImpactReview] = new([StartFact.ActionVerified]),
        [ClockIds.ScrutinyResponse] = new([StartFact.ScrutinyChallenged]),
        [ClockIds.YearlyReport] = new([StartFact.YearlyReportPublished]),
    }.ToFrozenDictionary();

    /// <exception cref="InvalidPolicyException">The message names the policy, the clock and what to write instead.</exception>
    internal static void Check(ClockDefinition clock)
    {
        if (Misfit(clock, Fits[clock.ClockId]) is { } why) throw new InvalidPolicyException($"Policy {clock.PolicyId}, clock {clock.ClockId}: {why}");
    }

    static string? Misfit(ClockDefinition clock, Fit fit)
    {
        if (!fit.Starts.Contains(clock.StartFact))
            return $"it cannot start from {Say.Word(clock.StartFact)}. Write \"startFact\": \"{string.Join("\" or \"", fit.Starts.Select(Say.Word))}\".";
        if (clock.Direction != fit.Direction) return $"it cannot be counted {Say.Word(clock.Direction)}. Write \"direction\": \"{Say.Word(fit.Direction)}\".";
        if (clock.IsFloor != fit.IsFloor) return fit.IsFloor ? "it is a floor, never overdue. Write \"isFloor\": true." : "it is no floor. Leave \"isFloor\" out.";
        if ((clock.Force == Force.Expectation) != (clock.Allowance is ClockAllowance.NotLaidDown))
            return "the force expectation and the unit none go together: where no period is laid down nothing can be breached, and only there.";
        return MisfitOfTime(clock.Allowance, fit.Time) ?? MisfitOfText("owedBy", clock.OwedBy) ?? MisfitOfText("owedTo", clock.OwedTo)
            ?? MisfitOfText("metBy", clock.MetBy) ?? MisfitOfText("source", clock.Source) ?? MisfitOfText("statutoryDuty", clock.StatutoryDuty) ?? MisfitOfText("note", clock.Note);
    }

    static string? MisfitOfTime(ClockAllowance allowance, TimeFrom time) => (time, allowance) switch
    {
        (TimeFrom.Policy, ClockAllowance.Fixed { Allowance.N: > MostOfAUnit }) => $"an allowance is at most {MostOfAUnit} of its unit.",
        (TimeFrom.Policy, ClockAllowance.Fixed) => null,
        (TimeFrom.Policy, _) => "it needs a number of working-days, days, months or years. Write for example \"allowance\": { \"n\": 10, \"unit\": \"working-days\" }.",
        (TimeFrom.Request, ClockAllowance.SetWithStart { Unit: AllowanceUnit.WorkingDays }) => null,
        (TimeFrom.Request, _) => "each request sets its own number of working days. Write \"allowance\": { \"unit\": \"working-days\" }.",
        (TimeFrom.StartFact, ClockAllowance.DateGiven) => null,
        (TimeFrom.StartFact, _) => "the fact that starts it gives its due date. Write \"allowance\": { \"unit\": \"given\" }.",
        (TimeFrom.Nowhere, ClockAllowance.NotLaidDown) => null,
        (TimeFrom.Nowhere, _) => "no period is laid down for it. Write \"allowance\": { \"unit\": \"none\" }.",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    internal static string? MisfitOfText(string field, string? text) =>
        text is not null && Texts.Objection<LongText>(text) is { } objection ? $"{field} {objection}." : null;
}
