using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Api.Readings;

/// <param name="Partnership">Whose own policy it is; null for a national one.</param>
/// <param name="InForceFrom">The first day in force, inclusive.</param>
/// <param name="InForceTo">The last day in force, inclusive; null while it has no end.</param>
/// <param name="Clocks">Only the clocks that this policy sets.</param>
public sealed record PolicyRead(string Id, string Title, string? Partnership, LocalDate InForceFrom, LocalDate? InForceTo, string? Note, IReadOnlyList<DefinitionRead> Clocks);

/// <param name="Clock">The clock's id.</param>
/// <param name="StartFact">The fact whose date is day 0.</param>
/// <param name="Direction"><c>forward</c> from day 0 or <c>back</c> from it.</param>
/// <param name="Rule">How the start is treated: <c>A</c> never counts it and never moves it, <c>B</c> moves it to a working day, <c>C</c> counts it when it is one.</param>
/// <param name="ClearDays">Whether the due date is one working day further than the last one counted.</param>
/// <param name="Force">What stands behind the period, which may be weaker than the duty behind it.</param>
/// <param name="StatutoryDuty">The duty in law behind a period that is not itself law.</param>
/// <param name="IsFloor">Whether it says how long something must last at least; such a clock is never overdue.</param>
public sealed record DefinitionRead(
    string Clock, string OwedBy, string? OwedTo, StartFact StartFact, AllowanceRead Allowance, Direction Direction, string Rule, bool ClearDays, string MetBy, Force Force, string Source,
    string? StatutoryDuty, string? Note, bool IsFloor);

/// <param name="N">How many; null where the start fact sets the number or the date, and where no period is laid down.</param>
/// <param name="Unit"><c>working-days</c>, <c>days</c>, <c>months</c> or <c>years</c>; <c>given</c> where the start fact gives the due date; <c>none</c> where no period is laid down.</param>
public sealed record AllowanceRead(int? N, string Unit);

/// <summary>The policies that clocks run by.</summary>
static class PolicyEndpoints
{
    internal static void MapPolicies(this IEndpointRouteBuilder api) => api.MapGet("/policies", ReadAsync).GuardedAs("GET policies")
        .ListsParts<Page<PolicyRead>>("The policies that clocks run by, by id: the national ones and those of the caller's own partnership", new Asked("clock", typeof(string), "Only those that set this clock."));

    static async Task ReadAsync(HttpContext http)
    {
        var query = new Query(http);
        var (clock, limit, after) = (query.Text("clock"), ListAnswer.Limit(query), query.Text("after"));
        if (clock is not null && !ClockIds.All.Contains(clock)) query.Wrong<string>("clock", "must be a clock's id, such as rapid-review");
        if (query.Problem() is { } wrong)
        {
            await ProblemAnswer.WriteAsync(http, wrong);
            return;
        }
        var partnership = Caller.Of(http).Tenant;
        var found = http.RequestServices.GetRequiredService<ClockPolicies>().All
            .Where(policy => (policy.Partnership is null || policy.Partnership == partnership) && (clock is null || policy.Clocks.Any(c => c.ClockId == clock))).Select(Read);
        var page = await ListAnswer.ReadAsync(http, () => Task.FromResult(Pages.Of(found, policy => policy.Id, limit, after)));
        if (page is not null) await ListAnswer.WriteAsync(http, page, Lines);
    }

    static PolicyRead Read(ClockPolicy policy) =>
        new(policy.Id, policy.Title, policy.Partnership, policy.InForceFrom, policy.InForceTo, policy.Note, [.. policy.Clocks.Select(Read)]);

    static DefinitionRead Read(ClockDefinition clock) => new(
        clock.ClockId, clock.OwedBy, clock.OwedTo, clock.StartFact, Read(clock.Allowance), clock.Direction, clock.Rule.ToString(), clock.ClearDays, clock.MetBy, clock.Force, clock.Source,
        clock.StatutoryDuty, clock.Note, clock.IsFloor);

    static AllowanceRead Read(ClockAllowance allowance) => allowance switch
    {
        ClockAllowance.Fixed { Allowance: var period } => new(period.N, Say.Word(period.Unit)),
        ClockAllowance.SetWithStart { Unit: var unit } => new(null, Say.Word(unit)),
        ClockAllowance.DateGiven => new(null, "given"),
        ClockAllowance.NotLaidDown => new(null, "none"),
        _ => throw new InvalidOperationException($"{allowance.GetType()} is no allowance."),
    };

    /// <summary>A line for each clock that the policy sets.</summary>
    static IEnumerable<PolicyLine> Lines(PolicyRead policy) => policy.Clocks.DefaultIfEmpty()
        .Select(clock => new PolicyLine(policy.Id, policy.Title, policy.Partnership, policy.InForceFrom, policy.InForceTo, policy.Note, clock));

    sealed record PolicyLine(string Id, string Title, string? Partnership, LocalDate InForceFrom, LocalDate? InForceTo, string? Note, DefinitionRead? Clock);
}
